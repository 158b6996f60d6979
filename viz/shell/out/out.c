/* out.c: see out.h: what all formats ask of a run. */
#include "out.h"

const char *out_label(const OutRun *run, uint32_t task, char buffer[OUT_LABEL])
{
    model_task_label(run->model, ref_make(REF_TASK, task), buffer, OUT_LABEL);
    return buffer;
}

int64_t out_end_of_run(const OutRun *run)
{
    size_t count = trace_count(run->trace);
    return count > 0 ? trace_event(run->trace, count - 1)->t : 0;
}

int64_t out_end(const OutRun *run, const Span *span) { return span->to == UINT32_MAX ? out_end_of_run(run) : span->to_time; }
