/* pictures.c: records lessons once, and keeps the bars of their first tasks. */
#include "pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct MenuPictures {
    size_t count;
    bool recorded;
    MenuPicture pictures[];
};

/* Where an event stands in the picture: half by its place in the order, half by its time, so that neither sleeps nor steps vanish. */
static float place_of(const Trace *trace, size_t count, size_t index)
{
    if (count < 2) {
        return 0;
    }
    index = index < count ? index : count - 1;
    int64_t end = trace_event(trace, count - 1)->t;
    double order = (double)index / (double)(count - 1), time = end > 0 ? (double)trace_event(trace, index)->t / (double)end : order;
    return (float)(0.6 * order + 0.4 * time);
}

/* The first tasks of the program; those which only close the loop down are made outside it, after the first. */
static size_t program_lanes(const Spans *spans, uint32_t lanes[MENU_LANES], size_t *last_event)
{
    size_t all = 0, count = 0;
    const uint32_t *order = spans_lanes(spans, &all);
    *last_event = 0;
    for (size_t i = 0; i < all && count < MENU_LANES; i++) {
        const Span *span = NULL;
        size_t spans_here = spans_of(spans, order[i], &span);
        if (spans_here > 0 && (count == 0 || spans_depth(spans, order[i]) > 0)) {
            lanes[count++] = order[i];
            *last_event = span[spans_here - 1].from > *last_event ? span[spans_here - 1].from : *last_event;
        }
    }
    return count;
}

static void put(MenuPicture *picture, MenuPicture next)
{
    free(picture->bars);
    *picture = next;
}

static void draw_up(MenuPicture *picture, const Trace *trace, const Spans *spans)
{
    uint32_t lanes[MENU_LANES];
    size_t last, most = 0;
    MenuPicture next = {.lanes = program_lanes(spans, lanes, &last)};
    const Span *span = NULL;
    for (size_t lane = 0; lane < next.lanes; lane++) {
        most += spans_of(spans, lanes[lane], &span);
    }
    most = most < MENU_BARS ? most : MENU_BARS;
    next.bars = most > 0 ? calloc(most, sizeof *next.bars) : NULL;
    for (size_t lane = 0; next.bars && lane < next.lanes; lane++) {
        size_t spans_here = spans_of(spans, lanes[lane], &span);
        for (size_t s = 0; s < spans_here && next.count < most; s++) {
            next.bars[next.count++] = (MenuBar){(uint32_t)lane, (int)span[s].state, place_of(trace, last + 1, span[s].from),
                                                place_of(trace, last + 1, span[s].to)};
        }
    }
    put(picture, next);
}

MenuPictures *menu_pictures_new(LessonList lessons)
{
    MenuPictures *pictures = calloc(1, sizeof *pictures + lessons.count * sizeof pictures->pictures[0]);
    if (pictures) {
        pictures->count = lessons.count;
    }
    return pictures;
}

void menu_pictures_free(MenuPictures *pictures)
{
    for (size_t i = 0; pictures && i < pictures->count; i++) {
        free(pictures->pictures[i].bars);
    }
    free(pictures);
}

void menu_pictures_record(MenuPictures *pictures, LessonList lessons)
{
    for (size_t i = 0; pictures && !pictures->recorded && i < pictures->count && i < lessons.count; i++) {
        Trace *trace = lesson_is_own(&lessons.lesson[i]) ? NULL : trace_new();
        Spans *spans = NULL;
        if (trace) {
            lesson_record(&lessons.lesson[i], trace_sink(trace));
            spans = spans_new(trace);
        }
        if (spans) {
            spans_update(spans); /* what it covers when something is wrong is still a picture */
            draw_up(&pictures->pictures[i], trace, spans);
        }
        spans_free(spans);
        trace_free(trace);
    }
    if (pictures) {
        pictures->recorded = true;
    }
}

const MenuPicture *menu_picture(const MenuPictures *pictures, size_t lesson_index)
{
    return pictures && lesson_index < pictures->count && pictures->pictures[lesson_index].count > 0 ? &pictures->pictures[lesson_index]
                                                                                                    : NULL;
}

void menu_pictures_put(MenuPictures *pictures, size_t lesson_index, const Trace *trace, const Spans *spans)
{
    if (pictures && lesson_index < pictures->count) {
        draw_up(&pictures->pictures[lesson_index], trace, spans);
    }
}

/* "0:2:0-2500 ...": lane, state, and from where to where, in ten-thousandths. */
char *menu_picture_text(const MenuPicture *picture)
{
    enum { LONGEST = 40 /* bytes of a bar */ };
    char *text = picture ? malloc(picture->count * LONGEST + 1) : NULL;
    if (text) {
        size_t length = 0;
        text[0] = '\0';
        for (size_t i = 0; i < picture->count; i++) {
            const MenuBar *bar = &picture->bars[i];
            length += (size_t)snprintf(text + length, LONGEST, "%s%u:%d:%d-%d", i > 0 ? " " : "", (unsigned)bar->lane, bar->state,
                                       (int)(bar->from * 10000), (int)(bar->to * 10000));
        }
    }
    return text;
}

static bool read_bar(const char **text, MenuBar *bar)
{
    unsigned lane = 0, state = 0, from = 0, to = 0;
    int length = 0;
    bool good = sscanf(*text, "%2u:%2u:%5u-%5u%n", &lane, &state, &from, &to, &length) == 4 && length > 0 && lane < MENU_LANES &&
                state < TASK_STATE_COUNT && from <= to && to <= 10000;
    *bar = (MenuBar){lane, (int)state, (float)from / 10000, (float)to / 10000};
    *text += length;
    *text += strspn(*text, " ");
    return good;
}

bool menu_pictures_read(MenuPictures *pictures, size_t lesson_index, const char *text)
{
    MenuPicture next = {.bars = calloc(MENU_BARS, sizeof *next.bars)};
    bool good = next.bars != NULL && pictures != NULL && lesson_index < pictures->count;
    while (good && *text != '\0') {
        MenuBar bar;
        good = next.count < MENU_BARS && read_bar(&text, &bar);
        if (good) {
            next.bars[next.count++] = bar;
            next.lanes = bar.lane + 1 > next.lanes ? bar.lane + 1 : next.lanes;
        }
    }
    if (good) {
        put(&pictures->pictures[lesson_index], next);
    } else {
        free(next.bars);
    }
    return good;
}
