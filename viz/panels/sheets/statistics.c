/* statistics.c: the sheet of the run's figures: how long steps wait for their turn, and three tables, of which each row leads to its moment. */
#include "view/figures.h"
#include "view/layout.h"
#include "view/panel.h"
#include "words/narrate/parts.h"
#include "sheet.h"
#include "words/measured.h"

#include <string.h>

enum { WIDTH = 900, PADDING = 16, HEAD = 148, ROW = 26, COLUMN = 104, FOOT = 14, SHARE_HEIGHT = 40, SHARE_WIDTH = 12 };

typedef struct Sheet {
    DrawList *list;
    const View *view;
    Rect plate;
    const Statistics *found;
} Sheet;

static void figure_text(FigureTable table, size_t column, int64_t figure, char *text, size_t size)
{
    if (figures_is_count(table, column)) {
        snprintf(text, size, "%lld", (long long)figure);
    } else {
        char time[PHRASE];
        snprintf(text, size, "%s", phrase_time(figure, time));
    }
}

/* The whole in a sentence, and below it how long steps waited for their turn. */
static void draw_summary(const Sheet *sheet)
{
    const Statistics *found = sheet->found;
    char text[480], outside[240], took[PHRASE], median[PHRASE], most[PHRASE], longest[PHRASE];
    float x = sheet->plate.x + PADDING, y = sheet->plate.y + 44, width = sheet->plate.w - 2 * PADDING;
    snprintf(text, sizeof text, view_words(sheet->view, "%s, %zu turns of the loop, %zu steps of %zu tasks, %zu events"),
             phrase_time(found->took, took), found->turns, found->step_count, spans_task_count(sheet->view->spans), found->events);
    if (measured_outside(sheet->view->ui->language, found, outside, sizeof outside)) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "; %s", outside);
    }
    draw_text(sheet->list, x, y, width, FONT_BODY, TOKEN_TEXT, text);
    if (found->late.took == 0) {
        snprintf(text, sizeof text, "%s",
                 view_words(sheet->view, "No step had to wait for its turn: in virtual time only sleeping and blocking take any."));
    } else {
        snprintf(text, sizeof text, view_words(sheet->view, "Ready to running: half within %s, 99 of 100 within %s, all within %s"),
                 phrase_time(statistics_latency(found, 0.5), median), phrase_time(statistics_latency(found, 0.99), most),
                 phrase_time(found->late.took, longest));
    }
    draw_text(sheet->list, x, y + 22, width - FIGURE_SHARES * SHARE_WIDTH - 20, FONT_BODY, TOKEN_DIM, text);
}

/* From 1 µs at the left, each column twice as long as the one before. */
static void draw_distribution(const Sheet *sheet)
{
    size_t shares[FIGURE_SHARES], most = 1;
    figures_latencies(sheet->found, shares);
    for (size_t i = 0; i < FIGURE_SHARES; i++) {
        most = shares[i] > most ? shares[i] : most;
    }
    float x = sheet->plate.x + sheet->plate.w - PADDING - FIGURE_SHARES * SHARE_WIDTH, bottom = sheet->plate.y + 44 + SHARE_HEIGHT;
    for (size_t i = 0; i < FIGURE_SHARES; i++) {
        float height = (float)SHARE_HEIGHT * (float)shares[i] / (float)most;
        height = shares[i] > 0 && height < 2 ? 2 : height;
        draw_fill(sheet->list, (Rect){x + (float)i * SHARE_WIDTH, bottom - height, SHARE_WIDTH - 2, height}, 1, theme_state(TASK_READY),
                  255);
    }
    draw_fill(sheet->list, (Rect){x, bottom + 1, FIGURE_SHARES * SHARE_WIDTH - 2, 1}, 0, TOKEN_LINE, 255);
    draw_text(sheet->list, x, bottom + 3, 0, FONT_SMALL, TOKEN_DIM, "1 \xc2\xb5s");
    draw_text_right(sheet->list, x + FIGURE_SHARES * SHARE_WIDTH, bottom + 3, FONT_SMALL, TOKEN_DIM, "0.5 s");
}

