/* program.c: the source, with every task on the line where it is now. */
#include "breakpoints.h"
#include "view/chips.h"
#include "view/panel.h"
#include "lesson/callback.h"
#include "lesson/program.h"
#include "remark.h"
#include "lesson/syntax.h"
#include "knobs.h"
#include "predict.h"
#include "stops.h"
#include "tags.h"
#include "panels.h"
#include "program.h"

#include <math.h>
#include <string.h>

enum {
    LINE_HEIGHT = 23,
    PRESENTED_LINE = 24, /* read from afar */
    LARGEST_LINE = 30,   /* where as many of these are in sight: */
    LARGEST_LINES = 9,
    MOST_LINES = 200 /* on the screen at once */,
    MOST_RUNS = 48,
    LONGEST_LINE = 400,
    TAB_STOP = 4,
    CODE_GAP = 14,
    LINE_END = 24,         /* px behind the longest line */
    PRESENTED_LINE_END = 8 /* the same, where every px is for the text */
};

typedef struct Page {
    ProgramText shown;
    Rect body;      /* below the heading */
    float scroll;   /* px */
    float sideways; /* px */
    uint32_t first; /* the first line on the screen */
    size_t count;   /* how many lines are */
    float height;   /* of a line, px */
    float gutter;   /* width of the numbers */
    Font font;      /* of the code */
    Font numbers;
    LineTasks lines[MOST_LINES];
    uint32_t breakpoints[STOPS_KEPT]; /* their lines */
} Page;

static bool presents(const View *view) { return view->ui->present && !view->ui->plain; }

static float line_height(const View *view, Rect area)
{
    bool largest = area.h - PANEL_HEADING - 4 >= LARGEST_LINES * LARGEST_LINE;
    return presents(view) ? (largest ? LARGEST_LINE : PRESENTED_LINE) : LINE_HEIGHT;
}

/* As many lines as are whole. */
static Rect body_of(const View *view, Rect area)
{
    float height = line_height(view, area), lines = floorf((area.h - PANEL_HEADING - 4) / height);
    return (Rect){area.x + 1, area.y + PANEL_HEADING, area.w - 2, fmaxf(lines, 1) * height};
}

/* Following: the screen is turned in thirds of a page, so that the line in question always stands in the middle third and the text
   rests while it moves there. */
static float followed_scroll(const ProgramText *shown, uint32_t fault, float height, float line)
{
    uint32_t third = (uint32_t)(height / line / 3), focus = fault > 0 ? fault : program_focus(shown);
    third = third > 0 ? third : 1;
    uint32_t turn = focus > 0 ? (focus - 1) / third : 0;
    return (float)(turn > 0 ? (turn - 1) * third : 0) * line;
}

void program_scroll(const View *view, Rect area, float *now, float *most)
{
    ProgramText shown = view_program_text(view);
    Rect body = body_of(view, area);
    float line = line_height(view, area);
    *most = (float)program_line_count(&shown) * line - body.h;
    *most = *most > 0 ? *most : 0;
    *now = view->ui->scroll_program;
    if (*now < 0) {
        *now = followed_scroll(&shown, view->ui->fault.line, body.h, line);
    }
    *now = *now < *most ? *now : *most;
}

static Font bold_of(Font font)
{
    return font == FONT_CODE_LARGEST ? FONT_CODE_LARGEST_BOLD
           : font == FONT_CODE_LARGE ? FONT_CODE_LARGE_BOLD
           : font == FONT_CODE       ? FONT_CODE_BOLD
                                     : FONT_CODE_SMALL_BOLD;
}

/* From afar a line is spoken of by its number. */
static Font number_font(Font code) { return code == FONT_CODE_SMALL ? FONT_CODE : code; }

static float gutter_width(const DrawList *list, uint32_t lines, Font numbers)
{
    char widest[16];
    snprintf(widest, sizeof widest, "%u", lines > 99 ? (unsigned)lines : 99U);
    return 12 + draw_text_width(list, bold_of(numbers), widest);
}

