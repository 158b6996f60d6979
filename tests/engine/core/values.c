/* Values read as Python's print and repr() have them. */
#include "async.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

CORO(reprs, int unused;)
{
    CORO_BEGIN;
    assert_string_equal(async_repr(async_none()), "None");
    assert_string_equal(async_repr(async_bool(true)), "True");
    assert_string_equal(async_repr(async_int(-7)), "-7");
    assert_string_equal(async_repr(async_float(2)), "2.0");
    assert_string_equal(async_repr(async_float(0.1)), "0.1");
    assert_string_equal(async_repr(async_float(1e22)), "1e+22");
    assert_string_equal(async_repr(async_float(123456789.125)), "123456789.125");
    assert_string_equal(async_repr(async_float((double)INFINITY)), "inf");
    assert_string_equal(async_repr(async_str("it's")), "\"it's\"");
    assert_string_equal(async_repr(async_str("a\"b'c\n")), "'a\"b\\'c\\n'");
    assert_string_equal(async_repr(async_error(&ASYNC_VALUE_ERROR, "c1:%d", 4)), "ValueError('c1:4')");
    assert_string_equal(async_repr(async_error(&ASYNC_TIMEOUT_ERROR, "%s", "")), "TimeoutError()");
    assert_string_equal(async_repr(async_error(&ASYNC_CANCELLED_ERROR, "%s", "")), "CancelledError()");
    async_value items[] = {async_int(1), async_str("r2"), async_list(NULL, 0)};
    async_value list = async_list(items, 3);
    assert_string_equal(async_repr(list), "[1, 'r2', []]");
    assert_int_equal(async_length(list), 3);
    assert_string_equal(async_text(async_item(list, 1)), "r2");
    assert_int_equal(async_item(list, 3).type, ASYNC_NONE);
    assert_true(async_is(async_error(&ASYNC_KEY_ERROR, "k"), &ASYNC_EXCEPTION));
    assert_false(async_is(async_error(&ASYNC_CANCELLED_ERROR, "%s", ""), &ASYNC_EXCEPTION));
    CORO_END;
}

static void values_read_as_in_python(void **state)
{
    (void)state;
    async_use(&(async_settings){.virtual_time = true, .quiet = true});
    assert_int_equal(async_run(call(reprs)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_read_as_in_python)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
