/* record_program.c: runs a program in virtual time, with its main renamed program_main, and writes its events as JSON Lines. */
#include "async.h"
#include "trace_jsonl.h"

int program_main(void);

int main(void)
{
    Trace *trace = trace_new();
    if (!trace) {
        fprintf(stderr, "record_program: out of memory\n");
        return 1;
    }
    TraceSink sink = trace_sink(trace);
    async_settings settings = {.virtual_time = true, .quiet = true, .sink = &sink};
    async_use(&settings);
    int status = program_main();
    async_use(NULL);
    if (trace_full(trace) || !trace_write_jsonl(trace, stdout)) {
        fprintf(stderr, "record_program: the events could not be written\n");
        status = 1;
    }
    trace_free(trace);
    return status;
}