static size_t longest_line(const ProgramText *shown)
{
    size_t longest = 0;
    for (const char *at = shown->text; *at;) {
        size_t length = strcspn(at, "\n"), columns = length;
        for (size_t i = 0; i < length; i++) {
            columns += at[i] == '\t' ? TAB_STOP - 1 : 0;
        }
        longest = columns > longest ? columns : longest;
        at += length + (at[length] ? 1 : 0);
    }
    return longest < LONGEST_LINE ? longest : LONGEST_LINE;
}

/* By how much the longest line is wider than the panel, px; below 0: there is room left. */
static float too_wide(const DrawList *drawn, const View *view, const ProgramText *shown, Rect body, Font font)
{
    float code = (float)longest_line(shown) * draw_text_width(drawn, font, "0"), end = presents(view) ? PRESENTED_LINE_END : LINE_END;
    return code + gutter_width(drawn, program_line_count(shown), number_font(font)) + CODE_GAP + end - body.w;
}

/* Presenting, the largest in which all lines are whole. Else the small one where lines would be cut in the usual one: in a narrow panel always, in
   another one if then all of them are whole. */
static Font code_font(const DrawList *drawn, const View *view, const ProgramText *shown, Rect area)
{
    enum { NARROW = 640 };
    static const Font large[] = {FONT_CODE_LARGEST, FONT_CODE_LARGE};
    const Rect body = body_of(view, area);
    for (size_t i = line_height(view, area) < LARGEST_LINE ? 1 : 0; presents(view) && i < sizeof large / sizeof large[0]; i++) {
        if (too_wide(drawn, view, shown, body, large[i]) <= 0) {
            return large[i];
        }
    }
    bool cut = too_wide(drawn, view, shown, body, FONT_CODE) > 0;
    return cut && (body.w < NARROW || too_wide(drawn, view, shown, body, FONT_CODE_SMALL) <= 0) ? FONT_CODE_SMALL : FONT_CODE;
}

void program_scroll_sideways(const DrawList *drawn, const View *view, Rect area, float *now, float *most)
{
    ProgramText shown = view_program_text(view);
    *most = too_wide(drawn, view, &shown, body_of(view, area), code_font(drawn, view, &shown, area));
    *most = *most > 0 ? *most : 0;
    *now = view->ui->scroll_code < *most ? view->ui->scroll_code : *most;
}

float program_scroll_for(const View *view, Rect area, uint32_t line)
{
    float now, most, height = body_of(view, area).h, each = line_height(view, area), top = (float)(line > 0 ? line - 1 : 0) * each;
    program_scroll(view, area, &now, &most);
    if (top >= now && top + each <= now + height) {
        return view->ui->scroll_program;
    }
    float middle = top - floorf(height / each / 2) * each;
    return middle < 0 ? 0 : middle < most ? middle : most;
}

uint32_t program_line_under(const View *view, Rect area, float x, float y)
{
    float scroll, most;
    if (!rect_contains(body_of(view, area), x, y)) {
        return 0;
    }
    program_scroll(view, area, &scroll, &most);
    ProgramText shown = view_program_text(view);
    uint32_t line = 1 + (uint32_t)((y - body_of(view, area).y + scroll) / line_height(view, area));
    return line <= program_line_count(&shown) ? line : 0;
}

static LineTasks *tasks_at(Page *page, uint32_t line)
{
    return line >= page->first && line - page->first < page->count ? &page->lines[line - page->first] : NULL;
}

