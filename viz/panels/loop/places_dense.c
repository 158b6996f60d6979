/* places_dense.c: the places of the chips in a low panel: a section a line, so that all of them are seen. */
#include "parts.h"

#include <math.h>

enum { TITLE_WIDTH = 84, GAP = 8, AWAIT_NOTE = 188, OUTSIDE_NOTE = 116, MORE = 64, LEAST_PITCH = 19 };

/* Chips from left to right, each with its note, until the line is full; returns how many stand there. */
static size_t place_line(const DrawList *list, const View *view, const State *state, LoopItem *items, size_t count, size_t of, Rect line,
                         float note, LoopPlaces *places)
{
    const float of_room = 0.4F;
    float x = line.x;
    for (size_t i = 0; i < count; i++) {
        float width = loop_item_width(list, view, state, &items[i]), right = line.x + line.w - (i + 1 < of ? MORE : 0);
        if (i > 0 && x + width + note > right) {
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

void loop_place_dense(const DrawList *list, const View *view, const State *state, Rect body, LoopPlaces *places)
{
    LoopItem items[LOOP_ITEMS / 4];
    const size_t most = sizeof items / sizeof items[0];
    int lines = LOOP_SECTIONS - !places->used[LOOP_OUTSIDE], above = 0;
    float pitch = floorf(fminf(fmaxf(body.h / (float)lines, LEAST_PITCH), 40)),
          height = fminf(pitch < 24 ? pitch - 2 : pitch - 4, CHIP_HEIGHT);
    places->dense = true;
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        if (!places->used[section]) {
            continue;
        }
        Rect line = {body.x + TITLE_WIDTH, body.y + (float)above++ * pitch, body.w - TITLE_WIDTH, height};
        size_t count = 0, of = 0;
        float note = 0;
        places->used[section] = line.y + height <= body.y + body.h + 2; /* no line by half */
        if (!places->used[section]) {
            continue;
        }
        switch ((LoopSection)section) {
        case LOOP_RUNNING:
            of = count = loop_running_item(state, &items[0]);
            note = fmaxf(line.w * 0.4F, 96); /* "a callback", or the coroutine that runs */
            if (count > 0 && items[0].task == NULL && loop_item_width(list, view, state, &items[0]) > line.w - note) {
                note = 0; /* that it is one its look says too: what it does matters more */
            }
            break;
        case LOOP_READY:
            of = state->ready_count;
            for (; count < of && count < most; count++) {
                items[count] = loop_ready_item(state, count);
            }
            break;
        case LOOP_SLEEPING:
            of = loop_sleeping(state, items, most, 0);
            count = of < most ? of : most;
            note = sleep_note(list, view, state, items, count);
            break;
        case LOOP_OUTSIDE:
            of = loop_outside(state, items, most, 0);
            count = of < most ? of : most;
            note = OUTSIDE_NOTE;
            break;
        default:
            of = loop_awaiting(state, items, most, 0);
            count = of < most ? of : most;
            note = AWAIT_NOTE;
            break;
        }
        places->box[section] = line;
        places->title_y[section] = line.y + (height - 20) / 2;
        places->hidden[section] = of - place_line(list, view, state, items, count, of, line, note, places);
    }
    places->bottom = body.y + (float)lines * pitch;
}
