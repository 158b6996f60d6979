/* mutants.c: a recording in which anything may be written is drawn, with every axis and option, without a fault.

   LOOPSCOPE_SEED=n tries other ones, LOOPSCOPE_MUTANTS=20000 so many; with the preset sanitize, arithmetic is watched as well. */
#include "app/parts.h"
#include "support/mutate.h"
#include "support/runs.h"
#include "trace/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LESSONS = 3, TRACES = LESSONS + RUN_COUNT, USUAL_MUTANTS = 300, FRAMES = 6, CHANGES = 12 };

typedef struct Bytes {
    unsigned char *bytes; /* owned */
    size_t count, room;
} Bytes;

typedef struct Mutants {
    Bytes originals[TRACES];
    DrawList frame;
    uint64_t seed, state;
    size_t number, drawn;
} Mutants;

static uint64_t choose_any(Mutants *mutants)
{
    mutants->state = mutants->state * 6364136223846793005U + 1442695040888963407U;
    return mutants->state >> 16;
}

static size_t choose(Mutants *mutants, size_t below) { return (size_t)(choose_any(mutants) >> 8) % below; }

static bool keep(void *context, const void *bytes, size_t length)
{
    Bytes *kept = context;
    if (kept->count + length > kept->room) {
        kept->room = (kept->count + length) * 2;
        unsigned char *bigger = realloc(kept->bytes, kept->room);
        assert_non_null(bigger);
        kept->bytes = bigger;
    }
    memcpy(kept->bytes + kept->count, bytes, length);
    kept->count += length;
    return true;
}

/* As a recorder of Python programs writes them, about tasks that exist and one that does not. */
static void add_remark(Trace *trace)
{
    static const char what[] = "{T1} waits for {T2}, {T77} and {T99999999}: that {T} never comes", advice[] = "Ask {T3}.";
    TraceSink sink = trace_sink(trace);
    Event remark = {.kind = EV_REMARK, .detail = REMARK_NO_END, .a = 1, .t = trace_event(trace, trace_count(trace) - 1)->t};
    remark.b = sink.text(sink.context, what, sizeof what - 1);
    remark.c = sink.text(sink.context, advice, sizeof advice - 1);
    sink.event(sink.context, &remark);
    Event name = {.kind = EV_NAME, .b = ref_make(REF_FUTURE, 1), .c = remark.c, .t = remark.t};
    sink.event(sink.context, &name);
}

static void write_down(Bytes *original, size_t number)
{
    Trace *trace = number < LESSONS ? trace_new() : runs_record((int)(number - LESSONS));
    assert_non_null(trace);
    if (number < LESSONS) {
        lesson_record(lesson_at(number), trace_sink(trace));
        add_remark(trace);
    }
    TraceWriter *writer = trace_writer_new(keep, original);
    assert_non_null(writer);
    trace_replay(trace, trace_writer_sink(writer));
    trace_writer_free(writer);
    trace_free(trace);
}

/* The 64 bits of a time are drawn from the values at which sums and products go wrong, and those which make the axis long. */
static void change_time(Mutants *mutants, unsigned char *record, size_t at)
{
    static const int64_t times[] = {
        0,         1,         999, INT64_C(1) << 61, (INT64_C(1) << 61) - 1, (INT64_C(1) << 61) + 1, -(INT64_C(1) << 61),
        INT64_MAX, INT64_MIN, -1,  INT64_C(1) << 60, INT64_C(1) << 40,       INT64_C(999999999),     31536000000000000};
    int64_t time = times[choose(mutants, sizeof times / sizeof times[0])];
    for (size_t i = 0; i < 8; i++) {
        record[at + i] = (unsigned char)((uint64_t)time >> (8 * i));
    }
}

static void change_one(Mutants *mutants, Bytes *mutant)
{
    enum { RECORD = STREAM_RECORD };
    unsigned char *one = mutant->bytes + (1 + choose(mutants, mutant->count / RECORD - 1)) * RECORD;
    switch (choose(mutants, 4)) {
    case 0: change_time(mutants, one, 8); break;
    case 1: change_time(mutants, one, 24); break;
    case 2: /* all from here on lies later, or earlier */
        for (unsigned char *record = one, *end = mutant->bytes + mutant->count; record + RECORD <= end; record += RECORD) {
            record[12]++;
        }
        break;
    default: mutant->count = mutate_record(mutant->bytes, mutant->count, mutant->room, (uint32_t)choose_any(mutants)); break;
    }
}