/* Their names; a click sorts by that column. */
static void draw_columns(const Sheet *sheet, float y)
{
    const FiguresUi *ui = &sheet->view->ui->figures;
    float right = sheet->plate.x + sheet->plate.w - PADDING;
    for (size_t column = FIGURE_COLUMNS; column-- > 0;) {
        const char *name = figures_column_name(ui->table, column);
        if (name == NULL) {
            continue;
        }
        bool by = ui->column == column;
        Rect box = {right - COLUMN, y, COLUMN, ROW};
        char text[40];
        snprintf(text, sizeof text, "%s%s", view_words(sheet->view, name), !by ? "" : ui->ascending ? " \xe2\x86\x91" : " \xe2\x86\x93");
        if (panel_hover(sheet->view, box)) {
            draw_fill(sheet->list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
        }
        draw_text_right(sheet->list, right - 8, panel_text_y(sheet->list, FONT_SMALL, y, ROW), FONT_SMALL, by ? TOKEN_TEXT : TOKEN_DIM,
                        text);
        draw_hit(sheet->list, box, HIT_COLUMN, (uint32_t)column);
        right -= COLUMN;
    }
}

static void draw_row(const Sheet *sheet, Rect box, const FigureRow *row, size_t number)
{
    const FiguresUi *ui = &sheet->view->ui->figures;
    float right = box.x + box.w - PADDING + 8, y = panel_text_y(sheet->list, FONT_BODY, box.y, box.h);
    bool chosen = sheet->view->ui->sheet.choice == number;
    if (chosen || panel_hover(sheet->view, box)) {
        draw_fill(sheet->list, box, RADIUS_CHIP, TOKEN_RAISED, 255);
    }
    if (chosen) {
        draw_outline(sheet->list, box, RADIUS_CHIP, TOKEN_ACCENT, 255);
    }
    for (size_t column = FIGURE_COLUMNS; column-- > 0;) {
        char text[32];
        if (figures_column_name(ui->table, column) != NULL) {
            figure_text(ui->table, column, row->figure[column], text, sizeof text);
            draw_text_right(sheet->list, right - 8, y, FONT_CODE, ui->column == column ? TOKEN_TEXT : TOKEN_DIM, text);
            right -= COLUMN;
        }
    }
    draw_text(sheet->list, box.x + 8, y, right - box.x - 16, FONT_BODY, TOKEN_TEXT, row->name);
    draw_hit(sheet->list, box, HIT_CHOICE, (uint32_t)number);
}

static void draw_tables(const Sheet *sheet, float y)
{
    float x = sheet->plate.x + PADDING;
    for (int table = 0; table < FIGURES_TABLES; table++) {
        const char *name = view_words(sheet->view, figures_table_name((FigureTable)table));
        bool on = sheet->view->ui->figures.table == (FigureTable)table;
        Rect box = {x, y, draw_text_width(sheet->list, FONT_SMALL, name) + 24, ROW};
        draw_fill(sheet->list, box, RADIUS_CHIP, on ? TOKEN_RAISED : TOKEN_PANEL, 255);
        draw_outline(sheet->list, box, RADIUS_CHIP, on ? TOKEN_ACCENT : TOKEN_LINE, 255);
        draw_text(sheet->list, x + 12, panel_text_y(sheet->list, FONT_SMALL, y, ROW), 0, FONT_SMALL, on ? TOKEN_TEXT : TOKEN_DIM, name);
        draw_hit(sheet->list, box, HIT_TABLE, (uint32_t)table);
        x += box.w + 8;
    }
}

void view_statistics(DrawList *list, const View *view, Rect area)
{
    float width = area.w - 48 < WIDTH ? area.w - 48 : WIDTH, x = area.x + (area.w - width) / 2;
    size_t count = 0;
    const FigureRow *rows = view->figures != NULL ? figures_rows(view->figures, &count) : NULL;
    float whole = HEAD + (float)(count > 0 ? count + 1 : 2) * ROW + FOOT, most = area.h - 72;
    Sheet sheet = {
        list, view, {x, area.y + 36, width, whole < most ? whole : most}, view->figures != NULL ? figures_found(view->figures) : NULL};
    sheet_plate(list, view, area, sheet.plate, PADDING, 14, view_words(view, "Statistics"),
                view_words(view, "Tab: the next table, 1 to 4 sort, Enter goes there, Esc closes"));
    if (sheet.found == NULL) {
        draw_text(list, x + PADDING, sheet.plate.y + 60, 0, FONT_BODY, TOKEN_DIM,
                  view_words(view, "There is not enough memory to count this run."));
        return;
    }
    draw_summary(&sheet);
    if (sheet.found->late.took > 0) {
        draw_distribution(&sheet);
    }
    draw_tables(&sheet, sheet.plate.y + HEAD - ROW - 16);
    draw_columns(&sheet, sheet.plate.y + HEAD - 8);
    float top = sheet.plate.y + HEAD + ROW - 4;
    size_t room = (size_t)((sheet.plate.y + sheet.plate.h - FOOT - top) / ROW), choice = view->ui->sheet.choice;
    size_t first = room > 0 && choice >= room ? choice - room + 1 : 0;
    for (size_t i = first; i < count && i < first + room; i++) {
        draw_row(&sheet, (Rect){x + 8, top + (float)(i - first) * ROW, width - 16, ROW}, &rows[i], i);
    }
    if (count == 0) {
        draw_text(list, x + PADDING, top + 6, width - 2 * PADDING, FONT_BODY, TOKEN_DIM,
                  view->ui->figures.table == FIGURES_STEPS ? view_words(view, "In virtual time no step takes any.")
                                                           : view_words(view, "There are none in this run."));
    }
}