static void put_task(Page *page, const ModelTask *task, uint32_t first, uint32_t last)
{
    for (uint32_t at = first; at <= last; at++) {
        LineTasks *here = tasks_at(page, at);
        if (!here) {
            continue;
        }
        bool runs = task->state == TASK_RUNNING;
        if (here->state < 0 || runs) {
            here->state = (int)task->state;
        }
        /* Its tag stands on the first line of the statement that is on the screen. */
        if (at == first || (at == page->first && first < at)) {
            if (runs && here->count > 0) {
                memmove(here->tasks + 1, here->tasks, sizeof here->tasks - sizeof here->tasks[0]);
                here->tasks[0] = task->number;
            } else if (here->count < MOST_TAGS) {
                here->tasks[here->count] = task->number;
            }
            here->count++;
        }
    }
}

/* A callback is no task, but while it runs nobody else does. */
static void put_callback(Page *page)
{
    uint32_t line = callback_line(&page->shown), first = 0, last = 0;
    if (line > 0) {
        program_extent(&page->shown, line, &first, &last);
    }
    for (uint32_t at = first; line > 0 && at <= last; at++) {
        LineTasks *here = tasks_at(page, at);
        if (here) {
            here->state = (int)TASK_RUNNING;
            here->called = at == first;
        }
    }
}

static void find_tasks(const View *view, Page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        page->lines[i] = (LineTasks){.state = -1};
    }
    uint32_t known_place = 0, line = 0, first = 0, last = 0; /* of the task before: thousands may wait at one place */
    for (size_t i = 0; i < view->state->task_count; i++) {
        const ModelTask *task = &view->state->tasks[i];
        if (task->state >= TASK_DONE) {
            continue;
        }
        uint32_t place = program_place(&page->shown, task);
        if (place != known_place) {
            known_place = place;
            line = program_line(&page->shown, place);
            program_extent(&page->shown, line, &first, &last);
        }
        if (line > 0) {
            put_task(page, task, first, last);
        }
    }
    const ModelTask *ended = program_ended(&page->shown, &line);
    if (ended) {
        program_extent(&page->shown, line, &first, &last);
        put_task(page, ended, first, last);
    }
    put_callback(page);
}

/* Tabs become spaces and control characters blanks, so that columns are where they are expected. Returns the length. */
static size_t plain_line(const char *line, size_t length, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < length && used < LONGEST_LINE - TAB_STOP; i++) {
        if (line[i] == '\t') {
            do {
                out[used++] = ' ';
            } while (used % TAB_STOP != 0);
        } else {
            out[used++] = (unsigned char)line[i] < ' ' ? ' ' : line[i];
        }
    }
    while (used > 0 && used >= LONGEST_LINE - TAB_STOP && ((unsigned char)out[used - 1] & 0xc0) == 0x80) {
        used--; /* never half a character */
    }
    return used;
}

static const Token token_of[SYNTAX_KIND_COUNT] = {
    [SYNTAX_PLAIN] = TOKEN_TEXT,    [SYNTAX_KEYWORD] = TOKEN_KEYWORD, [SYNTAX_STRING] = TOKEN_STRING,   [SYNTAX_FUNCTION] = TOKEN_FUNCTION,
    [SYNTAX_NUMBER] = TOKEN_NUMBER, [SYNTAX_AWAIT] = TOKEN_AWAIT,     [SYNTAX_COMMENT] = TOKEN_COMMENT,
};

static float draw_code(DrawList *list, float x, float y, Font font, const char *text, const SyntaxRun *runs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        x += draw_text_n(list, x, y, 0, runs[i].kind == SYNTAX_AWAIT ? bold_of(font) : font, token_of[runs[i].kind], 255,
                         text + runs[i].start, runs[i].length);
    }
    return x;
}

/* Moved to the left, the code must not run into the line numbers. */
static float draw_moved_code(DrawList *list, const Page *page, Rect row, const char *text, const SyntaxRun *runs, size_t count)
{
    float left = row.x + page->gutter + CODE_GAP, y = panel_text_y(list, page->font, row.y, row.h);
    if (page->sideways <= 0) {
        return draw_code(list, left, y, page->font, text, runs, count);
    }
    draw_clip(list, (Rect){left, row.y, row.x + row.w - left, row.h});
    float end = draw_code(list, left - page->sideways, y, page->font, text, runs, count);
    draw_unclip(list);
    return end > left ? end : left;
}

