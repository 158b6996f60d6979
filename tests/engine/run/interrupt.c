/* interrupt.c: Ctrl-C in a run by the real clock: main is cancelled and may clean up; a second one ends the process; afterwards all is as it was. */
#include "async.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void say(const char *line)
{
    printf("%s\n", line);
    fflush(stdout);
}

CORO(sleeps, bool goes_on; async_value error;)
{
    CORO_BEGIN;
    TRY {
        say("ready");
        AWAIT(async_sleep(60));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        say("asked to cancel");
        if (self->goes_on) {
            AWAIT(async_sleep(60));
        }
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(busy, async_value error;)
{
    CORO_BEGIN;
    say("ready");
    while (true) {
        AWAIT(async_sleep(0));
    }
    CORO_END;
}

typedef struct Child {
    pid_t process;
    FILE *said;
} Child;

static Child start(async_coroutine (*main)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t process = fork();
    assert_true(process >= 0);
    if (process == 0) {
        alarm(60); /* a test that fails leaves nobody behind */
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        (void)freopen("/dev/null", "w", stderr);
        _exit(async_run(main()));
    }
    close(ends[1]);
    return (Child){process, fdopen(ends[0], "r")};
}

static void hears(const Child *child, const char *line)
{
    char text[80] = "";
    assert_non_null(fgets(text, sizeof text, child->said));
    text[strcspn(text, "\n")] = '\0';
    assert_string_equal(text, line);
}

static int status_of(const Child *child)
{
    int status = 0;
    assert_int_equal(waitpid(child->process, &status, 0), child->process);
    fclose(child->said);
    return status;
}

static async_coroutine polite(void) { return call(sleeps, false); }
static async_coroutine stubborn(void) { return call(sleeps, true); }
static async_coroutine never_waits(void) { return call(busy); }

static void the_first_one_cancels_main(void **state)
{
    (void)state;
    Child child = start(polite);
    hears(&child, "ready");
    kill(child.process, SIGINT);
    hears(&child, "asked to cancel");
    int status = status_of(&child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 130);
}

static void it_reaches_a_loop_that_never_waits(void **state)
{
    (void)state;
    Child child = start(never_waits);
    hears(&child, "ready");
    kill(child.process, SIGINT);
    int status = status_of(&child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 130);
}

static void the_second_one_ends_the_process(void **state)
{
    (void)state;
    Child child = start(stubborn);
    hears(&child, "ready");
    kill(child.process, SIGINT);
    hears(&child, "asked to cancel");
    kill(child.process, SIGINT);
    int status = status_of(&child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGINT);
}

CORO(nothing, )
{
    CORO_BEGIN;
    CORO_END;
}

static void handler(int number) { (void)number; }

static void what_the_program_did_with_it_is_left_alone(void **state)
{
    (void)state;
    struct sigaction now;
    assert_int_equal(async_run(call(nothing)), 0);
    sigaction(SIGINT, NULL, &now);
    assert_true(now.sa_handler == SIG_DFL);
    (void)signal(SIGINT, handler);
    assert_int_equal(async_run(call(nothing)), 0);
    sigaction(SIGINT, NULL, &now);
    assert_true(now.sa_handler == handler);
    (void)signal(SIGINT, SIG_DFL);
}

/* Whoever runs this in the background has SIGINT ignored, which is inherited. */
static int hears_of_it(void **state)
{
    (void)state;
    return signal(SIGINT, SIG_DFL) == SIG_ERR;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_one_cancels_main),
        cmocka_unit_test(it_reaches_a_loop_that_never_waits),
        cmocka_unit_test(the_second_one_ends_the_process),
        cmocka_unit_test(what_the_program_did_with_it_is_left_alone),
    };
    return cmocka_run_group_tests(tests, hears_of_it, NULL);
}
