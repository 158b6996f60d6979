/* plan.c: the menu's arrangement in sections, and the way of the arrows through it. */
#include "plan.h"

#include "search.h"
#include "words/course/placement.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { GAP = 20, MARGIN = 40, HEAD = 112, BOTTOM = 20, WIDEST = 2320, ROW_GAP = 4 };

size_t menu_entry_id(LessonList lessons, MenuEntry entry) { return lessons.count + RECENT_FILES + (size_t)entry; }

size_t menu_entry(LessonList lessons, size_t id)
{
    size_t first = menu_entry_id(lessons, (MenuEntry)0);
    return id >= first && id - first < MENU_ENTRIES ? id - first : MENU_ENTRIES;
}

/* The quiz is for whoever has not come to the end. */
static bool has_placement(const View *view)
{
    size_t lesson, question;
    return view->kept && way_next(view->lessons, view->kept) != SIZE_MAX && placement_question(view->lessons, 0, &lesson, &question);
}

char *menu_entry_text(const View *view, MenuEntry entry, char *buffer, size_t size)
{
    size_t due = entry == MENU_DUE && view->kept ? way_due(view->lessons, view->kept, NULL, 0) : 0;
    PredictKind kinds[PREDICT_KIND_COUNT];
    buffer[0] = '\0';
    if (due > 0) {
        snprintf(buffer, size, words_counted(view->ui->language, "Due again: %zu question", "Due again: %zu questions", due), due);
    } else if (entry == MENU_BEGIN && has_placement(view)) {
        snprintf(buffer, size, "%s", view_words(view, "Where do I begin?"));
    } else if (entry == MENU_PREDICTIONS && way_kinds(view->lessons, kinds) > 0) {
        snprintf(buffer, size, "%s", view_words(view, "What I can predict now"));
    }
    return buffer;
}

/* Side by side in the first row, above the sections. */
static void plan_entries(const View *view, MenuPlan *plan, float width)
{
    char text[MENU_ENTRIES][64];
    size_t shown = 0, place = 0;
    for (size_t i = 0; i < MENU_ENTRIES; i++) {
        const char *const words[] = {menu_entry_text(view, (MenuEntry)i, text[i], sizeof text[i])};
        text[i][0] = *text[i] && menu_finds(words, 1, view->ui->menu.search.text) ? text[i][0] : '\0';
        shown += text[i][0] != '\0';
    }
    float each = (width - 2 * plan->margin - (float)(MENU_ENTRIES - 1) * GAP) / (float)MENU_ENTRIES;
    for (size_t i = 0; i < MENU_ENTRIES; i++) {
        if (text[i][0]) {
            Rect rect = {plan->margin + (float)place * (each + GAP), 0, each, MENU_ROW};
            plan->item[plan->count++] = (MenuItem){menu_entry_id(view->lessons, (MenuEntry)i), rect};
            place++;
        }
    }
    plan->height += shown > 0 ? MENU_ROW + GAP / 2.0F : 0;
}

static size_t columns_of(float width) { return width >= 2200 ? 4 : width >= 1180 ? 3 : width >= 700 ? 2 : 1; }

static void add_heading(MenuPlan *plan, const char *text)
{
    if (plan->heading_count > 0) {
        plan->heading[plan->heading_count - 1].to = plan->count;
    }
    plan->heading[plan->heading_count++] = (MenuHeading){.text = text, .from = plan->count, .to = plan->count, .y = plan->height};
    plan->height += *text ? MENU_HEADING : 0;
}

static void plan_lessons(const View *view, MenuPlan *plan, float width)
{
    size_t columns = columns_of(width), in_row = 0;
    float card = (width - 2 * plan->margin - (float)(columns - 1) * GAP) / (float)columns;
    const char *section = NULL;
    for (size_t i = 0; i < view->lessons.count && i < MENU_LESSONS; i++) {
        const Lesson *lesson = &view->lessons.lesson[i];
        if (!menu_matches(view->ui->language, lesson, view->ui->menu.search.text)) {
            continue;
        }
        const char *own = lesson_section(lesson, view->ui->language);
        if (!section || strcmp(section, own) != 0) {
            plan->height += in_row > 0 ? MENU_CARD + GAP : 0;
            in_row = 0;
            section = own;
            add_heading(plan, section);
        } else if (in_row == columns) {
            plan->height += MENU_CARD + GAP;
            in_row = 0;
        }
        plan->item[plan->count++] = (MenuItem){i, {plan->margin + (float)in_row * (card + GAP), plan->height, card, MENU_CARD}};
        in_row++;
    }
    plan->height += in_row > 0 ? MENU_CARD + GAP : 0;
}

