/* interrupt.c: see interrupt.h. One run at a time has it: signals belong to the process, runs to threads. */
#include "interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t count;
static atomic_flag taken = ATOMIC_FLAG_INIT;
static struct sigaction before;
static volatile int ends[2] = {-1, -1}; /* of the pipe */

static void interrupted(int number)
{
    count++;
    if (ends[1] >= 0) {
        int error = errno;
        ssize_t written = write(ends[1], "", 1);
        (void)written;
        errno = error;
    }
    if (count > 1) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
}

const volatile sig_atomic_t *interrupt_begin(void)
{
    if (atomic_flag_test_and_set(&taken)) {
        return NULL;
    }
    struct sigaction ours = {.sa_handler = interrupted};
    sigemptyset(&ours.sa_mask);
    count = 0;
    if (sigaction(SIGINT, NULL, &before) != 0 || before.sa_handler != SIG_DFL || sigaction(SIGINT, &ours, NULL) != 0) {
        atomic_flag_clear(&taken);
        return NULL;
    }
    return &count;
}

int interrupt_pipe(void)
{
    int pair[2];
    if (ends[0] >= 0) {
        return ends[0];
    }
    if (pipe(pair) != 0) {
        return -errno;
    }
    for (int i = 0; i < 2; i++) {
        (void)fcntl(pair[i], F_SETFL, O_NONBLOCK);
        (void)fcntl(pair[i], F_SETFD, FD_CLOEXEC);
        ends[i] = pair[i];
    }
    if (count > 0) { /* before there was a pipe */
        ssize_t written = write(pair[1], "", 1);
        (void)written;
    }
    return pair[0];
}

void interrupt_end(const volatile sig_atomic_t *counted)
{
    if (counted != NULL) {
        sigaction(SIGINT, &before, NULL);
        for (int i = 0; i < 2; i++) {
            int end = ends[i];
            ends[i] = -1;
            if (end >= 0) {
                close(end);
            }
        }
        atomic_flag_clear(&taken);
    }
}
