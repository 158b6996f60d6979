/* menu.c: the menu: a card a lesson with its real timeline as the picture and how far the learner has come; the recent recordings. */
#include "plan.h"
#include "pictures.h"
#include "search.h"
#include "view/focus.h"
#include "view/panel.h"
#include "panels/panels.h"

#include <string.h>

enum { CARD_PADDING = 20, SEARCH_WIDTH = 320, SEARCH_HEIGHT = 40, STATUS_ICON = 12 };

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

static void draw_picture(DrawList *list, const MenuPicture *picture, Rect area)
{
    float pitch = picture->lanes > 0 ? area.h / (float)picture->lanes : area.h, room = area.w - 6;
    pitch = pitch < 24 ? pitch : 24;
    for (size_t i = 0; i < picture->count; i++) {
        const MenuBar *bar = &picture->bars[i];
        float width = (bar->to - bar->from) * room - 1;
        Rect box = {area.x + bar->from * room, area.y + (float)bar->lane * pitch, width > 1.5F ? width : 1.5F, pitch - 4};
        if (bar->state >= TASK_DONE) {
            box.w = 5;
        }
        draw_bar(list, box, bar->state);
    }
}

/* "✓ done · solved · 2/3 right", "in progress · 47 %", at the right; nothing for a lesson that was not begun. Without the score where questions are due: those are
   what matters of it. Returns its left edge. */
static float draw_status(DrawList *list, const View *view, const LessonProgress *progress, bool scored, float right, float y)
{
    char text[64];
    if (!progress) {
        return right;
    }
    int length = progress->done ? snprintf(text, sizeof text, view_words(view, "done"))
                                : snprintf(text, sizeof text, view_words(view, "in progress \xc2\xb7 %u %%"),
                                           (unsigned)(progress->furthest * 100 / PROGRESS_WHOLE));
    if (progress->solved) {
        length += snprintf(text + length, sizeof text - (size_t)length, view_words(view, " \xc2\xb7 solved"));
    }
    if (progress->asked > 0 && scored) {
        snprintf(text + length, sizeof text - (size_t)length, view_words(view, " \xc2\xb7 %u/%u right"), (unsigned)progress->right,
                 (unsigned)progress->asked);
    }
    Token token = progress->done ? TOKEN_RUNNING_TEXT : TOKEN_READY_TEXT;
    draw_text_right(list, right, y, FONT_SMALL, token, text);
    if (progress->done) {
        float icon_y = y + (draw_line_height(list, FONT_SMALL) - STATUS_ICON) / 2;
        draw_icon(list, ICON_DONE,
                  (Rect){right - draw_text_width(list, FONT_SMALL, text) - STATUS_ICON - 5, icon_y, STATUS_ICON, STATUS_ICON}, token, 255);
    }
    return right - draw_text_width(list, FONT_SMALL, text) - (progress->done ? STATUS_ICON + 5 : 0);
}

/* What is remarked on a mistake, as the window says it there. */
static const char *remark_title(Language language, const char *name)
{
    Lint lint = {.kind = 0};
    while (lint.kind + 1 < LINT_KIND_COUNT && strcmp(lint_name(lint.kind), name) != 0) {
        lint.kind++;
    }
    return lint_title(language, &lint);
}

/* "Lesson 7", at the left, and what is to be done there: the next one on the way, or questions that are due. */
static void draw_number(DrawList *list, const View *view, size_t index, size_t due, float x, float y, float right)
{
    const Lesson *lesson = &view->lessons.lesson[index];
    char number[LESSON_NUMBER];
    if (lesson_is_own(lesson)) {
        draw_textf(list, x, y, right - x, FONT_SMALL, TOKEN_DIM, "%s.md", lesson->name);
        return;
    }
    if (lesson_is_mistake(lesson)) {
        draw_textf(list, x, y, right - x, FONT_SMALL, TOKEN_DIM, view_words(view, "Remark: %s"),
                   remark_title(view->ui->language, lesson->page.remark));
        return;
    }
    x += draw_textf(list, x, y, right - x, FONT_SMALL, TOKEN_DIM, view_words(view, "Lesson %s"),
                    lesson_number(lesson, number, sizeof number));
    if (due > 0 && right > x) {
        x += draw_textf(list, x, y, right - x, FONT_SMALL, TOKEN_READY_TEXT,
                        words_counted(view->ui->language, " \xc2\xb7 %zu question is due", " \xc2\xb7 %zu questions are due", due), due);
    }
    if (view->kept && way_next(view->lessons, view->kept) == index && right > x) {
        const char *next = view_words(view, " \xc2\xb7 next on your way");
        next = due > 0 || draw_text_width(list, FONT_SMALL, next) > right - x ? view_words(view, " \xc2\xb7 next") : next;
        draw_text(list, x, y, right - x, FONT_SMALL, FOCUS_TOKEN, next);
    }
}

