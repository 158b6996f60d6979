/* fuzz_trace_reader.c: any bytes, as a recording: read, told as JSON Lines, and written again. */
#include "trace_jsonl.h"
#include "trace_stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool forget(void *context, const void *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return true;
}

static void write_again(const Trace *trace)
{
    TraceWriter *writer = trace_writer_new(forget, NULL);
    if (writer != NULL) {
        trace_replay(trace, trace_writer_sink(writer));
        trace_writer_free(writer);
    }
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL) {
        trace_write_jsonl(trace, nowhere);
        fclose(nowhere);
    }
}

/* The first byte says how long the pieces are in which the rest arrives. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0) {
        return 0;
    }
    size_t piece = bytes[0] == 0 ? length : bytes[0];
    Trace *trace = trace_new();
    TraceReader *reader = trace != NULL ? trace_reader_new(trace) : NULL;
    bool well = reader != NULL;
    for (size_t at = 1; well && at < length; at += piece) {
        well = trace_reader_feed(reader, bytes + at, length - at < piece ? length - at : piece);
    }
    if (well) {
        well = trace_reader_finish(reader);
    }
    if (reader != NULL && !well && trace_reader_error(reader) == NULL) {
        abort(); /* what went wrong has a sentence */
    }
    if (trace != NULL) {
        write_again(trace);
    }
    trace_reader_free(reader);
    trace_free(trace);
    return 0;
}
