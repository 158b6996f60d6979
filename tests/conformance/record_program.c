/* record_program.c: runs a program in virtual time, with its main renamed program_main, and writes its events as JSON Lines; or runs it with too little memory.

   program_NAME              writes the events
   program_NAME --recording  writes them as a recording, which the window opens
   program_NAME --scarce     runs it once with all the memory it wants, then again and again, with less: each time another allocation is the first to fail.
                          Each run must end in a clean way. A leak or a wrong access is for a sanitizer to find. */
#include "async.h"
#include "trace_jsonl.h"
#include "trace_stream.h"

#include <stdlib.h>
#include <string.h>

int program_main(void);

static bool write_bytes(void *context, const void *bytes, size_t length) { return fwrite(bytes, 1, length, context) == length; }

static bool write_recording(const Trace *trace)
{
    TraceWriter *writer = trace_writer_new(write_bytes, stdout);
    if (!writer) {
        return false;
    }
    trace_replay(trace, trace_writer_sink(writer));
    bool written = trace_writer_flush(writer);
    trace_writer_free(writer);
    return written && fflush(stdout) == 0;
}

static int record(bool (*write)(const Trace *trace))
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
    if (trace_full(trace) || !write(trace)) {
        fprintf(stderr, "record_program: the events could not be written\n");
        status = 1;
    }
    trace_free(trace);
    return status;
}

static bool write_lines(const Trace *trace) { return trace_write_jsonl(trace, stdout); }

enum { RUNS = 2000 }; /* at most: of a program with more allocations, not every one is made to fail */

static long left;

static void *allocate(void *context, size_t size)
{
    (void)context;
    return left-- > 0 ? malloc(size) : NULL;
}

static int run_with(long allocations)
{
    left = allocations;
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .turn_limit = 10000, .allocate = allocate});
    int status = program_main();
    async_use(NULL);
    return status;
}

/* The smallest numbers first: what one run frees, the next may find in the pool. */
static int run_scarcely(void)
{
    long enough = 64;
    for (run_with(enough); left < 0; run_with(enough)) { /* it asked for more than it got */
        enough *= 2;
    }
    long used = enough - left, step = used / RUNS + 1;
    for (long allowed = 0; allowed < used; allowed += step) {
        int status = run_with(allowed);
        if (status != 0 && status != 1 && status != 3) {
            fprintf(stderr, "record_program: with %ld allocations the run ended with status %d\n", allowed, status);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *how = argc == 2 ? argv[1] : "";
    return strcmp(how, "--scarce") == 0 ? run_scarcely() : record(strcmp(how, "--recording") == 0 ? write_recording : write_lines);
}
