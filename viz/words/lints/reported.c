/* reported.c: what asyncio itself reports and goes on: errors that nobody fetches, callbacks that fail, tasks that are destroyed while they wait. */
#include "rule.h"

#include <string.h>

static const char fatal[] = "Fatal error: protocol.";

/* Of a task: whoever recorded the run has said of it already what asyncio reports only when the task is thrown away, with the program. */
typedef struct Told {
    bool told;
} Told;

static void remember(Lints *lints, const Event *event, TraceRemark about)
{
    Told *task = event->detail == about ? lint_own(lints, ref_make(REF_TASK, event->a)) : NULL;
    if (task != NULL) {
        task->told = true;
    }
}

static bool is_told(Lints *lints, Ref ref)
{
    const Told *task = lint_own(lints, ref);
    return task != NULL && task->told;
}

/* The report says so in these words; the error is the lint's text, or with `message` the report itself. */
static bool note(Lints *lints, const LintLook *look, const char *words, bool message)
{
    const Event *event = look->event;
    if (strstr(trace_text(look->trace, event->c), words) == NULL) {
        return true;
    }
    const LintTask *task = lint_task(lints, event->b);
    return lint_add(lints, (Lint){.index = look->index,
                                  .task = task ? event->b : TRACE_NOBODY,
                                  .place = task ? task->made_at : event->a,
                                  .other = event->a,
                                  .text = message ? event->c : event->d});
}

/* One that has ended the run was seen by whoever reads what the program said last. */
static bool look_unfetched(Lints *lints, const LintLook *look)
{
    if (look->event->kind == EV_REMARK) {
        remember(lints, look->event, REMARK_LOST_ERROR);
        return true;
    }
    if (phrase_ends_run(trace_text(look->trace, look->event->d)) || is_told(lints, look->event->b)) {
        return true;
    }
    return note(lints, look, "exception was never retrieved", false) &&
           note(lints, look, "unhandled exception during asyncio.run() shutdown", false);
}

/* asyncio's own callback on a stream's handler fails when the handler was cancelled (3.11): nobody's mistake. */
static bool look_callback(Lints *lints, const LintLook *look)
{
    bool own = strcmp(trace_text(look->trace, look->event->c), "Exception in callback streams.handler_done") == 0;
    return own || (note(lints, look, "Exception in callback", true) &&
                   note(lints, look, "Unhandled exception in client_connected_cb", true) && note(lints, look, fatal, true));
}

static bool look_destroyed(Lints *lints, const LintLook *look)
{
    if (look->event->kind == EV_REMARK) {
        remember(lints, look->event, REMARK_LEFT_RUNNING);
        return true;
    }
    return is_told(lints, look->event->b) || note(lints, look, "Task was destroyed but it is pending!", false);
}

static void say_unfetched(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    if (*words->quoted != '\0' && *words->other_line != '\0') {
        snprintf(buffer, size,
                 say_words(words->telling,
                           "%s ended with %s at %s, and nobody ever asked for its result: the error is lost, but for a line on stderr."),
                 words->task, words->quoted, words->other_line);
    } else if (*words->quoted != '\0') {
        snprintf(buffer, size,
                 say_words(words->telling,
                           "%s ended with %s, and nobody ever asked for its result: the error is lost, but for a line on stderr."),
                 words->task, words->quoted);
    } else {
        snprintf(buffer, size,
                 say_words(words->telling,
                           "%s ended with an error, and nobody ever asked for its result: the error is lost, but for a line on stderr."),
                 words->task);
    }
}

static void say_callback(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    enum { REPORT = 320 };
    char report[REPORT];
    snprintf(report, sizeof report, *words->error != '\0' ? "%s (%s)" : "%s", words->quoted, words->error);
    snprintf(buffer, size,
             strncmp(words->quoted, fatal, sizeof fatal - 1) == 0 /* connection_lost() learns of it */
                 ? say_words(words->telling, "%s: the loop reports it and closes the connection.")
                 : say_words(words->telling, "%s: the loop reports it and goes on, and nobody else learns of it."),
             report);
}

static void say_destroyed(const Lint *lint, const LintWords *words, char *buffer, size_t size)
{
    (void)lint;
    snprintf(buffer, size, say_words(words->telling, "%s was thrown away while it still waited: the rest of it never runs."), words->task);
}

const LintRule lint_rule_unfetched = {
    .name = "unfetched",
    .title = WORDS("an error that nobody sees"),
    .advice = WORDS("Await the task, so that its error reaches somebody; or start it in a TaskGroup, which passes errors on."),
    .nobody = WORDS("A future"),
    .kinds = LINT_ON(EV_EXC_HANDLER) | LINT_ON(EV_REMARK),
    .task_bytes = sizeof(Told),
    .look = look_unfetched,
    .say = say_unfetched};

const LintRule lint_rule_callback_failed = {.name = "callback-failed",
                                            .title = WORDS("a callback that fails"),
                                            .advice = WORDS("Catch the error inside the callback: nobody stands above it to do so."),
                                            .kinds = LINT_ON(EV_EXC_HANDLER),
                                            .look = look_callback,
                                            .say = say_callback};

const LintRule lint_rule_destroyed = {
    .name = "destroyed",
    .title = WORDS("a task destroyed while it waits"),
    .advice = WORDS("Keep the task in a variable or a set until it is done, and make sure that what it waits for comes."),
    .nobody = WORDS("A future"),
    .kinds = LINT_ON(EV_EXC_HANDLER) | LINT_ON(EV_REMARK),
    .task_bytes = sizeof(Told),
    .look = look_destroyed,
    .say = say_destroyed};
