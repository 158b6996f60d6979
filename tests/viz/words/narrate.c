/* narrate.c: every step of every run has a sentence of its own; the lessons' sentences are kept as text. */
#include "lesson/knobs.h"
#include "lesson/lesson.h"
#include "words/narrate/narrate.h"
#include "support/everything.h"
#include "support/golden.h"
#include "support/outside.h"
#include "support/runs.h"
#include "words/tell/tell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void append(Trace *trace, Event event)
{
    TraceSink sink = trace_sink(trace);
    sink.event(sink.context, &event);
}

/* ---- What must hold for every sentence ---- */

static bool seen[EV_COUNT];

static void check_words(const Sentence *sentence)
{
    size_t at = 0;
    assert_true(sentence->count > 0);
    for (size_t i = 0; i < sentence->count; i++) {
        assert_ptr_equal(sentence->words[i].text, sentence->text + at);
        assert_true(sentence->words[i].length > 0);
        at += sentence->words[i].length;
        assert_true(sentence->words[i].kind != WORD_TASK || ref_kind(sentence->words[i].task) == REF_TASK);
    }
    assert_int_equal(at, strlen(sentence->text));
}

static void check_sentence(const Sentence *sentence, size_t n)
{
    check_words(sentence);
    const char *text = sentence->text;
    if (text[strlen(text) - 1] != '.' || strstr(text, "breaks the rules") != NULL || strchr(text, '\x1b') != NULL ||
        strstr(text, "  ") != NULL) {
        fail_msg("at %zu: %s", n, text);
    }
}

static void check_trace(const Trace *trace)
{
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    assert_non_null(model);
    assert_non_null(spans);
    assert_true(spans_update(spans));
    Sentence sentence;
    for (size_t n = 0; n <= trace_count(trace); n++) {
        narrate(LANGUAGE_ENGLISH, model, spans, trace, n, &sentence);
        check_sentence(&sentence, n);
        if (n > 0) {
            seen[trace_event(trace, n - 1)->kind] = true;
        }
    }
    spans_free(spans);
    model_free(model);
}

static char *tell(const Trace *trace, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    assert_non_null(out);
    assert_true(tell_run(LANGUAGE_ENGLISH, trace, out));
    fclose(out);
    return text;
}

static void check_golden(const char *name, const Trace *trace)
{
    size_t length = 0;
    char *text = tell(trace, &length);
    golden_check(name, text, length);
    free(text);
}

/* ---- The tests ---- */

/* A moment of a lesson in both languages, one at either end, and all the states of a run that shares things. */
static void what_the_panels_show_is_told_in_words(void **state)
{
    (void)state;
    const Lesson *lesson = lesson_find("gather");
    Trace *trace = trace_new(), *sharing = runs_record(6);
    assert_int_equal(lesson_record(lesson, trace_sink(trace)), 0);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    assert_true(tell_moment(LANGUAGE_ENGLISH, trace, lesson, false, 0, out));
    assert_true(tell_moment(LANGUAGE_ENGLISH, trace, lesson, false, 62, out));
    assert_true(tell_moment(LANGUAGE_ENGLISH, trace, lesson, true, 62, out));
    assert_true(tell_moment(LANGUAGE_ENGLISH, trace, lesson, false, SIZE_MAX, out));
    assert_true(tell_run_with_states(LANGUAGE_ENGLISH, sharing, NULL, false, out));
    fclose(out);
    golden_check("tell_states.txt", text, length);
    free(text);
    trace_free(sharing);
    trace_free(trace);
}

static void every_step_of_every_lesson_has_its_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        Trace *trace = trace_new();
        int status = lesson_record(lesson_at(i), trace_sink(trace));
        assert_true(status == 0 || status == 1 || status == 3); /* 1: an error leaves main; 3: a deadlock */
        check_trace(trace);
        trace_free(trace);
    }
}

static void every_step_of_every_mistake_has_its_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * lesson_mistake_count(); i++) {
        const Lesson *mistake = lesson_mistake_at(i / 2);
        KnobValues values = knobs_usual(mistake);
        char error[200];
        assert_true(knobs_set(mistake, &values, i % 2 == 0 ? "mended=off" : "mended=on", error, sizeof error));
        Trace *trace = trace_new();
        lesson_run(mistake, &values, trace_sink(trace), false);
        check_trace(trace);
        trace_free(trace);
    }
}

