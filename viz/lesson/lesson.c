/* lesson.c: see lesson.h. The texts are compiled in. */
#include "lesson.h"

#include "language/words_in.h"
#include "async.h"
#include "examples.h"
#include "knobs.h"
#include "policy.h"
#include "timing.h"
#include "lines.h"
#include "lesson_texts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The versions of clang-format disagree about a brace in a macro.
// clang-format off
#define LESSON(folder, id) {#id, NULL, NULL, NULL, "lessons/" #folder "/" #id ".c", lesson_##id##_c, \
                            "lessons/" #folder "/" #id ".py", lesson_##id##_py, lesson_##id##_md, {.memory = NULL}, lesson_##id##_main, false, NULL, 0, NULL, \
                            {[LANGUAGE_GERMAN] = {.words = lesson_##id##_de_md}}}

/* In teaching order; behind them the mistakes, in the order of the menu. */
static const Lesson lessons[] = {
    LESSON(first_steps, calling),
    LESSON(first_steps, say_after),
    LESSON(first_steps, callbacks),
    LESSON(first_steps, letting_go),
    LESSON(first_steps, create_task),
    LESSON(first_steps, gather),
    LESSON(together, in_order),
    LESSON(together, failing),
    LESSON(together, polite),
    LESSON(together, blocking),
    LESSON(ending, cancelling),
    LESSON(ending, deadline),
    LESSON(ending, shielding),
    LESSON(ending, task_group),
    LESSON(sharing, queue),
    LESSON(sharing, back_pressure),
    LESSON(sharing, one_at_a_time),
    LESSON(sharing, signalling),
    LESSON(sharing, lost_update),
    LESSON(sharing, deadlock),
    LESSON(mastery, forgotten),
    LESSON(mastery, async_with),
    LESSON(mastery, echo),
    LESSON(own_loop, own_queue),
    LESSON(own_loop, own_timers),
    LESSON(own_loop, own_future),
    LESSON(own_loop, own_coroutine),
    LESSON(own_loop, own_await),
    LESSON(own_loop, own_outside),
#define MISTAKE(folder, id) LESSON(mistakes/folder, id)
    MISTAKE(lost, call_without_await),
    MISTAKE(lost, main_ends_first),
    MISTAKE(lost, error_nobody_fetches),
    MISTAKE(lost, nobody_catches),
    MISTAKE(lost, callback_raises),
    MISTAKE(lost, takes_for_nobody),
    MISTAKE(waiting, one_after_another),
    MISTAKE(waiting, awaits_each_task),
    MISTAKE(waiting, holds_the_loop),
    MISTAKE(waiting, spins),
    MISTAKE(waiting, tries_at_once),
    MISTAKE(ending, swallows_cancel),
    MISTAKE(ending, ends_with_it),
    MISTAKE(ending, cancels_twice),
    MISTAKE(ending, limit_comes_late),
    MISTAKE(ending, gather_goes_on),
    MISTAKE(ending, leaves_a_generator),
    MISTAKE(sharing, never_task_done),
    MISTAKE(sharing, clears_too_early),
    MISTAKE(sharing, a_limit_each),
    MISTAKE(sharing, gives_back_twice),
    MISTAKE(sharing, queue_without_limit),
};
// clang-format on

enum { COMPILED = sizeof lessons / sizeof *lessons, ALL = COMPILED + LESSON_OWN_MOST };

/* All of them, the ones from a folder behind those above. */
static Lesson all[ALL];
static size_t own_count;

static Lesson *at(size_t index)
{
    if (all[0].name == NULL) {
        memcpy(all, lessons, sizeof lessons);
    }
    return &all[index];
}

/* The page is ours, so it can be read; a test says what is wrong with it where it cannot. */
static void read_words(const char *name, const char *words, LessonPage *page)
{
    char error[160] = "it has a block of code";
    bool read = page_read(page, words, strlen(words), error, sizeof error);
    if (!read || page->program_line != 0) {
        fprintf(stderr, "loopscope: the page of the lesson %s: %s\n", name, error);
        abort();
    }
}

static void read_page(Lesson *lesson)
{
    read_words(lesson->name, lesson->words, &lesson->page);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (lesson->in[language].words != NULL && lesson->in[language].words[0] != '\0') {
            read_words(lesson->name, lesson->in[language].words, &lesson->in[language].page);
            page_follow(&lesson->in[language].page, &lesson->page);
        }
    }
    lesson->title = lesson->page.title;
    lesson->section = lesson->page.section;
    lesson->summary = lesson->page.opening;
}

static const Lesson *read_at(size_t index)
{
    Lesson *lesson = at(index);
    if (!lesson->title) {
        read_page(lesson);
    }
    return lesson;
}

/* Up to the first mistake. */
size_t lesson_count(void)
{
    static const char mistakes[] = "lessons/mistakes/";
    size_t count = 0;
    while (count < COMPILED && strncmp(lessons[count].c_file, mistakes, sizeof mistakes - 1) != 0) {
        count++;
    }
    return count;
}

const Lesson *lesson_at(size_t index) { return index < lesson_count() ? read_at(index) : NULL; }

/* The folder of the last lesson, each of whose programs is a step of it. */
static bool is_step(const Lesson *lesson) { return strncmp(lesson->c_file, "lessons/own_loop/", 17) == 0; }

const char *lesson_number(const Lesson *lesson, char *buffer, size_t size)
{
    size_t index = 0, number = 0, step = 0;
    while (index < lesson_count() && at(index) != lesson) {
        index++;
    }
    for (size_t i = 0; i <= index && i < lesson_count(); i++) {
        step = is_step(&lessons[i]) ? step + 1 : 0;
        number += step <= 1;
    }
    const char *format = index == lesson_count() ? "" : step > 0 ? "%zu.%zu" : "%zu";
    snprintf(buffer, size, format, number, step);
    return buffer;
}

size_t lesson_mistake_count(void) { return COMPILED - lesson_count(); }
const Lesson *lesson_mistake_at(size_t index) { return index < lesson_mistake_count() ? read_at(lesson_count() + index) : NULL; }
bool lesson_is_mistake(const Lesson *lesson) { return lesson->page.remark[0] != '\0'; }

static bool speaks(const Lesson *lesson, Language language) { return lesson->in[language].page.title != NULL; }

const LessonPage *lesson_page(const Lesson *lesson, Language language)
{
    return speaks(lesson, language) ? &lesson->in[language].page : &lesson->page;
}

const char *lesson_words(const Lesson *lesson, Language language)
{
    return speaks(lesson, language) ? lesson->in[language].words : lesson->words;
}

const char *lesson_title(const Lesson *lesson, Language language)
{
    return speaks(lesson, language) ? lesson->in[language].page.title : lesson->title;
}

const char *lesson_recorded_title(const char *title, Language language)
{
    for (size_t i = 0; language != LANGUAGE_ENGLISH && i < COMPILED; i++) {
        const Lesson *lesson = read_at(i);
        if (strcmp(lesson->title, title) == 0) {
            return lesson_title(lesson, language);
        }
    }
    return title;
}

const char *lesson_section(const Lesson *lesson, Language language)
{
    return speaks(lesson, language) ? lesson->in[language].page.section
           : lesson_is_own(lesson)  ? words_in(language, lesson->section)
                                    : lesson->section;
}

const char *lesson_summary(const Lesson *lesson, Language language)
{
    return speaks(lesson, language) ? lesson->in[language].page.opening : lesson->summary;
}

size_t lesson_own_count(void) { return own_count; }
const Lesson *lesson_own_at(size_t index) { return index < own_count ? at(COMPILED + index) : NULL; }

bool lesson_add(const Lesson *lesson)
{
    bool room = own_count < LESSON_OWN_MOST;
    assert(lesson_is_own(lesson) && lesson->title != NULL);
    if (room) {
        *at(COMPILED + own_count++) = *lesson;
    }
    return room;
}

void lesson_forget_added(void) { own_count = 0; }

LessonList lesson_all(void)
{
    for (size_t i = 0; i < COMPILED; i++) {
        read_at(i);
    }
    return (LessonList){all, COMPILED + own_count};
}

const Lesson *lesson_find(const char *name)
{
    for (size_t i = 0; i < COMPILED; i++) {
        if (strcmp(lessons[i].name, name) == 0) {
            return read_at(i);
        }
    }
    const Lesson *found = example_find(name);
    for (size_t i = 0; i < own_count && found == NULL; i++) {
        found = strcmp(at(COMPILED + i)->name, name) == 0 ? at(COMPILED + i) : NULL;
    }
    return found;
}

unsigned lesson_python_line(const Lesson *lesson, unsigned c_line)
{
    return lesson_is_own(lesson) ? c_line : lesson_lines_match(lesson->c_text, lesson->py_text, c_line);
}

static uint32_t text_id(const TraceSink *sink, const char *text) { return sink->text(sink->context, text, strlen(text)); }

static void send_source(const TraceSink *sink, const char *file, const char *text)
{
    uint32_t name = text_id(sink, file);
    sink->meta(sink->context, META_SOURCE, name, text_id(sink, text));
}

static void send_knob(const TraceSink *sink, const char *knob, const char *text)
{
    uint32_t name = text_id(sink, knob);
    sink->meta(sink->context, META_KNOB, name, text_id(sink, text));
}

/* Those that differ from the text: a run whose program is as it stands has nothing to say. */
static void send_knobs(const Lesson *lesson, const KnobValues *values, const TraceSink *sink)
{
    char text[POLICY_TEXT]; /* the longest of them */
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    if (values->rules != 0) {
        send_knob(sink, LESSON_RULES, async_rules_name(values->rules, text, sizeof text));
    }
    if (values->timing.count > 0) {
        send_knob(sink, LESSON_TIMING, timing_text(&values->timing, text, sizeof text));
    }
    if (values->policy.kind == POLICY_PICKS) {
        send_knob(sink, LESSON_PICKS, policy_picks_text(&values->policy, text, sizeof text));
    } else if (values->policy.kind != POLICY_FIRST_IN) {
        send_knob(sink, LESSON_POLICY, policy_text(&values->policy, text, sizeof text));
    }
    for (size_t i = 0; i < count; i++) {
        if (values->value[i] < knobs[i].usual || values->value[i] > knobs[i].usual) {
            send_knob(sink, knobs[i].name, knob_plain_text(values->value[i], text, sizeof text));
        }
    }
}

static void introduce(const Lesson *lesson, const KnobValues *values, TraceSink sink, bool real_time)
{
    sink.meta(sink.context, META_TITLE, 0, text_id(&sink, lesson->title));
    sink.meta(sink.context, META_PRODUCER, 0, text_id(&sink, "loopscope " LOOPSCOPE_VERSION " engine"));
    sink.meta(sink.context, META_CLOCK, real_time ? 1 : 0, 0);
    send_source(&sink, lesson->c_file, lesson->c_text);
    send_source(&sink, lesson->py_file, lesson->py_text);
    send_knobs(lesson, values, &sink);
}

static void turn_knobs(const Lesson *lesson, const KnobValues *values)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    assert(values->count == count);
    for (size_t i = 0; i < count; i++) {
        async_knob_turn(knobs[i].declared, values->value[i]);
    }
}

