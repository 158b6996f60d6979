/* view_menu.c: a card a lesson, with its real timeline as the picture. */
#include "view_menu.h"

#include "menu_pictures.h"
#include "panel.h"

enum { CARD_HEIGHT = 240, CARD_GAP = 20, MENU_MARGIN = 40, MENU_HEAD = 116, CARD_PADDING = 20, MOST_LANES = 6 };

size_t menu_columns(float width) { return width >= 2200 ? 4 : width >= 1180 ? 3 : width >= 700 ? 2 : 1; }

static void draw_bar(DrawList *list, Rect bar, int state)
{
    switch (state) {
    case TASK_CREATED: draw_outline(list, bar, 2, TOKEN_DIM, 255); break;
    case TASK_AWAITING:
    case TASK_SLEEPING: draw_fill(list, bar, 2, theme_state(state), state == TASK_SLEEPING ? 110 : 80); break;
    case TASK_DONE:
    case TASK_FAILED:
    case TASK_CANCELLED:
    default: draw_fill(list, bar, 2, theme_state(state), 255); break;
    }
}

/* Where an event stands in the picture: half by its place in the order, half by its time, so that neither sleeps nor steps vanish. */
static float picture_x(const Trace *trace, size_t count, size_t index)
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
static size_t program_lanes(const Spans *spans, uint32_t lanes[MOST_LANES], size_t *last_event)
{
    size_t all = 0, count = 0;
    const uint32_t *order = spans_lanes(spans, &all);
    *last_event = 0;
    for (size_t i = 0; i < all && count < MOST_LANES; i++) {
        const Span *span = NULL;
        size_t spans_here = spans_of(spans, order[i], &span);
        if (spans_here > 0 && (count == 0 || spans_depth(spans, order[i]) > 0)) {
            lanes[count++] = order[i];
            *last_event = span[spans_here - 1].from > *last_event ? span[spans_here - 1].from : *last_event;
        }
    }
    return count;
}

static void draw_picture(DrawList *list, const MenuPicture *picture, Rect area)
{
    uint32_t lanes[MOST_LANES];
    size_t last, count = program_lanes(picture->spans, lanes, &last);
    float pitch = count > 0 ? area.h / (float)count : area.h;
    pitch = pitch < 24 ? pitch : 24;
    for (size_t i = 0; i < count; i++) {
        const Span *span = NULL;
        size_t spans_here = spans_of(picture->spans, lanes[i], &span);
        for (size_t s = 0; s < spans_here; s++) {
            float from = picture_x(picture->trace, last + 1, span[s].from);
            float to = picture_x(picture->trace, last + 1, span[s].to);
            float width = (to - from) * (area.w - 6) - 1;
            Rect bar = {area.x + from * (area.w - 6), area.y + (float)i * pitch, width > 1.5F ? width : 1.5F, pitch - 4};
            if (span[s].state >= TASK_DONE) {
                bar.w = 5;
            }
            draw_bar(list, bar, span[s].state);
        }
    }
}

static void draw_card(DrawList *list, const View *view, Rect card, size_t index)
{
    const Lesson *lesson = lesson_at(index);
    const MenuPicture *picture = menu_picture(view->pictures, index);
    bool chosen = view->ui->menu_choice == index;
    draw_fill(list, card, RADIUS_PANEL, chosen || panel_hover(view, card) ? TOKEN_RAISED : TOKEN_PANEL, 255);
    draw_outline(list, card, RADIUS_PANEL, chosen ? TOKEN_ACCENT : TOKEN_LINE, 255);
    if (chosen) {
        draw_outline(list, rect_inset(card, 1), RADIUS_PANEL - 1, TOKEN_ACCENT, 255);
    }
    float x = card.x + CARD_PADDING, width = card.w - 2 * CARD_PADDING;
    draw_textf(list, x, card.y + 16, width, FONT_SMALL, TOKEN_DIM, "Lesson %zu", index + 1);
    draw_text(list, x, card.y + 40, width, FONT_SENTENCE_BOLD, TOKEN_TEXT, lesson->title);
    panel_two_lines(list, x, card.y + 68, width, FONT_BODY, TOKEN_DIM, lesson->summary);
    if (picture) {
        draw_picture(list, picture, (Rect){x, card.y + 124, width, CARD_HEIGHT - 124 - CARD_PADDING});
    }
    draw_hit(list, card, HIT_LESSON, (uint32_t)index);
}

void view_menu(DrawList *list, const View *view, Rect area)
{
    size_t columns = menu_columns(area.w), count = lesson_count();
    size_t rows = (count + columns - 1) / columns, row = view->ui->menu_choice / columns;
    float margin = area.w > 2400 ? (area.w - 2320) / 2 : MENU_MARGIN;
    float width = (area.w - 2 * margin - (float)(columns - 1) * CARD_GAP) / (float)columns;
    /* The rows turn so far that the chosen card is whole on the screen. */
    float pitch = CARD_HEIGHT + CARD_GAP, bottom = MENU_HEAD + (float)(row + 1) * pitch, scroll = bottom > area.h ? bottom - area.h : 0;
    draw_clip(list, area);
    float y = area.y + 28 - scroll;
    draw_text(list, area.x + margin, y, 0, FONT_TITLE, TOKEN_TEXT, "Lessons");
    draw_text(list, area.x + margin, y + 40, area.w - 2 * margin, FONT_BODY, TOKEN_DIM,
              "Small programs, each running on a real event loop. Arrow keys choose, Enter opens.");
    for (size_t i = 0; i < count && rows > 0; i++) {
        Rect card = {area.x + margin + (float)(i % columns) * (width + CARD_GAP),
                     area.y + MENU_HEAD + (float)(i / columns) * pitch - scroll, width, CARD_HEIGHT};
        if (card.y < area.y + area.h && card.y + card.h > area.y) {
            draw_card(list, view, card, i);
        }
    }
    draw_unclip(list);
}
