/* statistics.c: the sheet of statistics: counting the run when it is opened, sorting its tables, and going where a row leads. */
#include "parts.h"

#include "view/figures.h"

#include <string.h>

static void sort_rows(App *app)
{
    const FiguresUi *ui = &app->ui.figures;
    if (app->figures != NULL) {
        (void)figures_sort(app->figures, app->ui.language, ui->table, ui->column, ui->ascending);
    }
}

void app_statistics_count(App *app)
{
    bool known = app->figures != NULL && figures_counted(app->figures) == trace_count(app->trace);
    if (app->ui.sheet.kind != SHEET_STATISTICS || known) {
        return;
    }
    app_statistics_forget(app);
    app->figures = figures_new(app->model, app->spans);
    sort_rows(app);
    size_t count = 1;
    if (app->figures != NULL && app->ui.figures.table == FIGURES_STEPS) { /* none took any time, as in every lesson: there are waits */
        (void)figures_rows(app->figures, &count);
        if (count == 0) {
            app->ui.figures = (FiguresUi){.table = FIGURES_WAITS};
            sort_rows(app);
        }
    }
}

void app_statistics_forget(App *app)
{
    figures_free(app->figures);
    app->figures = NULL;
}

static void sort(App *app)
{
    sort_rows(app);
    app->ui.sheet.choice = 0;
    app->changed = true;
}

void app_statistics_table(App *app, uint32_t table)
{
    app->ui.figures = (FiguresUi){.table = (FigureTable)(table % FIGURES_TABLES)};
    sort(app);
}

void app_statistics_column(App *app, uint32_t column)
{
    FiguresUi *ui = &app->ui.figures;
    if (figures_column_name(ui->table, column) != NULL) {
        ui->ascending = ui->column == column && !ui->ascending;
        ui->column = column;
        sort(app);
    }
}

void app_statistics_choose(App *app, size_t number)
{
    size_t count = 0;
    const FigureRow *rows = app->figures != NULL ? figures_rows(app->figures, &count) : NULL;
    if (number < count) {
        app->ui.sheet.kind = SHEET_CLOSED;
        app_seek(app, rows[number].n);
    }
}

static void move(App *app, size_t by, bool up)
{
    size_t count = 0, choice = app->ui.sheet.choice;
    if (app->figures != NULL) {
        (void)figures_rows(app->figures, &count);
    }
    choice = up ? choice - (choice < by ? choice : by) : choice + by;
    app->ui.sheet.choice = choice < count ? choice : count > 0 ? count - 1 : 0;
    app->changed = true;
}

void app_statistics_move(App *app, int by) { move(app, by < 0 ? (size_t)-by : (size_t)by, by < 0); }

void app_statistics_key(App *app, const char *key, int64_t now)
{
    enum { PAGE = 12 };
    Command command = command_by_key(key);
    uint32_t table = (uint32_t)app->ui.figures.table;
    if (strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0) {
        move(app, 1, key[0] == 'U');
    } else if (strcmp(key, "PageUp") == 0 || strcmp(key, "PageDown") == 0) {
        move(app, PAGE, key[4] == 'U');
    } else if (strcmp(key, "Home") == 0 || strcmp(key, "End") == 0) {
        move(app, SIZE_MAX / 2, key[0] == 'H');
    } else if (strcmp(key, "Tab") == 0 || strcmp(key, "Right") == 0) {
        app_statistics_table(app, table + 1);
    } else if (strcmp(key, "Shift+Tab") == 0 || strcmp(key, "Left") == 0) {
        app_statistics_table(app, table + FIGURES_TABLES - 1);
    } else if (key[0] >= '1' && key[0] <= '4' && key[1] == '\0') {
        app_statistics_column(app, (uint32_t)(key[0] - '1'));
    } else if (strcmp(key, "Return") == 0) {
        app_statistics_choose(app, app->ui.sheet.choice);
    } else if (command == COMMAND_ESCAPE || command == COMMAND_STATISTICS) {
        app_command(app, COMMAND_ESCAPE, now);
    }
}
