/* interrupt.c: see interrupt.h. One run at a time has it: signals belong to the process, runs to threads. */
#include "interrupt.h"

#include <stdatomic.h>
#include <stddef.h>

static volatile sig_atomic_t count;
static atomic_flag taken = ATOMIC_FLAG_INIT;
static struct sigaction before;

static void interrupted(int number)
{
    count++;
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

void interrupt_end(const volatile sig_atomic_t *counted)
{
    if (counted != NULL) {
        sigaction(SIGINT, &before, NULL);
        atomic_flag_clear(&taken);
    }
}
