/* signals.c: loop.add_signal_handler: what a signal makes the loop do, one turn after it has heard of it. */
#include "wake.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Signals belong to the process: one loop has them at a time. */
static volatile sig_atomic_t written_to = -1; /* the pipe of that loop */
static wake_state *owner;
static struct sigaction before[WAKE_SIGNALS];

static void tell_loop(int number)
{
    int error = errno;
    unsigned char byte = (unsigned char)number;
    (void)!write(written_to, &byte, 1);
    errno = error;
}

void signals_came(async_loop *loop, wake_state *wake, const unsigned char *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned number = numbers[i];
        user_handle *handle = number < WAKE_SIGNALS ? wake->signals[number] : NULL;
        if (handle) {
            if (hooked(loop)) {
                hook_emit(loop, EV_ARRIVED, DIRECTION_READ, 0, wake->numbers[number], 0, 0, 0);
            }
            io_schedule(loop, handle);
            wake_ring(wake); /* as asyncio's _add_callback_signalsafe does */
        }
    }
}

static const char *name_of(int number, char *buffer, size_t size)
{
    static const struct {
        int number;
        const char *name;
    } names[] = {{SIGINT, "SIGINT"},   {SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"},     {SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"},
                 {SIGQUIT, "SIGQUIT"}, {SIGCHLD, "SIGCHLD"}, {SIGWINCH, "SIGWINCH"}, {SIGALRM, "SIGALRM"}, {SIGPIPE, "SIGPIPE"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].number == number) {
            return names[i].name;
        }
    }
    snprintf(buffer, size, "signal %d", number);
    return buffer;
}

/* None, or the error. */
async_value async_add_signal_handler_(int number, async_callback function, void *context, const char *name, const TracePlace *place)
{
    async_loop *loop = loop_running;
    if (number < 1 || number >= WAKE_SIGNALS || number == SIGKILL || number == SIGSTOP) {
        return async_error(&ASYNC_RUNTIME_ERROR, "sig %d cannot be caught", number);
    }
    wake_state *wake = loop ? wake_of(loop) : NULL;
    user_handle *handle = wake ? callback_new(function, context, name, place) : NULL;
    if (!handle) {
        return loop ? io_given(error_out_of_memory()) : async_error(&ASYNC_RUNTIME_ERROR, "no running event loop");
    }
    if (!loop->poll->real || (owner && owner != wake)) {
        object_release(&handle->object);
        return async_error(&ASYNC_RUNTIME_ERROR,
                           loop->poll->real ? "the signals are another loop's" : "there are no signals in virtual time");
    }
    if (!wake->signals[number]) {
        owner = wake;
        written_to = wake->pipe[1];
        struct sigaction ours = {.sa_handler = tell_loop, .sa_flags = SA_RESTART};
        sigemptyset(&ours.sa_mask);
        if (sigaction(number, &ours, &before[number]) != 0) {
            object_release(&handle->object);
            return io_error(errno);
        }
        wake->signal_count++;
        char buffer[32];
        wake->numbers[number] = outside_new(loop, OUTSIDE_SIGNAL, name_of(number, buffer, sizeof buffer), 0);
    } else {
        object_release(&wake->signals[number]->object);
    }
    char buffer[32];
    snprintf(wake->names[number], sizeof wake->names[number], "%s for %s", name, name_of(number, buffer, sizeof buffer));
    handle->name = wake->names[number];
    wake->signals[number] = handle;
    return async_none();
}

static void take_back(async_loop *loop, wake_state *wake, int number)
{
    sigaction(number, &before[number], NULL);
    user_handle *handle = wake->signals[number];
    wake->signals[number] = NULL;
    wake->signal_count--;
    outside_gone(loop, wake->numbers[number], GONE_CLOSED, async_none(), 0);
    object_release(&handle->object);
    if (wake->signal_count == 0) {
        owner = NULL;
        written_to = -1;
    }
}

bool async_remove_signal_handler(int number)
{
    wake_state *wake = loop_running && loop_running->io_state ? loop_running->io_state->wake : NULL;
    bool there = wake && number > 0 && number < WAKE_SIGNALS && wake->signals[number];
    if (there) {
        take_back(loop_running, wake, number);
    }
    return there;
}

void signals_end(async_loop *loop, wake_state *wake)
{
    for (int number = 1; number < WAKE_SIGNALS; number++) {
        if (wake->signals[number]) {
            take_back(loop, wake, number);
        }
    }
}
