/* A trace tells at each await what the coroutine's variables hold, by the list that CORO declares; what could be gone is not read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

static Trace *recorded(async_coroutine main)
{
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .variables = true, .sink = &sink});
    async_run(main);
    async_use(NULL);
    return trace;
}

/* What was told of task `number`'s variables, in order, its calls of other coroutines included; the caller frees it. */
static char *told(const Trace *trace, uint32_t number)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        uint32_t variables = event->kind == EV_STEP_END && event->a == number                     ? event->c
                             : event->kind == EV_ENTER && event->by == ref_make(REF_TASK, number) ? event->a
                                                                                                  : 0;
        if (variables) {
            fprintf(out, "%s\n", trace_text(trace, variables));
        }
    }
    fclose(out);
    return text;
}

#define assert_told(main, number, expected)                                                                                                \
    do {                                                                                                                                   \
        Trace *trace_ = recorded(main);                                                                                                    \
        char *told_ = told(trace_, number);                                                                                                \
        assert_string_equal(told_, expected);                                                                                              \
        free(told_);                                                                                                                       \
        trace_free(trace_);                                                                                                                \
    } while (0)

CORO(every_type, const char *name; double delay; int count, more; bool ready; size_t size; int64_t large; async_value value;
     async_task task;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    self->ready = true;
    self->large = INT64_C(-9000000000);
    self->value = async_str("it's %d", 7);
    AWAIT(async_sleep(self->delay));
    CORO_END;
}

static void each_type_is_told_as_a_reader_would_write_it(void **state)
{
    (void)state;
    assert_told(call(every_type, "API A", 2.5, 3, -1), 1,
                "name = \"API A\"\ndelay = 2.5\ncount = 3\nmore = -1\nready = false\nsize = 0\nlarge = 0\nvalue = None\ntask = NULL\n"
                "name = \"API A\"\ndelay = 2.5\ncount = 3\nmore = -1\nready = true\nsize = 0\nlarge = -9000000000\nvalue = \"it's 7\"\n"
                "task = NULL\n");
}

CORO(inner, int left;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    CORO_RETURN(async_int(self->left * 2));
    CORO_END;
}

CORO(outer, int own; async_value given; async_task made;)
{
    CORO_BEGIN;
    self->own = 5;
    AWAIT_TO(self->given, call(inner, 21));
    self->made = async_create_task(call(inner, 1));
    AWAIT(self->made);
    CORO_END;
}

static void a_caller_is_told_of_when_it_calls_and_a_task_by_its_state(void **state)
{
    (void)state;
    assert_told(call(outer), 1,
                "own = 5\ngiven = None\nmade = NULL\nleft = 21\n"
                "own = 5\ngiven = 42\nmade = <Task pending name='Task-2'>\n");
}

CORO(in_rounds, int round; async_value value; const char *text;)
{
    CORO_BEGIN;
    for (; self->round < 2; self->round++) {
        ROUND
        {
            self->value = async_str("round %d", self->round);
            self->text = async_text(self->value);
            AWAIT(async_sleep(1));
        }
        END_ROUND;
        AWAIT(async_sleep(1));
    }
    CORO_END;
}

static void what_a_round_has_freed_and_text_of_elsewhere_are_not_read(void **state)
{
    (void)state;
    assert_told(call(in_rounds), 1,
                "round = 0\nvalue = 'round 0'\n"
                "round = 0\n"
                "round = 1\nvalue = 'round 1'\n"
                "round = 1\n");
}

typedef struct Pair {
    int left, right;
} Pair;

CORO(other_types, int known; void *pointer; char *buffer; int after; Pair pair; int behind;)
{
    CORO_BEGIN;
    self->after = 4;
    AWAIT(async_sleep(0));
    CORO_END;
}

CORO(no_variables, )
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    CORO_END;
}

static void an_unknown_type_hides_itself_and_what_is_behind_it(void **state)
{
    (void)state;
    assert_told(call(other_types, 1), 1, "known = 1\nbuffer = NULL\nafter = 4\n");
    assert_told(call(no_variables), 1, "");
}

/* The name of a known type, but another size: then nothing that is read by its place can be trusted. */
#define size_t uint8_t
CORO(of_another_size, size_t small; int wide;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0));
    CORO_END;
}
#undef size_t

static void a_list_that_does_not_fit_is_not_told(void **state)
{
    (void)state;
    assert_told(call(of_another_size), 1, "");
}

CORO(long_text, async_value text, a, b, c, d, e, f, g, h, i, j, k;)
{
    CORO_BEGIN;
    self->text = async_str("%0200d", 0);
    self->a = self->b = self->c = self->d = self->e = self->f = self->g = self->h = self->i = self->j = self->k = self->text;
    AWAIT(async_sleep(0));
    CORO_END;
}

static void a_long_value_is_cut_and_whole_lines_only_are_told(void **state)
{
    (void)state;
    Trace *trace = recorded(call(long_text));
    char *text = told(trace, 1);
    assert_non_null(strstr(text, "text = '000"));
    assert_non_null(strstr(text, "0…\na = '0"));
    assert_true(strlen(text) < 1000);
    assert_string_equal(text + strlen(text) - strlen("…\n"), "…\n");
    free(text);
    trace_free(trace);
}

static void nothing_is_told_unless_it_is_asked_for(void **state)
{
    (void)state;
    Trace *trace = record(call(every_type, "API A", 1, 1, 1), 0, NULL);
    char *text = told(trace, 1);
    assert_string_equal(text, "");
    free(text);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_is_told_as_a_reader_would_write_it),
        cmocka_unit_test(a_caller_is_told_of_when_it_calls_and_a_task_by_its_state),
        cmocka_unit_test(what_a_round_has_freed_and_text_of_elsewhere_are_not_read),
        cmocka_unit_test(an_unknown_type_hides_itself_and_what_is_behind_it),
        cmocka_unit_test(a_list_that_does_not_fit_is_not_told),
        cmocka_unit_test(a_long_value_is_cut_and_whole_lines_only_are_told),
        cmocka_unit_test(nothing_is_told_unless_it_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
