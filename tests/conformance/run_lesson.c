/* run_lesson.c: records one lesson and writes it as JSON Lines: the engine's side of the comparison. */
#include "lesson.h"
#include "trace_jsonl.h"

int main(int count, char **arguments)
{
    const Lesson *lesson = count == 2 ? lesson_find(arguments[1]) : NULL;
    if (!lesson) {
        fprintf(stderr, "run_lesson: needs the name of a lesson\n");
        return 2;
    }
    Trace *trace = trace_new();
    if (!trace) {
        fprintf(stderr, "run_lesson: out of memory\n");
        return 1;
    }
    int status = lesson_record(lesson, trace_sink(trace));
    if (trace_full(trace) || !trace_write_jsonl(trace, stdout)) {
        fprintf(stderr, "run_lesson: the events could not be written\n");
        status = 1;
    }
    trace_free(trace);
    return status;
}
