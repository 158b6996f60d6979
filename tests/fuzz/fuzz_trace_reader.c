/* fuzz_trace_reader.c: any bytes, as a recording: read, told as JSON Lines, written again, and looked at in every moment as the window does. */
#include "words/narrate/narrate.h"
#include "model/player.h"
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
            narrate(model, spans, trace, n, &sentence);
            for (StepSize size = 0; size < STEP_SIZE_COUNT; size++) {
                Question question;
                predict_question(trace, model, spans, n, player_target(spans, trace, n, size, 1), &question);
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

/* The number after `*state`: any generator does, as long as a seed gives the same change again. */
static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

enum { RECORD = STREAM_RECORD, BEFORE = 1 }; /* bytes before the first record */

/* Half of the changes are to whole records, or to one field of one: changes to bytes alone rarely leave anything that is still a recording. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed)
{
    uint32_t state = seed;
    size_t records = length < BEFORE ? 0 : (length - BEFORE) / RECORD;
    if (records < 3 || next_number(&state) % 2 == 0) {
        return LLVMFuzzerMutate(bytes, length, room);
    }
    uint8_t *one = bytes + BEFORE + (1 + next_number(&state) % (records - 1)) * RECORD;
    uint8_t *other = bytes + BEFORE + (1 + next_number(&state) % (records - 1)) * RECORD;
    size_t behind = length - (size_t)(one - bytes);
    static const uint8_t starts[] = {0, 1, 2, 4, 8, 16, 20, 24, 28}, sizes[] = {1, 1, 2, 4, 8, 4, 4, 4, 4};
    size_t field = next_number(&state) % sizeof starts;
    switch (next_number(&state) % 6) {
    case 0: /* leave one out */ memmove(one, one + RECORD, behind - RECORD); return length - RECORD;
    case 1: /* tell one again, in another place */
        if (length + RECORD <= room) {
            uint8_t copy[RECORD];
            memcpy(copy, other, RECORD);
            memmove(one + RECORD, one, behind);
            memcpy(one, copy, RECORD);
            return length + RECORD;
        }
        break;
    case 2: { /* one in the place of the other */
        uint8_t copy[RECORD];
        memcpy(copy, one, RECORD);
        memmove(one, other, RECORD);
        memcpy(other, copy, RECORD);
        break;
    }
    case 3: /* a field of one is that of another */ memmove(one + starts[field], other + starts[field], sizes[field]); break;
    case 4: /* a field is a little more or less */ one[starts[field]] = (uint8_t)(one[starts[field]] + next_number(&state) % 7 - 3); break;
    default: LLVMFuzzerMutate(one + starts[field], sizes[field], sizes[field]); break;
    }
    return length;
}
