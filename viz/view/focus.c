/* focus.c: finding the area that has the keyboard's focus in a frame, its ring, and the spotlight on a panel. */
#include "focus.h"

#include <math.h>
#include <stdint.h>

enum { RING_GAP = 2, RING_INSET = 4, SAME_ROW = 10, SPOTLIGHT_SHADE = 205 };

/* Whether the keys choose it in that panel. */
static bool chosen_by_keys(Panel panel, HitKind kind)
{
    switch (kind) {
    case HIT_COMMAND:
    case HIT_KNOB:
    case HIT_SPEED:
    case HIT_REMARK:
    case HIT_LESSON:
    case HIT_WAY:
    case HIT_ORDER:
    case HIT_ANSWER:
    case HIT_TABLE:
    case HIT_COLUMN:
    case HIT_TERM:
    case HIT_CHOICE: return panel != PANEL_TIMELINE;
    case HIT_LINE: return panel == PANEL_PROGRAM;
    case HIT_TASK:
    case HIT_ENTRY:
    case HIT_PICK:
    case HIT_EVENT: return panel == PANEL_LOOP || panel == PANEL_OUTPUT || panel == PANEL_SENTENCE;
    default: return false; /* places to drag, and what a command reaches from everywhere */
    }
}

bool focus_panel_drawn(const DrawList *frame, size_t panel)
{
    for (size_t i = 0; i < frame->hit_count; i++) {
        if (frame->hits[i].kind == HIT_PANEL && (size_t)frame->hits[i].id + 1 == panel) {
            return true;
        }
    }
    return false;
}

static bool read_before(const HitArea *a, const HitArea *b)
{
    float a_middle = a->rect.y + a->rect.h / 2, b_middle = b->rect.y + b->rect.h / 2;
    return fabsf(a_middle - b_middle) < SAME_ROW ? a->rect.x < b->rect.x : a_middle < b_middle;
}

size_t focus_areas(const DrawList *frame, size_t panel, HitArea areas[FOCUS_AREAS])
{
    size_t count = 0, owner = 0;
    for (size_t i = 0; i < frame->hit_count && count < FOCUS_AREAS; i++) {
        HitArea hit = frame->hits[i];
        if (hit.kind == HIT_PANEL) {
            owner = (size_t)hit.id + 1; /* what follows is in it */
        } else if (owner == panel && owner > 0 && chosen_by_keys((Panel)(owner - 1), hit.kind)) {
            size_t at = count++;
            while (at > 0 && read_before(&hit, &areas[at - 1])) {
                areas[at] = areas[at - 1];
                at--;
            }
            areas[at] = hit;
        }
    }
    return count;
}

size_t focus_index(const HitArea *areas, size_t count, const FocusUi *focus)
{
    unsigned nth = 0;
    for (size_t i = 0; i < count && focus->kind != HIT_NONE; i++) {
        if (areas[i].kind == focus->kind && areas[i].id == focus->id && nth++ == focus->nth) {
            return i;
        }
    }
    return SIZE_MAX;
}

void focus_set(FocusUi *focus, const HitArea *areas, size_t index)
{
    focus->kind = areas[index].kind;
    focus->id = areas[index].id;
    focus->nth = 0;
    for (size_t i = 0; i < index; i++) {
        focus->nth += areas[i].kind == focus->kind && areas[i].id == focus->id;
    }
    focus->x = areas[index].rect.x;
    focus->y = areas[index].rect.y;
}

static void draw_ring(DrawList *list, Rect rect, float radius)
{
    draw_outline(list, rect, radius, FOCUS_TOKEN, 255);
    draw_outline(list, rect_inset(rect, 1), radius, FOCUS_TOKEN, 255);
}

void focus_draw(DrawList *list, const View *view)
{
    const FocusUi *focus = &view->ui->focus;
    HitArea areas[FOCUS_AREAS];
    if (focus->panel == 0) {
        return;
    }
    Rect panel = {0, 0, 0, 0};
    for (size_t i = 0; i < list->hit_count; i++) {
        const HitArea *hit = &list->hits[i];
        if (hit->kind == HIT_PANEL && (size_t)hit->id + 1 == focus->panel) {
            bool bar = hit->id == PANEL_TOPBAR || hit->id == PANEL_TRANSPORT;
            panel = rect_inset(hit->rect, RING_INSET);
            draw_ring(list, hit->rect, bar ? 0 : RADIUS_PANEL);
            break;
        }
    }
    size_t count = focus_areas(list, focus->panel, areas), at = focus_index(areas, count, focus);
    if (at != SIZE_MAX) {
        Rect r = rect_inset(areas[at].rect, -RING_GAP);
        float x = fmaxf(r.x, panel.x), y = fmaxf(r.y, panel.y); /* the two rings stay apart */
        float right = fminf(r.x + r.w, panel.x + panel.w), below = fminf(r.y + r.h, panel.y + panel.h);
        draw_ring(list, (Rect){x, y, right - x, below - y}, RADIUS_BAR + RING_GAP);
    }
}

/* How far a point is from a rectangle, squared. */
static float distance(Rect r, float x, float y)
{
    float dx = fmaxf(fmaxf(r.x - x, x - r.x - r.w), 0), dy = fmaxf(fmaxf(r.y - y, y - r.y - r.h), 0);
    return dx * dx + dy * dy;
}

void focus_spotlight(DrawList *list, const View *view, Rect whole)
{
    const Ui *ui = view->ui;
    const HitArea *lit = NULL;
    for (size_t i = 0; i < list->hit_count && ui->spotlight; i++) {
        const HitArea *hit = &list->hits[i];
        if (hit->kind != HIT_PANEL || hit->id >= PANEL_COUNT) {
            continue;
        }
        bool held = (size_t)hit->id + 1 == ui->focus.panel;
        bool nearer = !lit || distance(hit->rect, ui->mouse_x, ui->mouse_y) < distance(lit->rect, ui->mouse_x, ui->mouse_y);
        if (held || (ui->focus.panel == 0 && nearer)) {
            lit = hit;
        }
    }
    if (lit) {
        Rect r = lit->rect;
        float right = r.x + r.w, below = r.y + r.h;
        draw_fill(list, (Rect){whole.x, whole.y, whole.w, r.y}, 0, TOKEN_BG, SPOTLIGHT_SHADE);
        draw_fill(list, (Rect){whole.x, r.y, r.x, r.h}, 0, TOKEN_BG, SPOTLIGHT_SHADE);
        draw_fill(list, (Rect){right, r.y, whole.w - right, r.h}, 0, TOKEN_BG, SPOTLIGHT_SHADE);
        draw_fill(list, (Rect){whole.x, below, whole.w, whole.h - below}, 0, TOKEN_BG, SPOTLIGHT_SHADE);
    }
}
