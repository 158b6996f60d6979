/* error.c: what the system says by its errno, as Python's OSError and the classes derived from it. */
#include "io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* As PEP 3151 has it. */
static const async_error_class *class_of(int number)
{
    switch (number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS: return &ASYNC_BLOCKING_IO_ERROR;
    case ECHILD: return &ASYNC_CHILD_PROCESS_ERROR;
    case EPIPE:
    case ESHUTDOWN: return &ASYNC_BROKEN_PIPE_ERROR;
    case ECONNABORTED: return &ASYNC_CONNECTION_ABORTED_ERROR;
    case ECONNREFUSED: return &ASYNC_CONNECTION_REFUSED_ERROR;
    case ECONNRESET: return &ASYNC_CONNECTION_RESET_ERROR;
    case EEXIST: return &ASYNC_FILE_EXISTS_ERROR;
    case ENOENT: return &ASYNC_FILE_NOT_FOUND_ERROR;
    case EINTR: return &ASYNC_INTERRUPTED_ERROR;
    case EACCES:
    case EPERM: return &ASYNC_PERMISSION_ERROR;
    case ESRCH: return &ASYNC_PROCESS_LOOKUP_ERROR;
    case ETIMEDOUT: return &ASYNC_TIMEOUT_ERROR;
    case ENOMEM: return &ASYNC_MEMORY_ERROR;
    default: return &ASYNC_OS_ERROR;
    }
}

async_value error_of_system(int number, const char *text)
{
    if (number == ENOMEM) {
        return error_out_of_memory();
    }
    async_value error = error_new(class_of(number), text ? text : strerror(number)); // NOLINT(concurrency-mt-unsafe): the system's list
    if (error_class(error) != &ASYNC_MEMORY_ERROR) {
        ((error_object *)error.as.object)->number = number;
    }
    return error;
}