static void use_it(Mutants *mutants, const Trace *trace)
{
    static const float sizes[][2] = {{960, 600}, {1440, 900}, {3840, 2160}, {400, 300}};
    App app;
    assert_true(app_init(&app));
    assert_true(app_open(&app, trace, NULL, LIVE_NONE));
    int64_t now = 1000000000;
    for (size_t i = 0; i < FRAMES; i++) {
        const float *size = sizes[choose(mutants, sizeof sizes / sizeof sizes[0])];
        app.ui.axis = (Axis)(i % (AXIS_STEPS + 1));
        app.ui.all_links = choose(mutants, 2) == 1;
        if (choose(mutants, 3) == 0) {
            app_command(&app, COMMAND_REMARK_NEXT, now); /* the cards with the remarks */
        }
        app.ui.selected = (uint32_t)choose(mutants, spans_task_count(app.spans) + 1);
        player_seek(&app.player, app.trace, choose(mutants, trace_count(app.trace) + 1)); /* in predict mode it is shorter */
        for (size_t commands = choose(mutants, 3); commands > 0; commands--) {
            app_command(&app, (Command)choose(mutants, COMMAND_COUNT), now);
        }
        now += 1000000 * (int64_t)choose(mutants, 3000);
        app_tick(&app, now);
        drawlist_clear(&mutants->frame);
        app_draw(&app, &mutants->frame, size[0], size[1], now);
        for (size_t command = 0; command < mutants->frame.count; command++) {
            Rect rect = mutants->frame.commands[command].rect;
            if (!isfinite(rect.x) || !isfinite(rect.y) || !isfinite(rect.w) || !isfinite(rect.h)) {
                fail_msg("seed %llu, mutant %zu: something is drawn nowhere", (unsigned long long)mutants->seed, mutants->number);
            }
        }
        mutants->drawn++;
    }
    app_free(&app);
}

static void read_and_draw(Mutants *mutants, const Bytes *mutant)
{
    Trace *trace = trace_new();
    TraceReader *reader = trace_reader_new(trace);
    assert_non_null(reader);
    bool well = trace_reader_feed(reader, mutant->bytes, mutant->count) && trace_reader_finish(reader);
    assert_true(well || trace_reader_error(reader) != NULL);
    if (trace_count(trace) > 0) { /* what came before the damage is shown */
        use_it(mutants, trace);
    }
    trace_reader_free(reader);
    trace_free(trace);
}

static void anything_in_a_recording_is_drawn(void **state)
{
    (void)state;
    const char *seed = getenv("LOOPSCOPE_SEED"), *wanted = getenv("LOOPSCOPE_MUTANTS");
    size_t count = wanted ? (size_t)strtoul(wanted, NULL, 10) : USUAL_MUTANTS;
    Mutants mutants = {.seed = seed ? strtoull(seed, NULL, 10) : 1};
    drawlist_init(&mutants.frame, drawlist_stub_metrics());
    for (size_t i = 0; i < TRACES; i++) {
        write_down(&mutants.originals[i], i);
    }
    for (mutants.number = 0; mutants.number < count; mutants.number++) {
        mutants.state = (mutants.seed + mutants.number) * 2654435769U + 1; /* each mutant can be made alone */
        Bytes mutant = {.count = 0};
        const Bytes *original = &mutants.originals[choose(&mutants, TRACES)];
        keep(&mutant, original->bytes, original->count);
        for (size_t changes = 1 + choose(&mutants, CHANGES); changes > 0; changes--) {
            change_one(&mutants, &mutant);
        }
        read_and_draw(&mutants, &mutant);
        free(mutant.bytes);
    }
    printf("seed %llu: %zu mutants, %zu frames\n", (unsigned long long)mutants.seed, count, mutants.drawn);
    assert_true(mutants.drawn >= count / 2 * FRAMES);
    for (size_t i = 0; i < TRACES; i++) {
        free(mutants.originals[i].bytes);
    }
    drawlist_free(&mutants.frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(anything_in_a_recording_is_drawn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
