/* Asynchronous generators: what is wrong to do with them, in Python's words; what happens to those that are dropped; and places to go on that share a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/record.h"

GENERATOR(counts, const char *name; double delay; int i;)
{
    CORO_BEGIN;
    TRY {
        for (self->i = 0; self->i < 4; self->i++) {
            AWAIT(async_sleep(self->delay));
            YIELD(async_str("%s%d", self->name, self->i));
        }
    }
    FINALLY {
        async_print("%s ends", self->name);
    }
    END_TRY;
    CORO_END;
}

GENERATOR(never_goes, int i; async_value error;)
{
    CORO_BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        TRY {
            YIELD(async_int(self->i));
        }
        CATCH(ASYNC_GENERATOR_EXIT, self->error) {
            async_print("told to go, and stays");
        }
        END_TRY;
    }
    CORO_END;
}

CORO(shows_error, async_coroutine of; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(self->of);
        async_print("no error");
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(goes_through, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->value, self->generator) { async_print("%s", async_text(self->value)); }
    END_FOR;
    CORO_END;
}

CORO(yields_without_being_one, int unused;)
{
    CORO_BEGIN;
    YIELD(async_int(1));
    CORO_END;
}

CORO(misuses, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    AWAIT(call(shows_error, call(goes_through, async_create_event())));
    AWAIT(call(shows_error, call(goes_through, NULL)));
    AWAIT(call(shows_error, async_generator_close(async_create_event())));
    AWAIT(call(shows_error, call(yields_without_being_one)));
    self->generator = generate(never_goes);
    FOR_AWAIT(self->value, self->generator) { break; }
    END_FOR;
    AWAIT(call(shows_error, async_generator_close(self->generator)));
    AWAIT(call(shows_error, call(goes_through, self->generator)));
    self->generator = generate(counts, "both", 1);
    AWAIT(async_gather(call(shows_error, call(goes_through, self->generator)), call(shows_error, call(goes_through, self->generator)),
                       call(shows_error, async_generator_close(self->generator))));
    CORO_END;
}

static void the_wrong_use_of_a_generator_is_an_error(void **state)
{
    (void)state;
    assert_says(call(misuses), "0 T1 says TypeError('FOR_AWAIT: a generator was expected')\n"
                               "0 T1 says TypeError('FOR_AWAIT: a generator was expected')\n"
                               "0 T1 says TypeError('a generator was expected')\n"
                               "0 T1 says RuntimeError('YIELD in a coroutine that was not made by generate()')\n"
                               "0 T1 says told to go, and stays\n"
                               "0 T1 says RuntimeError('async generator ignored GeneratorExit')\n"
                               "0 T1 says 2\n" /* which goes on when it is asked for the next */
                               "0 T1 says no error\n"
                               "0 T3 says RuntimeError('anext(): asynchronous generator is already running')\n"
                               "0 T4 says RuntimeError('aclose(): asynchronous generator is already running')\n"
                               "1 T2 says both0\n"
                               "2 T2 says both1\n"
                               "3 T2 says both2\n"
                               "4 T2 says both3\n"
                               "4 T2 says both ends\n"
                               "4 T2 says no error\n");
}

CORO(nests, async_value outer; async_value inner;)
{
    CORO_BEGIN;
    FOR_AWAIT(self->outer, generate(counts, "o", 0))
    {
        if (async_text(self->outer)[1] == '2') {
            continue;
        }
        FOR_AWAIT(self->inner, generate(counts, "i", 0))
        {
            if (async_text(self->inner)[1] == '1') {
                break;
            }
            async_print("%s %s", async_text(self->outer), async_text(self->inner));
        }
        END_FOR;
        if (async_text(self->outer)[1] == '1') {
            CORO_RETURN(async_none());
        }
    }
    END_FOR;
    CORO_END;
}

CORO(nests_and_waits, int unused;)
{
    CORO_BEGIN;
    AWAIT(call(nests));
    async_print("back");
    AWAIT(async_sleep(1));
    CORO_END;
}

static void loops_stand_in_each_other_and_are_left_in_every_way(void **state)
{
    (void)state;
    assert_says(call(nests_and_waits), "0 T1 says o0 i0\n"
                                       "0 T2 says i ends\n"
                                       "0 T1 says o1 i0\n"
                                       "0 T1 says back\n"
                                       "0 T3 says i ends\n"
                                       "0 T4 says o ends\n");
}

CORO(holds, async_generator generator; async_value value;)
{
    CORO_BEGIN;
    self->generator = generate(counts, "unused", 0);
    self->generator = generate(counts, "waits", 9);
    FOR_AWAIT(self->value, self->generator) { async_print("never"); }
    END_FOR;
    CORO_END;
}

CORO(drops, async_task task;)
{
    CORO_BEGIN;
    self->task = async_create_task(call(holds));
    AWAIT(async_sleep(1));
    async_cancel(self->task);
    AWAIT(async_sleep(1));
    CORO_END;
}

static void one_that_never_began_or_was_left_by_an_error_needs_no_closing(void **state)
{
    (void)state;
    assert_says(call(drops), "1 T2 says waits ends\n");
}

/* A macro of the program's own is one line to the compiler. */
#define TWICE(coroutine)                                                                                                                   \
    AWAIT(coroutine);                                                                                                                      \
    AWAIT(coroutine)
#define YIELD_BOTH(one, other)                                                                                                             \
    YIELD(async_str(one));                                                                                                                 \
    YIELD(async_str(other))
#define WITH_AN_END(statement, end)                                                                                                        \
    TRY {                                                                                                                                  \
        statement;                                                                                                                         \
    }                                                                                                                                      \
    FINALLY {                                                                                                                              \
        AWAIT(async_sleep(1));                                                                                                             \
        async_print(end);                                                                                                                  \
    }                                                                                                                                      \
    END_TRY
#define FOR_BOTH(variable, generator, other, statement)                                                                                    \
    FOR_AWAIT(variable, generator) { statement; }                                                                                          \
    END_FOR;                                                                                                                               \
    FOR_AWAIT(variable, other) { statement; }                                                                                              \
    END_FOR

CORO(waits_twice, int unused;)
{
    CORO_BEGIN;
    TWICE(async_sleep(1));
    CORO_END;
}

GENERATOR(gives_two, int unused;)
{
    CORO_BEGIN;
    WITH_AN_END(YIELD_BOTH("one", "two"), "has given");
    CORO_END;
}

CORO(takes_all, async_value value;)
{
    CORO_BEGIN;
    WITH_AN_END(WITH_AN_END(TWICE(call(waits_twice)), "inner"), "outer");
    FOR_BOTH(self->value, generate(gives_two), generate(gives_two), async_print("%s", async_text(self->value)));
    CORO_END;
}

static void several_places_to_go_on_may_stand_on_one_line(void **state)
{
    (void)state;
    assert_says(call(takes_all), "5 T1 says inner\n"
                                 "6 T1 says outer\n"
                                 "6 T1 says one\n"
                                 "6 T1 says two\n"
                                 "7 T1 says has given\n"
                                 "7 T1 says one\n"
                                 "7 T1 says two\n"
                                 "8 T1 says has given\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wrong_use_of_a_generator_is_an_error),
        cmocka_unit_test(loops_stand_in_each_other_and_are_left_in_every_way),
        cmocka_unit_test(one_that_never_began_or_was_left_by_an_error_needs_no_closing),
        cmocka_unit_test(several_places_to_go_on_may_stand_on_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
