/* live_child.c: a lesson by the real clock, its events sent the moment they tell something. */
#include "live_child.h"

#include "trace/sender.h"

int live_child(const Lesson *lesson, const KnobValues *values, int descriptor)
{
    TraceSender *sender = trace_sender_new(descriptor);
    if (sender == NULL) {
        return 1;
    }
    int status = lesson_run(lesson, values, trace_sender_sink(sender), true);
    bool sent = trace_sender_flush(sender);
    trace_sender_free(sender);
    return sent ? status : 1;
}
