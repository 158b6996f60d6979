/* lint_say.c: the remarks in words: what is wrong in this run, and what to do instead. */
#include "lint.h"

#include "words/narrate/parts.h"

#include <stdio.h>

static const struct {
    const char *name, *title, *advice;
} words[LINT_KIND_COUNT] = {
#define LINT(id, name, title) [LINT_##id] = {name, title, NULL},
    LINT_KINDS(LINT)
#undef LINT
};

const char *lint_name(LintKind kind) { return words[kind].name; }

const char *lint_title(LintKind kind) { return words[kind].title; }

const char *lint_advice(LintKind kind)
{
    switch (kind) {
    case LINT_BLOCKS: return "Await instead: asyncio.sleep() to wait, asyncio.to_thread() for a call that takes long.";
    case LINT_NEVER_AWAITED:
        return "Calling a coroutine only makes it. Write await before the call, or give it to create_task() or gather().";
    case LINT_FORGOTTEN: return "Await the task before main returns, with await, gather() or a TaskGroup; or cancel it yourself.";
    case LINT_UNFETCHED: return "Await the task, so that its error reaches somebody; or start it in a TaskGroup, which passes errors on.";
    case LINT_SWALLOWED: return "After cleaning up, raise the CancelledError again; or clean up in finally, which lets it pass.";
    case LINT_IN_A_ROW: return "If none of them needs what another gives, await them together: gather(...) or a TaskGroup.";
    case LINT_BUSY: return "Wait for what should happen: await an Event, a Queue or a future; or sleep for a real time.";
    case LINT_CALLBACK_FAILED: return "Catch the error inside the callback: nobody stands above it to do so.";
    case LINT_DESTROYED: return "Keep the task in a variable or a set until it is done, and make sure that what it waits for comes.";
    case LINT_DEADLOCK:
        return "Somebody must set the result, release the lock or put the item that they wait for; a timeout() ends the wait.";
    case LINT_LIMIT: return "Give the loop in the program an end, or something to wait for in each round.";
    case LINT_KIND_COUNT: break;
    }
    return "";
}

/* Text of the program's own, made printable and not too long. */
static const char *plain(const char *text, char *buffer, size_t size)
{
    size_t used = 0;
    for (; text[used] != '\0' && used + 4 < size; used++) {
        unsigned char c = (unsigned char)text[used];
        buffer[used] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    bool cut = text[used] != '\0';
    while (cut && used > 0 && ((unsigned char)text[used] & 0xc0U) == 0x80) {
        used--; /* never half a character */
    }
    snprintf(buffer + used, size - used, "%s", cut ? "\xe2\x80\xa6" : "");
    return buffer;
}

enum { NAME = 64, QUOTED = 96 };

static void say_reported(const Lint *lint, const char *task, const char *quoted, char *buffer, size_t size)
{
    switch (lint->kind) {
    case LINT_UNFETCHED:
        snprintf(buffer, size, "%s ended with %s, and nobody ever asked for its result: the error is lost, but for a line on stderr.", task,
                 *quoted ? quoted : "an error");
        break;
    case LINT_CALLBACK_FAILED: snprintf(buffer, size, "%s: the loop reports it and goes on, and nobody else learns of it.", quoted); break;
    default: snprintf(buffer, size, "%s was thrown away while it still waited: the rest of it never runs.", task); break;
    }
}

char *lint_sentence(const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size)
{
    char name[NAME], task[NAME], text[QUOTED], quoted[QUOTED], time[PHRASE], least[PHRASE], count[PHRASE];
    snprintf(name, sizeof name, "%s", lint->kind == LINT_UNFETCHED || lint->kind == LINT_DESTROYED ? "A future" : "The program");
    if (lint->task != TRACE_NOBODY) {
        model_task_label(model, lint->task, name, sizeof name);
    }
    plain(name, task, sizeof task);
    snprintf(text, sizeof text, "%s", trace_text(trace, lint->text));
    plain(text, quoted, sizeof quoted);
    switch (lint->kind) {
    case LINT_BLOCKS:
        snprintf(buffer, size, "%s blocks the loop for %s: it holds on without an await, and %s had to wait.", task,
                 phrase_duration(lint->time, time), phrase_count(lint->count, "entry that was due", "entries that were due", count));
        break;
    case LINT_NEVER_AWAITED: snprintf(buffer, size, "%s was called but never awaited: not one line of it has run.", quoted); break;
    case LINT_FORGOTTEN: snprintf(buffer, size, "main has ended without waiting for %s, so asyncio.run cancels it half way.", task); break;
    case LINT_UNFETCHED:
    case LINT_CALLBACK_FAILED:
    case LINT_DESTROYED: say_reported(lint, task, quoted, buffer, size); break;
    case LINT_SWALLOWED:
        snprintf(buffer, size, "%s was asked to cancel: the CancelledError was caught, and it returned as if nothing had happened.", task);
        break;
    case LINT_IN_A_ROW:
        snprintf(buffer, size, "%s awaits %s of %s one after the other: %s. Together they would take %s.", task,
                 phrase_count(lint->count, "call", "calls", count), quoted, phrase_duration(lint->time, time),
                 phrase_duration(lint->least, least));
        break;
    case LINT_BUSY:
        snprintf(buffer, size, "%s yields %u times in a row while nobody else is ready: the loop spins and gets nothing done.", task,
                 (unsigned)lint->count);
        break;
    case LINT_DEADLOCK:
        snprintf(buffer, size, "Deadlock: %s for ever, because nothing is ready and no timer is set.",
                 phrase_count(lint->count, "task waits", "tasks wait", count));
        break;
    case LINT_LIMIT:
        snprintf(buffer, size, "The run was stopped after %u turns of the loop: so many were allowed, and the program was not done.",
                 (unsigned)lint->count);
        break;
    case LINT_KIND_COUNT: buffer[0] = '\0'; break;
    }
    return buffer;
}
