/* rules.c: versions by their names; a run goes by the rules of one; and which of two versions' differences it has come to is known afterwards. */
#include "async.h"
#include "rules/rules.h"
#include "support/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_version_is_known_by_its_name(void **state)
{
    (void)state;
    char name[32];
    assert_string_equal(async_rules_name(async_rules_of("3.12"), name, sizeof name), "3.12");
    assert_string_equal(async_rules_name(async_rules_of("3.13.0"), name, sizeof name), "3.13.0");
    assert_string_equal(async_rules_name(0, name, sizeof name), "3.14");
    static const char *const wrong[] = {"",       "3",        "3.",  "3.10", "3.99", "3.12x", "3.12.",
                                        "3.12.x", "3.12.999", "2.7", "4.12", "3.-1", " 3.12"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(async_rules_of(wrong[i]), 0);
    }
}

static void a_rule_holds_from_its_version_on(void **state)
{
    (void)state;
    uint32_t before = 0;
    async_rule rule;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        assert_true(async_rule_at(i, &rule));
        assert_true(rule.since >= before && rule.name[0] != '\0' && rule.words[0] != '\0' && rule.source[0] != '\0');
        assert_true((rules_at(rule.since) >> i & 1) != 0 && (rules_at(rule.since - 1) >> i & 1) == 0);
        assert_int_equal(rules_at(0) >> i & 1, rule.since <= async_rules_of("3.14")); /* where none is named */
        before = rule.since;
    }
    assert_false(async_rule_at(RULE_COUNT, &rule));
    assert_int_equal(rules_at(async_rules_of("3.11.0")), 0);
}

CORO(work, )
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    CORO_END;
}

CORO(waits_for, )
{
    CORO_BEGIN;
    AWAIT(async_wait_for(call(work), 2));
    CORO_END;
}

/* How many tasks the run makes before it is closed. */
static size_t tasks_of_a_wait_for(const char *version)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink, .rules = async_rules_of(version)});
    assert_int_equal(async_run(call(waits_for)), 0);
    async_use(NULL);
    size_t count = 0;
    for (size_t i = 0; trace_event(trace, i)->kind != EV_RUN_END; i++) {
        count += trace_event(trace, i)->kind == EV_TASK_NEW;
    }
    trace_free(trace);
    return count;
}

static void a_run_goes_by_the_rules_that_are_asked_for(void **state)
{
    (void)state;
    assert_int_equal(tasks_of_a_wait_for("3.11"), 2);
    assert_int_equal(tasks_of_a_wait_for("3.12"), 1);
    assert_int_equal(tasks_of_a_wait_for(""), 1); /* the newest */
}

static void what_it_has_come_to_is_known_afterwards(void **state)
{
    (void)state;
    uint32_t old = async_rules_of("3.11"), now = async_rules_of("3.13");
    tasks_of_a_wait_for("3.13");
    assert_true(async_rule_parts(RULE_WAIT_FOR_IN_TASK, old, now) && async_rule_parts(RULE_WAIT_FOR_IN_TASK, now, old));
    assert_false(async_rule_parts(RULE_WAIT_FOR_IN_TASK, now, 0)); /* both have it */
    assert_false(async_rule_parts(RULE_NOTIFY_IS_KEPT, old, now)); /* it has come to no condition */
    assert_false(async_rule_parts(RULE_COUNT, old, now));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_is_known_by_its_name),
        cmocka_unit_test(a_rule_holds_from_its_version_on),
        cmocka_unit_test(a_run_goes_by_the_rules_that_are_asked_for),
        cmocka_unit_test(what_it_has_come_to_is_known_afterwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
