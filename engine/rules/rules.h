/* rules.h: where Python's versions schedule differently: each difference once, with the version from which it holds. No version is compared anywhere else.

   What holds in all versions from 3.11 on has no rule. */
#ifndef LOOPSCOPE_RULES_H
#define LOOPSCOPE_RULES_H

#include "async.h"

#define PYTHON(minor, patch) ((uint32_t)(minor) << 8 | (patch))
enum { RULE_ANY_PATCH = 255 };

/* RULE(identifier, its name in lists, the first version that has it, its source, what it says). A rule that a patch of an older version has as well, and
   not the first of the next, has that patch in BACKPORTED(). */
#define BACKPORTED(since, of_the_version_before) ((of_the_version_before) << 16 | (since))
#define ASYNC_RULE_TABLE(RULE)                                                                                                              \
    RULE(                                                                                                                                   \
        TIMEOUT_COUNTS, "timeout-counts", PYTHON(11, 4), "gh-102780, timeouts.py",                                                          \
        "timeout() counts the cancellations that were asked for before its block began: only a new one keeps it from raising TimeoutError") \
    RULE(WAIT_FOR_IN_TASK, "wait-for-in-task", PYTHON(12, 0), "gh-96764, tasks.py",                                                         \
         "wait_for() makes no task of its own any more: the coroutine runs in the task that waits, inside of a timeout()")                  \
    RULE(GATHER_HEARS_AT_ONCE, "gather-hears-at-once", PYTHON(12, 0), "gh-104144, tasks.py",                                                \
         "gather() hears at once of children that are done when it is called, without a callback in the ready queue for each")              \
    RULE(EAGER_TASKS, "eager-tasks", PYTHON(12, 0), "gh-97696, tasks.py",                                                                   \
         "a task may be eager: its first step runs at once, inside of whoever makes it, where the loop runs")                               \
    RULE(SERVER_WAITS, "server-waits", PYTHON(12, 0), "gh-104344, base_events.py",                                                          \
         "Server.wait_closed() waits until the last connection is over, also when the server is closed already")                            \
    RULE(CLIENT_IS_HEARD, "client-is-heard", BACKPORTED(PYTHON(12, 1), PYTHON(11, 7)), "gh-110894, streams.py",                             \
         "a callback looks at how the task of a server's connection has ended: its error is reported, and the connection closed")           \
    RULE(CANCELLED_CLIENT_CLOSES, "cancelled-client-closes", BACKPORTED(PYTHON(12, 2), PYTHON(11, 8)), "gh-113538, streams.py",             \
         "a server's connection whose task is cancelled is closed; before, the callback that looks at that task failed and left it open")   \
    RULE(DROPPED_CLIENT_CLOSES, "dropped-client-closes", BACKPORTED(PYTHON(12, 3), PYTHON(11, 9)), "gh-114914, streams.py",                 \
         "a server's connection is closed when nobody holds its writer any more, as a client's was already")                                \
    RULE(EXECUTOR_LIMIT, "executor-limit", PYTHON(12, 3), "gh-111358, base_events.py",                                                      \
         "asyncio.run() waits no longer than 300 seconds for calls in threads that are not back")                                           \
    RULE(CANCELLED_AS_IT_CAME, "cancelled-as-it-came", PYTHON(13, 0), "gh-111693, locks.py",                                                \
         "Condition.wait() raises the cancellation that came while it took its lock again, with its message, and not a new one")            \
    RULE(NOTIFY_IS_KEPT, "notify-is-kept", PYTHON(13, 0), "gh-112202, locks.py",                                                            \
         "a notify() is not lost with a task that ends its Condition.wait() by an error: the next one is woken instead")                    \
    RULE(SEMAPHORE_WAKES_ALL, "semaphore-wakes-all", PYTHON(13, 0), "gh-111693, locks.py",                                                  \
         "whoever leaves Semaphore.acquire(), cancelled or not, wakes as many of the others as there are places")                           \
    RULE(UNCANCEL_CLEARS, "uncancel-clears", PYTHON(13, 0), "gh-116720, tasks.py",                                                          \
         "uncancel() that comes to zero takes back a cancellation that has not been thrown in yet")                                         \
    RULE(GROUP_KEEPS_CANCEL, "group-keeps-cancel", PYTHON(13, 0), "gh-116720, taskgroups.py",                                               \
         "a TaskGroup takes its own cancellation back only when all its tasks have ended, and passes on one that came from outside")        \
    RULE(GROUP_CLOSES, "group-closes", PYTHON(13, 0), "gh-115957, taskgroups.py",                                                           \
         "a TaskGroup that takes no tasks closes the coroutine it is given, so nobody reports it as never awaited")                         \
    RULE(CLOSING_IS_CANCELLED, "closing-is-cancelled", PYTHON(13, 0), "gh-117881, genobject.c",                                             \
         "a task that closes a generator and is cancelled before its first step throws only the cancellation into it, and ends cancelled")  \
    RULE(CLOSING_IS_MISSED, "closing-is-missed", PYTHON(13, 0), "gh-89091, genobject.c",                                                    \
         "an aclose() of a generator that nobody awaits is reported, as a coroutine is")                                                    \
    RULE(DATAGRAM_HEADER, "datagram-header", PYTHON(13, 0), "gh-113812, selector_events.py",                                                \
         "a datagram that waits to be sent counts 8 bytes more, and one without bytes is sent too")                                         \
    RULE(EAGER_NAMED_NONE, "eager-named-none", PYTHON(13, 0), "base_events.py",                                                             \
         "a task that a loop's task factory makes without a name is called None as soon as it has been made")                               \
    RULE(COMPLETED_AT_CALL, "as-completed-at-call", PYTHON(13, 0), "gh-77714, tasks.py",                                                    \
         "as_completed() makes its tasks when it is called, and not when the first result is asked for")                                    \
    RULE(CLOSING_BELOW, "closing-below", BACKPORTED(PYTHON(13, 1), PYTHON(12, 8)), "gh-118950, sslproto.py",                                \
         "a connection with TLS is closing as soon as the one below it is: drain() then gives way to who is told that it is lost")          \
    RULE(EAGER_GROUP_WAITS, "eager-group-waits", BACKPORTED(PYTHON(13, 2), PYTHON(12, 9)), "gh-128550, taskgroups.py",                      \
         "a TaskGroup hears of a task that was done in its eager step by a callback in the ready queue, as of any other")                   \
    RULE(ACCEPTS_ONE_MORE, "accepts-one-more", PYTHON(13, 12), "gh-90871, selector_events.py",                                              \
         "a server takes as many connections in one callback as can wait, which is one more than its backlog says")                         \
    RULE(ABORTED_IS_PASSED, "aborted-is-passed", PYTHON(13, 12), "gh-127529, selector_events.py",                                           \
         "a connection that was aborted while it waited does not keep a server from taking the next in the same callback")                  \
    RULE(EAGER_NAMED_FIRST, "eager-named-first", PYTHON(14, 0), "gh-128307, base_events.py",                                                \
         "a task that a loop's task factory makes has its name before its eager step, also the one that it gets where none is given")       \
    RULE(EXIT_AT_ONCE, "exit-at-once", PYTHON(14, 0), "gh-120804, unix_events.py",                                                          \
         "the end of a child process is handed on in the callback that hears of it, and not one turn later")                                \
    RULE(SHIELD_FORGETS, "shield-forgets", PYTHON(14, 0), "gh-91048, tasks.py",                                                             \
         "shield() sets one callback more on what it shields, which forgets who awaits it; an error that comes after the shield was "       \
         "cancelled is reported if nobody asks for it")                                                                                     \
    RULE(DATAGRAM_HEADER_GOES, "datagram-header-goes", BACKPORTED(PYTHON(14, 1), PYTHON(13, 6)), "gh-135444, selector_events.py",           \
         "the 8 bytes that a datagram counts more while it waits are counted no more once it has been sent")                                \
    RULE(GIVEN_UP_AT_ONCE, "given-up-at-once", BACKPORTED(PYTHON(14, 3), PYTHON(13, 12)), "gh-105836, futures.py",                          \
         "a call in a thread that is given up before it has begun, and what run_coroutine_threadsafe() gave, "                              \
         "are cancelled at once, without one more callback in the ready queue")                                                             \
    RULE(EXIT_WAKES, "exit-wakes", BACKPORTED(PYTHON(14, 7), PYTHON(13, 15)), "gh-119710, base_subprocess.py",                              \
         "Process.wait() ends as soon as the process has, and not when its pipes are closed too")                                           \
    RULE(FOREVER_CLOSES_CLIENTS, "forever-closes-clients", BACKPORTED(PYTHON(14, 7), PYTHON(13, 15)), "gh-123720, base_events.py",          \
         "Server.serve_forever() that is cancelled closes the server's connections before it waits for their end")                          \
    RULE(                                                                                                                                   \
        ACCEPT_IS_KEPT, "accept-is-kept", BACKPORTED(PYTHON(14, 7), PYTHON(13, 15)), "gh-153761, selector_events.py",                       \
        "sock_accept() that is cancelled in the turn in which a connection comes leaves it to the next one; before, it took it, could not " \
        "hand it on, and lost it")                                                                                                          \
    RULE(SHIELD_LETS_GO, "shield-lets-go", PYTHON(14, 8), "gh-155143, tasks.py",                                                            \
         "a shield() that is cancelled takes back the callback that would forget who awaits it")                                            \
    RULE(COMPLETED_GIVES_BACK, "as-completed-gives-back", PYTHON(14, 9), "gh-158004, tasks.py",                                             \
         "a wait for the next of as_completed() that is cancelled does not count as one of its results")                                    \
    RULE(SHUTDOWN_LIMIT, "shutdown-limit", PYTHON(14, 10), "gh-160520, sslproto.py",                                                        \
         "ssl_shutdown_timeout counts until the connection is over, also where the other end began with the shutdown")                      \
    RULE(GROUP_LETS_EXIT_OUT, "group-lets-exit-out", PYTHON(15, 0), "gh-135736, taskgroups.py",                                             \
         "a generator that is closed inside of a TaskGroup's block raises its GeneratorExit alone, and not in a group of errors")

typedef enum Rule {
#define RULE(id, name, since, source, words) RULE_##id,
    ASYNC_RULE_TABLE(RULE)
#undef RULE
        RULE_COUNT
} Rule;
_Static_assert(RULE_COUNT <= 64, "the rules that hold are bits of a word");

uint64_t rules_at(uint32_t version); /* those that hold there, 1 << Rule each; version: as async_rules_of() gives it */

void rules_were_asked(uint64_t rules); /* those that a run that ends now has come to */

#endif