/* What the engine asks about while a lesson runs. */
typedef struct Asked {
    TimingRun *timing;
    PolicyRun policy;
} Asked;

static int64_t sleep_end(void *asked, const int64_t *due, size_t count, int64_t now, int64_t ends)
{
    return timing_sleep_end(((Asked *)asked)->timing, due, count, now, ends);
}

static size_t choose(void *asked, const async_task *ready, size_t count)
{
    (void)ready;
    return policy_choose(&((Asked *)asked)->policy, count);
}

int lesson_run(const Lesson *lesson, const KnobValues *values, TraceSink sink, bool real_time)
{
    TimingRun timing = {.timing = values ? &values->timing : &(Timing){.count = 0}};
    return lesson_run_timed(lesson, values, sink, real_time, &timing);
}

/* In another order than asyncio's a program may go round for ever, since asyncio itself counts on its own: then the run ends here. */
enum { OTHER_TURNS = 5000 };

int lesson_run_timed(const Lesson *lesson, const KnobValues *values, TraceSink sink, bool real_time, TimingRun *timing)
{
    assert(!lesson_is_own(lesson));
    KnobValues usual = knobs_usual(lesson);
    values = values ? values : &usual;
    real_time = real_time || lesson->real_time;
    introduce(lesson, values, sink, real_time);
    turn_knobs(lesson, values);
    Asked asked = {timing, {.policy = &values->policy}};
    const bool asyncios = values->policy.kind == POLICY_FIRST_IN;
    async_use(&(async_settings){.virtual_time = !real_time,
                                .quiet = true,
                                .variables = true,
                                .sink = &sink,
                                .rules = values->rules,
                                .sleep_end = sleep_end,
                                .choose = asyncios ? NULL : choose,
                                .turn_limit = asyncios ? 0 : OTHER_TURNS,
                                .context = &asked});
    int status = lesson->run();
    async_use(NULL);
    turn_knobs(lesson, &usual);
    return status;
}

const char *lesson_rules_sentence(Language language, uint32_t before, uint32_t now, char *buffer, size_t size)
{
    char name[32], more[64] = "";
    async_rule rule, first = {.name = NULL};
    size_t count = 0;
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        if (async_rule_parts(i, before, now)) {
            first = count == 0 ? rule : first;
            count++;
        }
    }
    async_rules_name(now, name, sizeof name);
    if (count == 0) {
        snprintf(buffer, size, words_in(language, "As Python %s this run is the same."), name);
        return buffer;
    }
    if (count > 1) {
        snprintf(more, sizeof more, words_in(language, "; and %zu more (loopscope versions)"), count - 1);
    }
    bool has_it = now == 0 || now >= first.since || (first.backported != 0 && now >> 8 == first.backported >> 8 && now >= first.backported);
    snprintf(buffer, size, has_it ? words_in(language, "Python %s: %s%s.") : words_in(language, "Python %s does not have this yet: %s%s."),
             name, words_in(language, first.words), more);
    return buffer;
}

int lesson_record(const Lesson *lesson, TraceSink sink) { return lesson_run(lesson, NULL, sink, false); }