/* The line goes on beyond the panel's edge. */
static void draw_cut(DrawList *list, const View *view, const LineTasks *here, Rect row)
{
    const float width = 8 + draw_text_width(list, FONT_CODE, "…");
    Rect end = {row.x + row.w - width, row.y, width, row.h};
    draw_fill(list, end, 0, here->state < 0 && panel_hover(view, row) ? TOKEN_RAISED : TOKEN_PANEL, 255);
    if (here->state >= 0) {
        draw_fill(list, end, 0, theme_state(here->state), tags_tint(here));
    }
    draw_text(list, end.x + 2, panel_text_y(list, FONT_CODE, row.y, row.h), 0, FONT_CODE, TOKEN_DIM, "…");
}

/* In the look of a task that has failed. */
static void draw_fault(DrawList *list, const char *text, float code_end, Rect row)
{
    float width = draw_text_width(list, FONT_SMALL, text) + 14, room = row.w - 20, most = row.x + row.w - 10;
    width = width < room ? width : room;
    float x = code_end + 12 + width < most ? code_end + 12 : most - width;
    Rect tag = {x, row.y + (row.h - 20) / 2, width, 20};
    draw_fill(list, row, 0, theme_state(TASK_FAILED), 40);
    draw_fill(list, tag, 5, theme_state(TASK_FAILED), 255);
    draw_text(list, tag.x + 7, panel_text_y(list, FONT_SMALL, tag.y, tag.h), width - 12, FONT_SMALL, TOKEN_ON_STATE, text);
}

static void draw_line(DrawList *list, const View *view, const Page *page, uint32_t line, const char *text, size_t length,
                      SyntaxState *syntax)
{
    char plain[LONGEST_LINE + 1];
    SyntaxRun runs[MOST_RUNS];
    const LineTasks *here = &page->lines[line - page->first];
    Rect row = {page->body.x, page->body.y + (float)(line - 1) * page->height - page->scroll, page->body.w, page->height};
    float y = panel_text_y(list, page->numbers, row.y, row.h);
    length = plain_line(text, length, plain);
    size_t count = syntax_line(page->shown.python, plain, length, syntax, runs, MOST_RUNS);
    if (here->state >= 0) {
        draw_fill(list, row, 0, theme_state(here->state), tags_tint(here));
        draw_fill(list, (Rect){row.x, row.y, 3, row.h}, 0, theme_state(here->state), 255);
    } else if (panel_hover(view, row)) {
        draw_fill(list, row, 0, TOKEN_RAISED, 255);
    }
    view_predict_line(list, view, line, row);
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)line);
    draw_hit(list, row, HIT_LINE, line);
    bool runs_here = here->state == TASK_RUNNING, stops = false;
    for (size_t i = 0; i < view->ui->stops.breakpoint_count; i++) {
        stops = stops || page->breakpoints[i] == line;
    }
    view_stops_line(list, view, (Rect){row.x, row.y, page->gutter + 6, row.h}, line, stops);
    Token colour = stops ? TOKEN_ON_STATE : runs_here ? TOKEN_TEXT : TOKEN_FAINT;
    draw_text_right(list, row.x + page->gutter, y, runs_here ? bold_of(page->numbers) : page->numbers, colour, number);
    float code_end = draw_moved_code(list, page, row, plain, runs, count);
    if (code_end > row.x + row.w && here->count == 0) {
        draw_cut(list, view, here, row);
    }
    view_knobs_tag(list, view, page->shown.python, line, code_end, row);
    if (view->ui->fault.line == line) {
        draw_fault(list, view->ui->fault.text, code_end, row);
    } else if (here->count > 0) {
        tags_draw(list, view, here, row, code_end);
    } else if (here->called) {
        tags_callback(list, view, row, code_end);
    }
}

