/* origin.c: see origin.h. */
#include "origin.h"

static bool is_private(const char *coroutine)
{
    const char *last = strrchr(coroutine, '.');
    return trace_is_library(coroutine) && last[1] == '_';
}

bool origin_is_library(const Trace *trace, const Event *made)
{
    return made->by != TRACE_NOBODY &&
           (is_private(trace_text(trace, made->c)) || (made->d != 0 && trace_is_library_file(trace_place(trace, made->d)->file)));
}

bool origin_is_program(const Trace *trace, const Event *enter)
{
    return enter->c != 0 && !trace_is_library(trace_text(trace, enter->b)) && !trace_is_library_file(trace_place(trace, enter->c)->file);
}
