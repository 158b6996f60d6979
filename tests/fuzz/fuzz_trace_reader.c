/* fuzz_trace_reader.c: any bytes, as a recording: read, told as JSON Lines, written again, and looked at in every moment as the window does. */
#include "words/narrate/narrate.h"
#include "model/player.h"
#include "support/mutate.h"
#include "words/predict/predict.h"
#include "trace/jsonl.h"
#include "trace/stream.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t room);

static bool forget(void *context, const void *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return true;
}

static void write_again(const Trace *trace, FILE *nowhere)
{
    TraceWriter *writer = trace_writer_new(forget, NULL);
    if (writer != NULL) {
        trace_replay(trace, trace_writer_sink(writer));
        trace_writer_free(writer);
    }
    trace_write_jsonl(trace, nowhere);
}

enum { MOMENTS = 60 }; /* looked at, of a long recording */

static void look_at(const Trace *trace, FILE *nowhere)
{
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    if (model != NULL && spans != NULL) {
        spans_update(spans);
        const Span *first;
        for (uint32_t task = 0; task <= spans_task_count(spans); task++) {
            spans_of(spans, task, &first);
        }
        size_t count = trace_count(trace), step = count / MOMENTS + 1;
        for (size_t n = 0; n <= count; n += step) {
            Sentence sentence;
            narrate(LANGUAGE_ENGLISH, model, spans, trace, n, &sentence);
            for (StepSize size = 0; size < STEP_SIZE_COUNT; size++) {
                Question question;
                predict_question(LANGUAGE_ENGLISH, trace, model, spans, n, player_target(spans, trace, n, size, 1), &question);
            }
            const State *state = model_at(model, count - n);
            if (state != NULL) {
                state_dump(state, trace, nowhere);
            }
        }
    }
    spans_free(spans);
    model_free(model);
}

/* The first byte says how long the pieces are in which the rest arrives. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static FILE *nowhere;
    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
    }
    if (length == 0 || nowhere == NULL) {
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
        write_again(trace, nowhere);
        look_at(trace, nowhere);
    }
    trace_reader_free(reader);
    trace_free(trace);
    return 0;
}

enum { BEFORE = 1 }; /* bytes before the first record */

/* Half of the changes are to whole records, or to one field of one. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed)
{
    uint32_t state = seed;
    bool is_recording = length >= BEFORE + 3 * STREAM_RECORD;
    if (!is_recording || mutate_next(&state) % 2 == 0) {
        return LLVMFuzzerMutate(bytes, length, room);
    }
    return BEFORE + mutate_record(bytes + BEFORE, length - BEFORE, room - BEFORE, state);
}