/* The lines above the screen are scanned too: a comment may have begun there. */
static void draw_lines(DrawList *list, const View *view, const Page *page)
{
    SyntaxState syntax = {0};
    SyntaxRun runs[1];
    uint32_t line = 1;
    for (const char *at = page->shown.text; *at && line < page->first + page->count; line++) {
        size_t length = strcspn(at, "\n");
        if (line >= page->first) {
            draw_line(list, view, page, line, at, length, &syntax);
        } else {
            syntax_line(page->shown.python, at, length, &syntax, runs, 1);
        }
        at += length + (at[length] ? 1 : 0);
    }
}

void view_program(DrawList *list, const View *view, Rect area)
{
    Page page = {.shown = view_program_text(view)};
    float x = panel_frame(list, area, view_words(view, "PROGRAM")), right = area.x + area.w - 12;
    bool plain = view->ui->plain;
    if (page.shown.twin && !plain) {
        const SwitchWord words[2] = {{"C", COMMAND_LANGUAGE}, {"Python", COMMAND_LANGUAGE}};
        right = chip_switch(list, right, area.y + (PANEL_HEADING - 24) / 2, 24, words, 2, page.shown.python ? 1 : 0);
    }
    if (page.shown.entered && !plain) {
        const SwitchWord words[2] = {{view_words(view, "program"), COMMAND_LANGUAGE}, {view_words(view, "library"), COMMAND_LANGUAGE}};
        right = chip_switch(list, right, area.y + (PANEL_HEADING - 24) / 2, 24, words, 2, page.shown.library ? 1 : 0);
    }
    if (page.shown.python && page.shown.lesson && !plain) {
        const SwitchWord edit = {view_words(view, "Edit"), COMMAND_EDIT};
        right = chip_switch(list, right - 8, area.y + (PANEL_HEADING - 24) / 2, 24, &edit, 1, 1);
    }
    if (!plain) {
        right = view_stops_ways(list, view, right, area.y + (PANEL_HEADING - 24) / 2, 24);
    }
    if (*page.shown.file) {
        float y = panel_text_y(list, FONT_CODE, area.y, PANEL_HEADING);
        draw_textf(list, x + 8, y, right - x - 20, FONT_CODE, TOKEN_DIM, "%s", page.shown.file);
    }
    page.body = body_of(view, area);
    page.height = line_height(view, area);
    if (!*page.shown.text) {
        draw_text(list, area.x + PANEL_PADDING, page.body.y + 8, area.w - 2 * PANEL_PADDING, FONT_BODY, TOKEN_DIM,
                  live_grows(view->live) && trace_count(view->trace) == 0 ? view_words(view, "The program is starting.")
                                                                          : view_words(view, "This recording holds no source text."));
        return;
    }
    uint32_t lines = program_line_count(&page.shown);
    float most_down, most_aside;
    program_scroll(view, area, &page.scroll, &most_down);
    program_scroll_sideways(list, view, area, &page.sideways, &most_aside);
    page.first = 1 + (uint32_t)(page.scroll / page.height);
    page.count = (size_t)(page.body.h / page.height) + 2;
    page.count = page.count < MOST_LINES ? page.count : MOST_LINES;
    page.font = code_font(list, view, &page.shown, area);
    page.numbers = number_font(page.font);
    page.gutter = gutter_width(list, lines, page.numbers);
    find_tasks(view, &page);
    breakpoints_lines(view, &page.shown, page.breakpoints);
    draw_clip(list, page.body);
    draw_lines(list, view, &page);
    remark_gutter(list, view, &page.shown, page.body, page.scroll, page.height, page.body.x + page.gutter + 14);
    draw_unclip(list);
    if (!plain) {
        panel_thumb(list, page.body, page.scroll, most_down);
    }
}
