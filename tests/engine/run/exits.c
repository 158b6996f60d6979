/* KeyboardInterrupt and SystemExit that a program raises itself: with which status the run ends, and what is said on stderr. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "async.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char said[512]; /* on stderr, by the last run */

static int run(async_coroutine main)
{
    fflush(stderr);
    FILE *file = tmpfile();
    int before = dup(STDERR_FILENO);
    assert_true(file != NULL && before >= 0 && dup2(fileno(file), STDERR_FILENO) >= 0);
    async_use(&(async_settings){.virtual_time = true});
    int status = async_run(main);
    async_use(NULL);
    fflush(stderr);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(file);
    size_t length = fread(said, 1, sizeof said - 1, file);
    said[length] = '\0';
    fclose(file);
    return status;
}

CORO(interrupted, const char *text;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", self->text);
    CORO_END;
}

CORO(exits, int status;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(1));
    RAISE_AGAIN(async_system_exit(self->status));
    CORO_END;
}

CORO(says, const char *text;)
{
    CORO_BEGIN;
    RAISE(ASYNC_SYSTEM_EXIT, "%s", self->text);
    CORO_END;
}

static void an_interrupt_is_said_and_means_130(void **state)
{
    (void)state;
    assert_int_equal(run(call(interrupted, "")), 130);
    assert_string_equal(said, "KeyboardInterrupt\n");
}

static void an_exit_says_nothing_and_means_its_number(void **state)
{
    (void)state;
    assert_int_equal(run(call(exits, 7)), 7);
    assert_string_equal(said, "");
    assert_int_equal(run(call(exits, 0)), 0);
    assert_int_equal(run(call(exits, 3)), 3);
    assert_string_equal(said, "");
}

static void an_exit_with_a_text_says_it_and_means_1(void **state)
{
    (void)state;
    assert_int_equal(run(call(says, "that was all")), 1);
    assert_string_equal(said, "that was all\n");
    assert_int_equal(run(call(says, "")), 0);
    assert_string_equal(said, "");
}

static const async_error_class own = {"Enough", &ASYNC_SYSTEM_EXIT};

CORO(of_own_class, async_value error;)
{
    CORO_BEGIN;
    TRY {
        RAISE(own, "%s", "caught");
    }
    CATCH(ASYNC_SYSTEM_EXIT, self->error) {
        assert_string_equal(async_repr(async_system_exit(4)), "SystemExit(4)");
    }
    END_TRY;
    TRY {
        RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        fail_msg("it is no Exception");
    }
    END_TRY;
    CORO_END;
}

static void they_are_caught_by_their_own_class_and_not_as_an_exception(void **state)
{
    (void)state;
    assert_int_equal(run(call(of_own_class)), 130);
}

static void waits_for_ever(async_future future, void *context) { (void)future, (void)context; }

CORO(stuck, async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(9));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        AWAIT(async_create_future());
    }
    END_TRY;
    CORO_END;
}

CORO(leaves_one_stuck, int unused;)
{
    CORO_BEGIN;
    async_create_task(call(stuck));
    async_call_later(5, waits_for_ever, NULL);
    AWAIT(async_sleep(0));
    RAISE(ASYNC_KEYBOARD_INTERRUPT, "%s", "");
    CORO_END;
}

static void a_deadlock_while_tasks_end_is_what_the_run_ends_with(void **state)
{
    (void)state;
    assert_int_equal(run(call(leaves_one_stuck)), 3);
    assert_non_null(strstr(said, "deadlock"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interrupt_is_said_and_means_130),
        cmocka_unit_test(an_exit_says_nothing_and_means_its_number),
        cmocka_unit_test(an_exit_with_a_text_says_it_and_means_1),
        cmocka_unit_test(they_are_caught_by_their_own_class_and_not_as_an_exception),
        cmocka_unit_test(a_deadlock_while_tasks_end_is_what_the_run_ends_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
