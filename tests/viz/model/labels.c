/* labels.c: a task is called by what the program calls it, and a library's by the last part of its function's way. */
#include "put.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_called(const char *name, const char *label)
{
    char buffer[128];
    Trace *trace = trace_new();
    TraceSink sink = trace_sink(trace);
    put(trace, (Event){.kind = EV_TASK_NEW, .a = 1, .b = put_text(&sink, "Task-1"), .c = put_text(&sink, "coroutine")});
    put(trace, (Event){.kind = EV_LABEL, .a = 1, .b = put_text(&sink, name)});
    Model *model = model_new(trace);
    assert_string_equal(model_task_label(model, task_1, buffer, sizeof buffer), label);
    model_free(model);
    trace_free(trace);
}

static void test_the_way_of_a_function_is_left_out(void **state)
{
    (void)state;
    assert_called("starlette.responses.StreamingResponse.__call__.<locals>.wrap", "wrap");
    assert_called("a.<locals>.b.<locals>.c", "c");
    assert_called("__main__.work", "work");
    assert_called("__main__.Service.run", "run");
    assert_called("asyncio.BaseSelectorEventLoop._accept_connection2", "_accept_connection2");
}

static void test_what_the_program_calls_it_stays(void **state)
{
    (void)state;
    assert_called("api.example.com", "api.example.com");
    assert_called("a.<locals>.", "Task 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_way_of_a_function_is_left_out),
                                       cmocka_unit_test(test_what_the_program_calls_it_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