static void every_step_in_another_order_has_its_sentence(void **state)
{
    (void)state;
    static const char *const orders[] = {"policy=last-in", "policy=random:1", "picks=2"};
    enum { ORDERS = sizeof orders / sizeof orders[0] };
    for (size_t i = 0; i < ORDERS * lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i / ORDERS);
        KnobValues values = knobs_usual(lesson);
        char error[200];
        if (strcmp(lesson->name, "echo") == 0 && i % ORDERS == 0) { /* which goes round and round there */
            continue;
        }
        assert_true(knobs_set(lesson, &values, orders[i % ORDERS], error, sizeof error));
        Trace *trace = trace_new();
        lesson_run(lesson, &values, trace_sink(trace), false);
        check_trace(trace);
        trace_free(trace);
    }
}

static void a_few_lessons_are_told_word_by_word(void **state)
{
    (void)state;
    static const char *const kept[] = {"say_after", "create_task", "gather"};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        Trace *trace = trace_new();
        assert_int_equal(lesson_record(lesson_find(kept[i]), trace_sink(trace)), 0);
        char name[80];
        snprintf(name, sizeof name, "tell_%s.txt", kept[i]);
        check_golden(name, trace);
        trace_free(trace);
    }
}

static void a_program_that_does_everything_is_told(void **state)
{
    (void)state;
    Trace *trace = everything_record(EVERYTHING, 0);
    check_trace(trace);
    check_golden("tell_everything.txt", trace);
    trace_free(trace);
}

static void a_deadlock_and_a_limit_are_told(void **state)
{
    (void)state;
    Trace *trace = everything_record(WAITS_FOR_EVER, 0);
    check_trace(trace);
    check_golden("tell_standstill.txt", trace);
    trace_free(trace);
    trace = everything_record(NEVER_ENDS, 3);
    check_trace(trace);
    check_golden("tell_limit.txt", trace);
    trace_free(trace);
}

static void waiting_for_locks_queues_and_events_is_told(void **state)
{
    (void)state;
    Trace *trace = runs_record(6);
    check_trace(trace);
    check_golden("tell_sharing.txt", trace);
    trace_free(trace);
}

static void assert_last_sentence_in(Language language, const Trace *trace, const char *expected)
{
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    Sentence sentence;
    assert_true(spans_update(spans));
    narrate(language, model, spans, trace, trace_count(trace), &sentence);
    assert_string_equal(sentence.text, expected);
    seen[trace_event(trace, trace_count(trace) - 1)->kind] = true;
    spans_free(spans);
    model_free(model);
}

static void assert_last_sentence(const Trace *trace, const char *expected) { assert_last_sentence_in(LANGUAGE_ENGLISH, trace, expected); }

static void how_a_process_ended_is_told(void **state)
{
    (void)state;
    Trace *trace = trace_new();
    append(trace, (Event){.kind = EV_PROCESS_END, .detail = END_EXITED, .a = 3});
    assert_last_sentence(trace, "The program's process ended in the middle of the run, with exit status 3.");
    trace_free(trace);
    trace = trace_new();
    append(trace, (Event){.kind = EV_PROCESS_END, .detail = END_KILLED, .a = 9});
    assert_last_sentence(trace, "The program's process was ended by signal 9: this is what it had done until then.");
    trace_free(trace);
    trace = trace_new();
    append(trace, (Event){.kind = EV_PROCESS_END, .detail = END_LOST});
    assert_last_sentence(trace, "What the program's process sent could no longer be read, so it was stopped: this is what had arrived.");
    trace_free(trace);
    trace = trace_new();
    append(trace, (Event){.kind = EV_PROCESS_END, .detail = END_CUT});
    assert_last_sentence(trace, "The recording ends here, in the middle of the run: the program's process has ended without another word.");
    trace_free(trace);
}

static Trace *trace_with_a_running_task(void)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    uint32_t name = sink.text(sink.context, "Task-1", 6), coroutine = sink.text(sink.context, "main", 4);
    Ref task = ref_make(REF_TASK, 1), handle = ref_make(REF_HANDLE, 1);
    append(trace, (Event){.kind = EV_TASK_NEW, .detail = VIA_RUN, .a = 1, .b = name, .c = coroutine});
    append(trace, (Event){.kind = EV_READY, .detail = CALL_STEP, .a = 1, .b = task});
    append(trace, (Event){.kind = EV_RUN, .detail = VIA_RUN, .b = task});
    append(trace, (Event){.kind = EV_ITER, .by = TRACE_LOOP, .a = 1, .b = 1});
    append(trace, (Event){.kind = EV_STEP, .by = task, .detail = RESUME_START, .a = 1, .b = handle});
    return trace;
}

