/* versions.c: each rule by which Python's versions part has an example that parts there, and is told with it; or it is named with the reason why there is none. */
#include "async.h"
#include "words/tell/against.h"
#include "words/tell/versions.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Trace *recorded(const Lesson *example, const KnobValues *values)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    lesson_run(example, values, trace_sink(trace), false);
    return trace;
}

static void each_rule_has_an_example_that_parts_by_it(void **state)
{
    (void)state;
    async_rule rule;
    size_t number = 0;
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        const Lesson *example = example_find(rule.name);
        if (example_missing(rule.name)) {
            assert_null(example);
            continue;
        }
        assert_non_null(example);
        assert_ptr_equal(example, example_at(number++));
        assert_ptr_equal(example, lesson_find(rule.name));
        assert_string_not_equal(example->c_text, "");
        assert_string_not_equal(example->py_text, "");
        KnobValues before = example_values(example, false), with = example_values(example, true);
        assert_int_equal(with.rules, rule.since);
        assert_true(before.rules != 0 && before.rules < with.rules);
        Trace *first = recorded(example, &before), *second = recorded(example, &with), *again = recorded(example, &with);
        if (!async_rule_parts(i, before.rules, with.rules)) {
            fail_msg("%s: its example does not come to it", rule.name);
        }
        char sentence[AGAINST_TEXT];
        assert_true(against_closely(LANGUAGE_ENGLISH, first, second, sentence, sizeof sentence));
        if (strncmp(sentence, "Both run", strlen("Both run")) == 0) {
            fail_msg("%s: its example does not part", rule.name);
        }
        assert_true(against_closely(LANGUAGE_ENGLISH, second, again, sentence, sizeof sentence));
        assert_int_equal(strncmp(sentence, "Both run", strlen("Both run")), 0);
        trace_free(first);
        trace_free(second);
        trace_free(again);
    }
    assert_int_equal(number, example_count());
    assert_null(example_at(example_count()));
    assert_null(example_missing("no-rule"));
    assert_null(example_find("wait_for_in_task"));
}

static void every_difference_is_told_with_its_example(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    for (size_t i = 0; i < example_count(); i++) {
        const Lesson *example = example_at(i);
        KnobValues before = example_values(example, false), with = example_values(example, true);
        Trace *first = recorded(example, &before), *second = recorded(example, &with);
        assert_true(tell_version(LANGUAGE_ENGLISH, example, first, second, out));
        fputc('\n', out);
        trace_free(first);
        trace_free(second);
    }
    async_rule rule;
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        if (example_missing(rule.name)) {
            assert_true(tell_version_missing(LANGUAGE_ENGLISH, rule.name, out));
        }
    }
    fclose(out);
    golden_check("versions.txt", text, length);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_an_example_that_parts_by_it),
        cmocka_unit_test(every_difference_is_told_with_its_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
