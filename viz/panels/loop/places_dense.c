/* places_dense.c: the places of the chips in a low panel: a section a line, so that all of them are seen; more lines where there is room for them. */
#include "parts.h"

#include <math.h>

enum {
    TITLE_WIDTH = 84,
    GAP = 8,
    AWAIT_NOTE = 188,
    OUTSIDE_NOTE = 116,
    MORE = 64,
    LEAST_PITCH = 19,
    ROOMY = 29 /* px: a line more is worth it */
};

/* Chips from left to right, each with its note, until the line is full; returns how many stand there. `more`: px at the line's end for how many do not. */
static size_t place_line(const DrawList *list, const View *view, const State *state, LoopItem *items, size_t count, size_t of, Rect line,
                         float note, float more, LoopPlaces *places)
{
    const float of_room = 0.4F;
    float x = line.x;
    for (size_t i = 0; i < count; i++) {
        float width = loop_item_width(list, view, state, &items[i]), right = line.x + line.w - (i + 1 < of ? more : 0);
        if (i > 0 && x + width + note > right) {
            LoopItem *last = places->count > 0 ? &places->items[places->count - 1] : NULL;
            if (last != NULL && note > 0) { /* nobody comes behind it: its note has the rest */
                last->note.w = fmaxf(line.x + line.w - more - GAP - last->note.x, last->note.w);
            }
            return i;
        }
        width = fminf(width, fmaxf(right - x - note, (right - x) * of_room)); /* who it is matters more than the note */
        items[i].rect = (Rect){x, line.y, width, line.h};
        float beside = right - x - width;
        if (i + 1 < of || items[i].outside == NULL) { /* else it is the last, and has the rest of the line to itself */
            beside = fminf(note, beside);
        }
        items[i].note = (Rect){x + width + 4, line.y, fmaxf(beside - GAP, 0), line.h};
        loop_add_item(places, items[i]);
        x += width + note + GAP;
    }
    return count;
}

/* px beside each sleeper: as much as the longest of the times needs. */
static float sleep_note(const DrawList *list, const View *view, const State *state, const LoopItem *items, size_t count)
{
    float widest = 0;
    for (size_t i = 0; i < count; i++) {
        char text[LOOP_LABEL];
        loop_sleep_text(view, &items[i], state->now, true, text);
        widest = fmaxf(widest, draw_text_width(list, FONT_CODE, text));
    }
    return widest + GAP + 4;
}

/* Who stands in a section; returns how many of them are in `items`. `of`: how many there are; `note`: px beside each. */
static size_t collect(const DrawList *list, const View *view, const State *state, LoopSection section, float width, LoopItem *items,
                      size_t most, size_t *of, float *note)
{
    size_t count = 0;
    *note = 0;
    switch (section) {
    case LOOP_RUNNING:
        *of = count = loop_running_item(state, &items[0]);
        *note = fmaxf(width * 0.4F, 96); /* "a callback", or the coroutine that runs */
        if (count > 0 && items[0].task == NULL && loop_item_width(list, view, state, &items[0]) > width - *note) {
            *note = 0; /* that it is one its look says too: what it does matters more */
        }
        return count;
    case LOOP_READY:
        *of = state->ready_count;
        for (; count < *of && count < most; count++) {
            items[count] = loop_ready_item(state, count);
        }
        return count;
    case LOOP_SLEEPING:
        *of = loop_sleeping(state, items, most, 0);
        count = *of < most ? *of : most;
        *note = sleep_note(list, view, state, items, count);
        return count;
    case LOOP_OUTSIDE:
        *of = loop_outside(state, items, most, 0);
        *note = OUTSIDE_NOTE;
        return *of < most ? *of : most;
    default:
        *of = loop_awaiting(state, items, most, 0);
        *note = AWAIT_NOTE;
        return *of < most ? *of : most;
    }
}

/* Every section over so many lines. `whole`: nobody is left out of those that have more than one, which needs no room to say so. */
static void place_sections(const DrawList *list, const View *view, const State *state, Rect body, const int *lines, bool whole,
                           LoopPlaces *places)
{
    LoopItem items[LOOP_ITEMS / 4];
    const size_t most = sizeof items / sizeof items[0];
    int all = 0, above = 0;
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        all += lines[section];
    }
    const float pitch = floorf(fminf(fmaxf(body.h / (float)all, LEAST_PITCH), 40)),
                height = fminf(pitch < 24 ? pitch - 2 : pitch - 4, CHIP_HEIGHT);
    places->count = 0;
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        Rect line = {body.x + TITLE_WIDTH, body.y + (float)above * pitch, body.w - TITLE_WIDTH, height};
        above += lines[section];
        places->used[section] = lines[section] > 0 && line.y + height <= body.y + body.h + 2; /* no line by half */
        if (!places->used[section]) {
            continue;
        }
        size_t of = 0, placed = 0;
        float note = 0;
        const size_t count = collect(list, view, state, (LoopSection)section, line.w, items, most, &of, &note);
        places->box[section] = line;
        places->title_y[section] = line.y + (height - 20) / 2;
        for (int i = 0; i < lines[section] && (placed < count || i == 0); i++) {
            placed += place_line(list, view, state, items + placed, count - placed, of - placed, line, note,
                                 i > 0 || (whole && lines[section] > 1) ? 0 : MORE, places);
            line.y += pitch;
        }
        places->hidden[section] = of - placed;
    }
    places->bottom = body.y + (float)all * pitch;
}

void loop_place_dense(const DrawList *list, const View *view, const State *state, Rect body, LoopPlaces *places)
{
    int lines[LOOP_SECTIONS], all = 0;
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        all += lines[section] = places->used[section];
    }
    places->dense = true;
    place_sections(list, view, state, body, lines, false, places);
    while ((float)(all + 1) * ROOMY <= body.h) { /* a line more for the section in which most are out of sight */
        int fullest = 0;
        for (int section = 1; section < LOOP_SECTIONS; section++) {
            fullest = places->hidden[section] > places->hidden[fullest] ? section : fullest;
        }
        if (places->hidden[fullest] == 0) {
            break;
        }
        lines[fullest]++;
        all++;
        place_sections(list, view, state, body, lines, false, places);
    }
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        if (lines[section] > 1 && places->hidden[section] > 0) {
            return;
        }
    }
    place_sections(list, view, state, body, lines, true, places);
}