static void a_blocked_loop_is_told(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    Event block = {.kind = EV_BLOCK, .by = ref_make(REF_TASK, 1), .t = 2000000000};
    trace_set_time(&block, 2000000000);
    append(trace, block);
    assert_last_sentence(trace, "main blocks for two seconds without an await: the whole loop stands still, and nobody else can run.");
    trace_free(trace);
}

static void by_the_real_clock_a_sleep_is_as_long_as_it_was_asked_to_be(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    TraceSink sink = trace_sink(trace);
    sink.meta(sink.context, META_CLOCK, 1, 0);
    Ref task = ref_make(REF_TASK, 1), future = ref_make(REF_FUTURE, 1);
    append(trace, (Event){.kind = EV_FUT_NEW, .by = task, .detail = VIA_SLEEP, .a = 1, .t = 4000});
    Event timer = {.kind = EV_TIMER_NEW, .by = task, .detail = CALL_RESOLVE, .a = 1, .b = future, .t = 5000};
    trace_set_time(&timer, 2000004000); /* the clock was read a microsecond before the timer was made */
    append(trace, timer);
    append(trace, (Event){.kind = EV_STEP_END, .by = task, .detail = REASON_AWAIT, .flags = VIA_SLEEP, .a = 1, .b = future, .t = 6000});
    assert_last_sentence(trace, "main awaits asyncio.sleep(2): it is suspended until t = 2.000 s, and the loop may run others meanwhile.");
    trace_free(trace);
}

static void what_was_seen_in_the_program_is_told_with_the_names_of_its_tasks(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    TraceSink sink = trace_sink(trace);
    static const char what[] = "{T1} waits in wait() for process 77 to end, but nobody reads its stdout {T?}: 65536 bytes stand here.";
    uint32_t text = sink.text(sink.context, what, sizeof what - 1);
    append(trace, (Event){.kind = EV_REMARK, .by = ref_make(REF_TASK, 1), .detail = REMARK_FULL_PIPE, .a = 1, .b = text});
    assert_last_sentence(trace, "main waits in wait() for process 77 to end, but nobody reads its stdout {T?}.");
    trace_free(trace);
    trace = trace_with_a_running_task();
    sink = trace_sink(trace);
    static const char circle[] = "Locks are waited for in a circle: {T1} holds left and waits for left."; /* as the recorder says it */
    text = sink.text(sink.context, circle, sizeof circle - 1);
    append(trace, (Event){.kind = EV_REMARK, .by = ref_make(REF_TASK, 1), .detail = REMARK_FULL_PIPE, .a = 1, .b = text});
    assert_last_sentence_in(LANGUAGE_GERMAN, trace, "Auf Locks wird im Kreis gewartet.");
    trace_free(trace);
}

static void what_is_awaited_outside_of_the_loop_has_a_name(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    TraceSink sink = trace_sink(trace);
    static const char name[] = "data from 127.0.0.1:4242";
    Ref task = ref_make(REF_TASK, 1), future = ref_make(REF_FUTURE, 1);
    append(trace, (Event){.kind = EV_FUT_NEW, .by = task, .detail = VIA_USER, .a = 1});
    append(trace, (Event){.kind = EV_NAME, .by = task, .b = future, .c = sink.text(sink.context, name, sizeof name - 1)});
    assert_last_sentence(trace, "What is awaited here comes from outside the loop: data from 127.0.0.1:4242.");
    append(trace, (Event){.kind = EV_STEP_END, .by = task, .detail = REASON_AWAIT, .flags = VIA_FUTURE, .a = 1, .b = future});
    assert_last_sentence(trace, "main awaits data from 127.0.0.1:4242: it is suspended until that comes.");
    trace_free(trace);
}

static void what_comes_from_outside_is_told(void **state)
{
    (void)state;
    Trace *trace = outside_record();
    check_golden("tell_outside.txt", trace);
    check_trace(trace);
    trace_free(trace);
}