/* What can be opened: the one that the arrows have chosen has a thick edge. */
static void draw_plate(DrawList *list, const View *view, Rect plate, bool chosen)
{
    draw_fill(list, plate, RADIUS_PANEL, chosen || panel_hover(view, plate) ? TOKEN_RAISED : TOKEN_PANEL, 255);
    draw_outline(list, plate, RADIUS_PANEL, chosen ? TOKEN_ACCENT : TOKEN_LINE, 255);
    if (chosen) {
        draw_outline(list, rect_inset(plate, 1), RADIUS_PANEL - 1, TOKEN_ACCENT, 255);
    }
}

/* Words over as many lines as they need, what does not fit on the last being cut; the marks of code are left out. Returns the y below them. */
static float draw_words(DrawList *list, float x, float y, float width, Font font, Token token, int lines, const char *marked)
{
    char plain[400];
    size_t used = 0;
    for (; *marked && used + 1 < sizeof plain; marked++) {
        if (*marked != '`') {
            plain[used++] = *marked;
        }
    }
    plain[used] = '\0';
    const char *text = plain;
    for (int line = 0; *text; line++) {
        size_t length = strlen(text), fits = 0;
        for (size_t at = 0; at <= length; at++) {
            if ((text[at] == ' ' || text[at] == '\0') && list->metrics.width(list->metrics.context, font, text, at) <= width) {
                fits = at;
            }
        }
        bool last = line == lines - 1 || fits == 0;
        draw_text_n(list, x, y, last ? width : 0, font, token, 255, text, last ? length : fits);
        y += draw_line_height(list, font) + 2;
        text += last || !text[fits] ? length : fits + 1;
    }
    return y;
}

static void draw_card(DrawList *list, const View *view, Rect card, size_t index)
{
    const Lesson *lesson = &view->lessons.lesson[index];
    Language language = view->ui->language;
    const MenuPicture *picture = menu_picture(view->pictures, index);
    draw_plate(list, view, card, view->ui->menu_choice == index);
    float x = card.x + CARD_PADDING, width = card.w - 2 * CARD_PADDING;
    bool own = lesson_is_own(lesson), faulty = own && lesson->fault[0] != '\0';
    size_t due = view->kept ? way_due_in(lesson, view->kept) : 0;
    const LessonProgress *progress = view->kept ? progress_of(&view->kept->progress, lesson->name) : NULL;
    float status = draw_status(list, view, progress, due == 0, x + width, card.y + 16);
    draw_number(list, view, index, due, x, card.y + 16, status - 12);
    const float title = draw_words(list, x, card.y + 40, width, FONT_SENTENCE_BOLD, TOKEN_TEXT, 2, lesson_title(lesson, language));
    const float below = title + 5 > card.y + 68 ? title + 5 : card.y + 68;
    char passage[400];
    menu_passage(language, lesson, view->ui->menu.search.text, passage, sizeof passage);
    float y = draw_words(list, x, below, width, FONT_BODY, TOKEN_DIM, 4, *passage ? passage : lesson_summary(lesson, language)) + 8,
          usual = card.y + 124;
    if (faulty) {
        char fault[SAID_TEXT];
        (void)draw_words(list, x, y, width, FONT_BODY, TOKEN_FAILED_TEXT, 4, words_said(language, lesson->fault, fault, sizeof fault));
    }
    y = y > usual ? y : usual;
    if (picture) {
        draw_picture(list, picture, (Rect){x, y, width, card.y + card.h - CARD_PADDING - y});
    } else if (own && !faulty) {
        draw_text(list, x, y, width, FONT_SMALL, TOKEN_DIM, view_words(view, "Its timeline stands here once it has run."));
    }
    draw_hit(list, card, HIT_LESSON, (uint32_t)index);
}

