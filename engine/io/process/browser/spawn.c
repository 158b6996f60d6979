/* spawn.c: a page can start no program, and says so as a system without processes does. */
#include "io/process/process.h"

#include <errno.h>

int spawn(process_object *process, const char *const *arguments, const async_pipe modes[PROCESS_PIPES])
{
    (void)process;
    (void)arguments;
    (void)modes;
    return ENOSYS;
}