static void an_eager_task_is_told_to_have_begun(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    TraceSink sink = trace_sink(trace);
    uint32_t name = sink.text(sink.context, "Task-2", 6), coroutine = sink.text(sink.context, "cached", 6);
    append(trace,
           (Event){.kind = EV_TASK_NEW, .by = ref_make(REF_TASK, 1), .detail = VIA_GATHER, .flags = 1, .a = 2, .b = name, .c = coroutine});
    assert_last_sentence(trace, "main makes cached, an eager task: its first step runs at once, inside of this one.");
    trace_free(trace);
}

static void a_long_step_is_told(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    Event block = {.kind = EV_BLOCK, .detail = BLOCK_STEP, .by = ref_make(REF_TASK, 1), .t = 2000000000};
    trace_set_time(&block, 2000000000);
    append(trace, block);
    assert_last_sentence(trace,
                         "main has held on to the loop for two seconds without an await that suspends: nobody else could run meanwhile.");
    trace_free(trace);
}

static void taking_back_a_cancellation_is_told(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    append(trace, (Event){.kind = EV_UNCANCEL, .by = ref_make(REF_TASK, 1), .a = 0, .b = ref_make(REF_TASK, 1)});
    assert_last_sentence(trace, "main takes back a request to cancel itself: no requests are left.");
    trace_free(trace);
}

static void no_text_of_a_program_reaches_the_terminal_as_a_command(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    TraceSink sink = trace_sink(trace);
    static const char evil[] = "a\x1b[2Jb\x07\xc2\x9b"
                               "c\xff\nd";
    append(trace, (Event){.kind = EV_OUT, .by = ref_make(REF_TASK, 1), .b = sink.text(sink.context, evil, sizeof evil - 1)});
    assert_last_sentence(trace, "main prints “a [2Jb  c? d”.");
    size_t length = 0;
    char *text = tell(trace, &length);
    for (size_t i = 0; i < length; i++) {
        assert_true(text[i] == '\n' || (unsigned char)text[i] >= 0x20);
    }
    assert_null(strstr(text, "\xc2\x9b"));
    free(text);
    trace_free(trace);
}

static void a_very_long_text_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    Trace *trace = trace_with_a_running_task();
    TraceSink sink = trace_sink(trace);
    char text[4000];
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        memcpy(text + i, "é", 2);
    }
    append(trace, (Event){.kind = EV_OUT, .by = ref_make(REF_TASK, 1), .b = sink.text(sink.context, text, sizeof text)});
    check_trace(trace);
    trace_free(trace);
}

/* The last test: those before it have gone through all the runs there are. */
static void every_kind_of_event_has_been_told(void **state)
{
    (void)state;
    for (int kind = EV_NONE + 1; kind < EV_COUNT; kind++) {
        if (!seen[kind]) {
            fail_msg("no run held the event %s", trace_event_name((EventKind)kind));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_of_every_lesson_has_its_sentence),
        cmocka_unit_test(every_step_of_every_mistake_has_its_sentence),
        cmocka_unit_test(every_step_in_another_order_has_its_sentence),
        cmocka_unit_test(a_few_lessons_are_told_word_by_word),
        cmocka_unit_test(a_program_that_does_everything_is_told),
        cmocka_unit_test(a_deadlock_and_a_limit_are_told),
        cmocka_unit_test(how_a_process_ended_is_told),
        cmocka_unit_test(waiting_for_locks_queues_and_events_is_told),
        cmocka_unit_test(what_the_panels_show_is_told_in_words),
        cmocka_unit_test(a_blocked_loop_is_told),
        cmocka_unit_test(by_the_real_clock_a_sleep_is_as_long_as_it_was_asked_to_be),
        cmocka_unit_test(taking_back_a_cancellation_is_told),
        cmocka_unit_test(what_was_seen_in_the_program_is_told_with_the_names_of_its_tasks),
        cmocka_unit_test(what_is_awaited_outside_of_the_loop_has_a_name),
        cmocka_unit_test(what_comes_from_outside_is_told),
        cmocka_unit_test(a_long_step_is_told),
        cmocka_unit_test(an_eager_task_is_told_to_have_begun),
        cmocka_unit_test(no_text_of_a_program_reaches_the_terminal_as_a_command),
        cmocka_unit_test(a_very_long_text_is_cut_at_a_whole_character),
        cmocka_unit_test(every_kind_of_event_has_been_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