static void draw_recent(DrawList *list, const View *view, Rect row, size_t index)
{
    const RecentFile *file = &view->kept->recent.file[index];
    char when[32];
    draw_plate(list, view, row, view->ui->menu_choice == view->lessons.count + index);
    float x = row.x + CARD_PADDING, right = row.x + row.w - CARD_PADDING, y = panel_text_y(list, FONT_BODY_BOLD, row.y, row.h);
    recent_when(view->ui->language, file->opened, view->kept->wall_time, when, sizeof when);
    draw_text_right(list, right, panel_text_y(list, FONT_SMALL, row.y, row.h), FONT_SMALL, TOKEN_DIM, when);
    right -= draw_text_width(list, FONT_SMALL, when) + 24;
    x += draw_text(list, x, y, right - x, FONT_BODY_BOLD, TOKEN_TEXT, recent_name(file->path)) + 16;
    if (right - x > 60) {
        draw_text_n(list, x, panel_text_y(list, FONT_SMALL, row.y, row.h), right - x, FONT_SMALL, TOKEN_DIM, 255, file->path,
                    recent_folder(file->path));
    }
    draw_hit(list, row, HIT_RECENT, (uint32_t)index);
}

static void draw_entry(DrawList *list, const View *view, Rect row, size_t entry)
{
    char text[64];
    menu_entry_text(view, (MenuEntry)entry, text, sizeof text);
    draw_plate(list, view, row, view->ui->menu_choice == menu_entry_id(view->lessons, (MenuEntry)entry));
    draw_text(list, row.x + CARD_PADDING, panel_text_y(list, FONT_BODY_BOLD, row.y, row.h), row.w - 2 * CARD_PADDING, FONT_BODY_BOLD,
              entry == MENU_DUE ? TOKEN_READY_TEXT : TOKEN_TEXT, text);
    const char *note = entry == MENU_BEGIN ? view_words(view, "eight questions") : "";
    draw_text_right(list, row.x + row.w - CARD_PADDING, panel_text_y(list, FONT_SMALL, row.y, row.h), FONT_SMALL, TOKEN_DIM, note);
    draw_hit(list, row, HIT_WAY, (uint32_t)entry);
}

/* The section's name, and how many of its lessons are done. */
static void draw_heading(DrawList *list, const View *view, const MenuPlan *plan, const MenuHeading *heading, float y)
{
    size_t lessons = 0, done = 0;
    for (size_t i = heading->from; i < heading->to && view->kept; i++) {
        size_t id = plan->item[i].id;
        const LessonProgress *progress =
            id < view->lessons.count ? progress_of(&view->kept->progress, view->lessons.lesson[id].name) : NULL;
        lessons += id < view->lessons.count;
        done += progress && progress->done;
    }
    float x = plan->list.x + plan->margin, text_y = panel_text_y(list, FONT_BODY_BOLD, y, MENU_HEADING - 8);
    x += draw_text(list, x, text_y, plan->list.w - 2 * plan->margin, FONT_BODY_BOLD, TOKEN_TEXT, heading->text) + 12;
    if (done > 0) {
        draw_textf(list, x, panel_text_y(list, FONT_SMALL, y, MENU_HEADING - 8), 0, FONT_SMALL, TOKEN_DIM,
                   view_words(view, "%zu of %zu done"), done, lessons);
    }
}

static void draw_search(DrawList *list, const View *view, Rect box)
{
    const TextField *field = &view->ui->menu.search;
    bool written = field->length > 0;
    draw_fill(list, box, RADIUS_CHIP, TOKEN_PANEL, 255);
    draw_outline(list, box, RADIUS_CHIP, written ? TOKEN_ACCENT : TOKEN_LINE, 255);
    float x = box.x + 14, y = panel_text_y(list, FONT_BODY, box.y, box.h);
    if (!written) {
        draw_text(list, x, y, box.w - 28, FONT_BODY, TOKEN_DIM, view_words(view, "Write to search the lessons"));
        return;
    }
    const Button clear = {ICON_COUNT, "Esc", COMMAND_ESCAPE, false, false, false};
    float button = panel_button_width(list, &clear), room = box.w - 28 - button;
    float width = draw_text_width(list, FONT_BODY, field->text), beyond = width > room ? width - room : 0;
    draw_clip(list, (Rect){box.x + 4, box.y, room + 14, box.h});
    draw_text(list, x - beyond, y, 0, FONT_BODY, TOKEN_TEXT, field->text);
    draw_fill(list, (Rect){x - beyond + width + 1, box.y + 9, 2, box.h - 18}, 1, TOKEN_ACCENT, 255);
    draw_unclip(list);
    panel_button(list, view, (Rect){box.x + box.w - button - 5, box.y + 5, button, box.h - 10}, &clear);
}