static void plan_recent(const View *view, MenuPlan *plan, float width)
{
    bool first = true;
    for (size_t i = 0; view->kept && i < view->kept->recent.count; i++) {
        const char *const name[] = {recent_name(view->kept->recent.file[i].path)};
        if (!menu_finds(name, 1, view->ui->menu.search.text)) {
            continue;
        }
        if (first) {
            add_heading(plan, view_words(view, "Recent recordings"));
            first = false;
        }
        Rect row = {plan->margin, plan->height, width - 2 * plan->margin, MENU_ROW};
        plan->item[plan->count++] = (MenuItem){view->lessons.count + i, row};
        plan->height += MENU_ROW + ROW_GAP;
    }
}

void menu_plan(const View *view, Rect area, MenuPlan *plan)
{
    *plan = (MenuPlan){.count = 0};
    float head = area.h < HEAD ? area.h : HEAD;
    plan->head = (Rect){area.x, area.y, area.w, head};
    plan->list = (Rect){area.x, area.y + head, area.w, area.h - head};
    plan->margin = area.w > WIDEST + 2 * MARGIN ? (area.w - WIDEST) / 2 : MARGIN;
    plan_entries(view, plan, area.w);
    plan_lessons(view, plan, area.w);
    plan_recent(view, plan, area.w);
    if (plan->heading_count > 0) {
        plan->heading[plan->heading_count - 1].to = plan->count;
    }
    plan->height += BOTTOM;
    float most = plan->height - plan->list.h, scroll = view->ui->menu.scroll;
    scroll = scroll > most ? most : scroll;
    plan->scroll = scroll > 0 ? scroll : 0;
}

size_t menu_place(const MenuPlan *plan, size_t id)
{
    size_t place = 0;
    while (place < plan->count && plan->item[place].id != id) {
        place++;
    }
    return place;
}

static float middle(Rect rect) { return rect.x + rect.w / 2; }

/* The nearest row above or below, and in it the item that lies nearest. */
static size_t above_or_below(const MenuPlan *plan, size_t place, int dy)
{
    Rect from = plan->item[place].rect;
    size_t best = place;
    float best_y = 0, best_x = 0;
    for (size_t i = 0; i < plan->count; i++) {
        Rect to = plan->item[i].rect;
        float y = (to.y - from.y) * (float)dy, x = fabsf(middle(to) - middle(from));
        if (y > 1 && (best == place || y < best_y - 1 || (y < best_y + 1 && x < best_x))) {
            best = i;
            best_y = y;
            best_x = x;
        }
    }
    return best;
}

size_t menu_neighbour(const MenuPlan *plan, size_t place, int dx, int dy)
{
    if (place >= plan->count) {
        return plan->count > 0 ? 0 : place;
    }
    if (dy != 0) {
        return above_or_below(plan, place, dy);
    }
    return dx < 0 ? place - (place > 0) : place + (place + 1 < plan->count);
}

float menu_reveal(const MenuPlan *plan, size_t place)
{
    if (place >= plan->count) {
        return plan->scroll;
    }
    Rect rect = plan->item[place].rect;
    float top = rect.y, bottom = rect.y + rect.h + BOTTOM, scroll = plan->scroll;
    for (size_t i = 0; i < plan->heading_count; i++) {
        const MenuHeading *heading = &plan->heading[i];
        if (heading->from < plan->count && plan->item[heading->from].rect.y == rect.y && place >= heading->from && place < heading->to) {
            top = heading->y;
        }
    }
    scroll = bottom - scroll > plan->list.h ? bottom - plan->list.h : scroll;
    return top < scroll ? top : scroll;
}
