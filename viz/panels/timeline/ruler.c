/* ruler.c: the times above the timeline: round ones, and rounder ones first where there is not room for all. */
#include "parts.h"

#include <math.h>

enum { MOST_TICKS = 200, DEEPEST = 30, ROOM = 16 };

typedef struct Tick {
    int64_t time;   /* ns */
    float x, width; /* px; of the label, with the room that it needs */
    int depth;      /* 0: the roundest */
    bool shown;
} Tick;

typedef struct Ticks {
    Tick ticks[MOST_TICKS]; /* rising */
    size_t count;
} Ticks;

/* The longest of 1, 2 and 5 times a power of ten, ns, that is not above `most`; at least 1. */
static int64_t nice_step(int64_t most)
{
    int64_t step = 1;
    for (int64_t power = 1; power <= most; power *= 10) {
        step = power * 5 <= most ? power * 5 : power * 2 <= most ? power * 2 : power;
        if (power > INT64_MAX / 50) {
            break;
        }
    }
    return step;
}

static float time_x(const Timeline *timeline, int64_t ns)
{
    const TimelinePlace *place = &timeline->place;
    return timeline_place_x(place, axis_time(place->map, place->axis, ns));
}

static void add_tick(const Timeline *timeline, Ticks *ticks, int64_t time, int depth)
{
    char text[32];
    if (ticks->count < MOST_TICKS) {
        float width = draw_text_width(timeline->list, FONT_CODE, axis_time_text(time, text, sizeof text)) + ROOM;
        ticks->ticks[ticks->count++] = (Tick){time, time_x(timeline, time), width, depth, false};
    }
}

/* Round times between two others. The elastic axis squeezes most of them: where much room is left, less round ones fill it. */
static void add_between(const Timeline *timeline, Ticks *ticks, int64_t from, int64_t to, int depth)
{
    const float enough = 240; /* px without a tick */
    float left = time_x(timeline, from), right = time_x(timeline, to);
    Rect plot = timeline->place.plot;
    if (depth > DEEPEST || fminf(right, plot.x + plot.w) - fmaxf(left, plot.x) < enough || to - from < 2) {
        return;
    }
    int64_t step = nice_step((to - from) / (depth == 0 ? 3 : 2)); /* at least one is inside */
    while (to - from > step - from % step) {
        int64_t tick = from - from % step + step;
        add_between(timeline, ticks, from, tick, depth + 1);
        add_tick(timeline, ticks, tick, depth);
        from = tick;
    }
    add_between(timeline, ticks, from, to, depth + 1);
}

/* The roundest first: a less round one is shown only where it stands in nobody's way. */
static void choose_ticks(Ticks *ticks, float right)
{
    for (int depth = 0; depth <= DEEPEST; depth++) {
        float free_from = -INFINITY;
        for (size_t i = 0; i < ticks->count; i++) {
            Tick *tick = &ticks->ticks[i];
            if (!tick->shown && tick->depth == depth && tick->x >= free_from) {
                float free_to = right + ROOM;
                for (size_t k = i + 1; k < ticks->count; k++) {
                    if (ticks->ticks[k].shown) {
                        free_to = fminf(free_to, ticks->ticks[k].x);
                        break;
                    }
                }
                tick->shown = tick->x + tick->width <= free_to;
            }
            free_from = tick->shown ? tick->x + tick->width : free_from;
        }
    }
}

/* A label stands right of its tick; where the cursor's handle would cover it, right of that, and at the plot's end left of it. Negative: nowhere. */
static float label_x(const Timeline *timeline, float tick, float width, float free_from, float most)
{
    const float clear = 11; /* px beside the cursor that its handle takes */
    bool covered = timeline->cursor + clear > tick && timeline->cursor - clear < tick + width;
    float right = timeline->cursor + clear, left = timeline->cursor - clear - width;
    return !covered ? tick : right + width <= most ? right : left >= free_from ? left : -1;
}

void timeline_ruler(const Timeline *timeline)
{
    Rect plot = timeline->place.plot;
    DrawList *list = timeline->list;
    const TimelinePlace *place = &timeline->place;
    if (trace_count(timeline->view->trace) == 0) { /* there is no time yet */
        return;
    }
    int64_t from = axis_time_at(place->map, place->axis, timeline_place_units(place, plot.x));
    int64_t to = axis_time_at(place->map, place->axis, timeline_place_units(place, plot.x + plot.w));
    float y = plot.y - 20, free_from = plot.x - 4;
    char text[32];
    Ticks ticks = {.count = 0};
    if (from >= 0 && to >= from && to < INT64_MAX) { /* a damaged recording may say other things */
        if (from == 0 && time_x(timeline, 0) >= plot.x) {
            add_tick(timeline, &ticks, 0, 0);
        }
        add_between(timeline, &ticks, from, to + 1, 0);
    }
    const float most = plot.x + plot.w + 12;
    choose_ticks(&ticks, most);
    size_t drawn = 0;
    for (size_t i = 0; i < ticks.count; i++) {
        const Tick *tick = &ticks.ticks[i];
        if (tick->shown && tick->x >= free_from) { /* the cursor may have moved the label before */
            draw_fill(list, (Rect){tick->x, plot.y - 2, 1, plot.h + 2}, 0, TOKEN_GRID, 255);
            float label = label_x(timeline, tick->x, tick->width - ROOM, free_from, most);
            if (label >= 0) {
                draw_text(list, label, y, 0, FONT_CODE, TOKEN_DIM, axis_time_text(tick->time, text, sizeof text));
                free_from = label + tick->width;
                drawn++;
            }
        }
    }
    if (drawn == 0) { /* all that is seen lies between two ticks: say at least when */
        draw_text(list, plot.x, y, 0, FONT_CODE, TOKEN_DIM, axis_time_text(from, text, sizeof text));
    }
}
