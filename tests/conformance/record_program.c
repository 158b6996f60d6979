/* record_program.c: runs a program in virtual time, with its main renamed program_main, and writes its events as JSON Lines; or runs it with too little memory.

   program_NAME              writes the events
   program_NAME --recording  writes them as a recording, which the window opens
   program_NAME --real       the same by the real clock, over the sockets of the system
   (all as the Python that LOOPSCOPE_RULES names, "3.11.7")
   program_NAME --scarce     runs it once with all the memory it wants, then again and again, with less: each time another allocation fails, and
                             all that follow, or only that one. Each run must end in a clean way. A leak or a wrong access is for a sanitizer to find. */
#include "async.h"
#include "trace/jsonl.h"
#include "trace/stream.h"

#include <stdlib.h>
#include <string.h>

#include "support/failing_memory.h"

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

static int record(bool (*write)(const Trace *trace), bool real)
{
    Trace *trace = trace_new();
    if (!trace) {
        fprintf(stderr, "record_program: out of memory\n");
        return 1;
    }
    TraceSink sink = trace_sink(trace);
    const char *rules = getenv("LOOPSCOPE_RULES");
    async_settings settings = {.virtual_time = !real, .quiet = true, .sink = &sink, .rules = rules ? async_rules_of(rules) : 0};
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

enum { RUNS = 2000 };                               /* at most: of a program with more allocations, not every one is made to fail */
extern const int scarce_runs __attribute__((weak)); /* so many instead: of a program whose runs take long */

static int run_with(long allocations, bool then_more)
{
    memory = (FailingMemory){.left = allocations, .returns = then_more};
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .turn_limit = 10000});
    int status = program_main();
    async_use(NULL);
    return status;
}

/* Where the pool keeps what one run frees, the next asks for little or nothing: it is the build with sanitizers, which has no pool, that fails everywhere. */
static int run_scarcely(bool then_more)
{
    int usual = run_with(LONG_MAX, false);
    long used = LONG_MAX - memory.left, step = used / (&scarce_runs ? scarce_runs : RUNS) + 1;
    for (long allowed = 0; allowed < used; allowed += step) {
        int status = run_with(allowed, then_more);
        if (status != 0 && status != 1 && status != 3 && status != 130 && status != usual) {
            fprintf(stderr, "record_program: with %ld allocations%s the run ended with status %d\n", allowed,
                    then_more ? " and then one that failed" : "", status);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *how = argc == 2 ? argv[1] : "";
    if (strcmp(how, "--scarce") == 0) {
        return run_scarcely(false) != 0 || run_scarcely(true) != 0;
    }
    return record(strcmp(how, "--recording") == 0 ? write_recording : write_lines, strcmp(how, "--real") == 0);
}
