/* ghost.c: see ghost.h. */
#include "ghost.h"

#include <stdlib.h>

Ghost *ghost_new(Trace *trace, Spans *spans, Model *model)
{
    Ghost *ghost = malloc(sizeof *ghost);
    if (ghost) {
        *ghost = (Ghost){trace, spans, model};
    }
    return ghost;
}

void ghost_free(Ghost *ghost)
{
    if (ghost) {
        spans_free(ghost->spans);
        model_free(ghost->model);
        trace_free(ghost->trace);
        free(ghost);
    }
}

int64_t ghost_duration(const Trace *trace)
{
    size_t count = trace_count(trace);
    return count > 0 ? trace_event(trace, count - 1)->t : 0;
}

int64_t ghost_end(const Ghost *ghost) { return ghost_duration(ghost->trace); }