static void draw_head(DrawList *list, const View *view, const MenuPlan *plan)
{
    float x = plan->head.x + plan->margin, width = plan->head.w - 2 * plan->margin, y = plan->head.y + 24;
    float search = width / 2 < SEARCH_WIDTH ? width / 2 : SEARCH_WIDTH;
    draw_text(list, x, y, width - search - 24, FONT_TITLE, TOKEN_TEXT, view_words(view, "Lessons"));
    (void)draw_words(list, x, y + 40, width - search - 24, FONT_BODY, TOKEN_DIM, 2,
                     view_words(view, "Small programs on a real event loop. A click opens one; so do the arrows and Enter."));
    draw_search(list, view, (Rect){x + width - search, y + 8, search, SEARCH_HEIGHT});
}

static void draw_nothing(DrawList *list, const View *view, const MenuPlan *plan)
{
    float x = plan->list.x + plan->margin, width = plan->list.w - 2 * plan->margin, y = plan->list.y + 24;
    draw_textf(list, x, y, width, FONT_SENTENCE_BOLD, TOKEN_TEXT, view_words(view, "Nothing found for \xe2\x80\x9c%s\xe2\x80\x9d."),
               view->ui->menu.search.text);
    draw_text(list, x, y + 32, width, FONT_BODY, TOKEN_DIM, view_words(view, "Esc shows all lessons again."));
}

static bool shows(const MenuPlan *plan, float y, float height) { return y < plan->list.y + plan->list.h && y + height > plan->list.y; }

/* What part of the list shows, at its right edge. */
static void draw_scrollbar(DrawList *list, const MenuPlan *plan)
{
    float part = plan->list.h / plan->height, length = part * plan->list.h;
    if (part < 1) {
        length = length > 32 ? length : 32;
        float y = plan->list.y + plan->scroll / (plan->height - plan->list.h) * (plan->list.h - length);
        draw_fill(list, (Rect){plan->list.x + plan->list.w - 12, y, 6, length}, 3, TOKEN_FAINT, 255);
        draw_fill(list, (Rect){plan->list.x, plan->list.y - 1, plan->list.w, 1}, 0, TOKEN_LINE, plan->scroll > 0 ? 255 : 0);
    }
}

void view_menu(DrawList *list, const View *view, Rect area)
{
    MenuPlan plan;
    menu_plan(view, area, &plan);
    draw_clip(list, area);
    draw_head(list, view, &plan);
    draw_clip(list, plan.list);
    float top = plan.list.y - plan.scroll;
    for (size_t i = 0; i < plan.heading_count; i++) {
        if (*plan.heading[i].text && shows(&plan, top + plan.heading[i].y, MENU_HEADING)) {
            draw_heading(list, view, &plan, &plan.heading[i], top + plan.heading[i].y);
        }
    }
    for (size_t i = 0; i < plan.count; i++) {
        Rect rect = plan.item[i].rect;
        rect.x += plan.list.x;
        rect.y += top;
        if (shows(&plan, rect.y, rect.h)) {
            size_t id = plan.item[i].id;
            size_t entry = menu_entry(view->lessons, id);
            if (entry < MENU_ENTRIES) {
                draw_entry(list, view, rect, entry);
            } else if (id < view->lessons.count) {
                draw_card(list, view, rect, id);
            } else {
                draw_recent(list, view, rect, id - view->lessons.count);
            }
        }
    }
    if (plan.count == 0) {
        draw_nothing(list, view, &plan);
    }
    draw_unclip(list);
    draw_scrollbar(list, &plan);
    draw_unclip(list);
}
