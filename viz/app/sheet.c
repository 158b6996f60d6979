/* sheet.c: opening the sheet, writing into it, and going where it leads. */
#include "parts.h"

#include "panels/sheets/export.h"
#include "panels/sheets/sheet.h"

#include <stdint.h>
#include <string.h>

static size_t current_rows(App *app, SheetRow rows[SHEET_ROWS])
{
    View view;
    Sentence sentence;
    app_view(app, &view, &sentence, 0); /* before anything is open, there are the commands */
    return sheet_rows(&view, rows);
}

/* On to the next place that holds what was looked for last, from the other end where there is none ahead. */
static void find_again(App *app, int direction)
{
    View view;
    Sentence sentence;
    if (!app->ui.found[0] || !app_view(app, &view, &sentence, 0)) {
        return;
    }
    size_t n = sheet_find_from(&view, app->ui.found, app->player.n, direction);
    if (n == SIZE_MAX) {
        n = sheet_find_from(&view, app->ui.found, direction > 0 ? 0 : SIZE_MAX, direction);
        app_notice(app, n == SIZE_MAX   ? WORDS("Nothing in this run holds that.")
                        : direction > 0 ? WORDS("Found from the beginning again.")
                                        : WORDS("Found from the end again."));
    }
    if (n != SIZE_MAX) {
        app_seek(app, n);
    }
}

const char *app_filter_words(const App *app) { return app->ui.sheet.kind == SHEET_FILTER ? app->ui.sheet.field.text : app->ui.filter; }

static void keep_found(App *app)
{
    if (app->ui.sheet.kind == SHEET_FIND && app->ui.sheet.field.length > 0) {
        memcpy(app->ui.found, app->ui.sheet.field.text, sizeof app->ui.found);
    }
}

/* Which sheet a command opens; SHEET_CLOSED: none. */
static SheetKind kind_of(Command command)
{
    static const struct {
        Command command;
        SheetKind kind;
    } opened[] = {{COMMAND_FIND, SHEET_FIND},         {COMMAND_GO_TO, SHEET_GO_TO},
                  {COMMAND_PALETTE, SHEET_PALETTE},   {COMMAND_OPEN, SHEET_OPEN},
                  {COMMAND_SETTINGS, SHEET_SETTINGS}, {COMMAND_FILTER, SHEET_FILTER},
                  {COMMAND_GLOSSARY, SHEET_GLOSSARY}, {COMMAND_STATISTICS, SHEET_STATISTICS},
                  {COMMAND_EXPORT, SHEET_EXPORT},     {COMMAND_PREDICTIONS, SHEET_PREDICTIONS},
                  {COMMAND_MORE, SHEET_MORE},         {COMMAND_RUN_FILE, SHEET_RUN}};
    for (size_t i = 0; i < sizeof opened / sizeof opened[0]; i++) {
        if (opened[i].command == command) {
            return opened[i].kind;
        }
    }
    return SHEET_CLOSED;
}

static void keep_filter(App *app)
{
    memcpy(app->ui.filter, app->ui.sheet.field.text, sizeof app->ui.filter);
    app->ui.sheet.kind = SHEET_CLOSED;
    app->ui.scroll_timeline = 0;
}

bool app_sheet_command(App *app, Command command)
{
    SheetUi *sheet = &app->ui.sheet;
    if (sheet->kind == SHEET_FILTER && command == COMMAND_ACTIVATE) { /* the button, as Enter */
        keep_filter(app);
        return true;
    }
    bool again = command == COMMAND_FIND_NEXT || command == COMMAND_FIND_PREVIOUS;
    if (again && app->ui.screen == SCREEN_LESSON && app->ui.found[0]) {
        sheet->kind = SHEET_CLOSED;
        find_again(app, command == COMMAND_FIND_NEXT ? 1 : -1);
        return true;
    }
    command = again ? COMMAND_FIND : command; /* nothing was looked for yet */
    SheetKind kind = kind_of(command);
    if (kind == SHEET_RUN && !app->runs_files) {
        return true;
    }
    if (sheet->kind == SHEET_FILTER) { /* Enter has kept the words; whatever else closes it takes them away */
        app->ui.filter[0] = '\0';
    }
    if (kind == SHEET_CLOSED) {
        bool was_open = sheet->kind != SHEET_CLOSED;
        sheet->kind = SHEET_CLOSED; /* whatever else is done, is seen */
        return was_open && command == COMMAND_ESCAPE;
    }
    bool twice = sheet->kind == kind, possible = kind == SHEET_PALETTE || sheet_picks_file(kind) || kind == SHEET_SETTINGS ||
                                                 kind == SHEET_GLOSSARY || kind == SHEET_PREDICTIONS || kind == SHEET_MORE ||
                                                 (app->trace && app->ui.screen == SCREEN_LESSON);
    *sheet = (SheetUi){.kind = twice || !possible ? SHEET_CLOSED : kind, .deaf = true};
    app->ui.help = false;
    if (sheet->kind == SHEET_FILTER) {
        text_field_write(&sheet->field, app->ui.filter);
        text_field_select_all(&sheet->field);
    }
    if (sheet->kind == SHEET_GLOSSARY) {
        app_glossary_shown(app);
    }
    if (sheet->kind == SHEET_EXPORT) {
        app_export_open(app);
    }
    if (sheet->kind == SHEET_RUN) {
        text_field_write(&sheet->field, app->ran_in);
    }
    app_open_ask(app);
    return true;
}

void app_sheet_choose(App *app, size_t number, int64_t now)
{
    SheetRow rows[SHEET_ROWS];
    if (app->ui.sheet.kind == SHEET_STATISTICS) {
        app_statistics_choose(app, number);
        return;
    }
    size_t count = current_rows(app, rows);
    if (number >= count || app->ui.sheet.kind == SHEET_CLOSED) {
        return;
    }
    if (app->ui.sheet.kind == SHEET_GLOSSARY) {
        app->ui.sheet.choice = number; /* a click shows what it means */
    } else if (app->ui.sheet.kind == SHEET_PREDICTIONS) {
        app->ui.sheet.kind = SHEET_CLOSED;
        app_way_practise(app, (PredictKind)rows[number].n);
    } else if (sheet_picks_file(app->ui.sheet.kind)) {
        app_open_row(app, &rows[number], false);
    } else if (rows[number].command != COMMAND_NONE) {
        app->ui.sheet.kind = SHEET_CLOSED;
        app_command(app, rows[number].command, now);
    } else if (rows[number].n != SIZE_MAX) {
        keep_found(app);
        app->ui.sheet.kind = SHEET_CLOSED;
        app_seek(app, rows[number].n);
    }
}

void app_sheet_move(App *app, int by)
{
    if (app->ui.sheet.kind == SHEET_SETTINGS) {
        app_settings_move(app, by);
        return;
    }
    if (app->ui.sheet.kind == SHEET_STATISTICS) {
        app_statistics_move(app, 3 * by); /* the wheel */
        return;
    }
    if (app->ui.sheet.kind == SHEET_EXPORT) {
        app_export_move(app, by);
        return;
    }
    SheetRow rows[SHEET_ROWS];
    size_t count = current_rows(app, rows), choice = app->ui.sheet.choice;
    choice = by < 0 ? choice - (choice > 0) : choice + 1;
    app->ui.sheet.choice = choice < count ? choice : app->ui.sheet.choice;
    app->changed = true;
}

/* Enter: what is chosen. A path that leads to nothing that is known is tried all the same: opening it says what is wrong. */
static void confirm(App *app, int64_t now)
{
    SheetRow rows[SHEET_ROWS];
    if (app->ui.sheet.kind == SHEET_FILTER) {
        keep_filter(app);
    } else if (app->ui.sheet.kind == SHEET_GLOSSARY) {
        size_t count = current_rows(app, rows);
        if (app->ui.sheet.choice < count) {
            app_glossary_follow(app, rows[app->ui.sheet.choice].n);
        }
    } else if (sheet_picks_file(app->ui.sheet.kind) && (current_rows(app, rows) == 0 || rows[0].n == SIZE_MAX)) {
        app_open_written(app);
    } else {
        app_sheet_choose(app, app->ui.sheet.choice, now);
    }
}

static void complete(App *app)
{
    SheetRow rows[SHEET_ROWS];
    size_t count = current_rows(app, rows);
    if (app->ui.sheet.choice < count) {
        app_open_row(app, &rows[app->ui.sheet.choice], true);
    }
}

/* The letter that a key pressed with Ctrl stands for on the user's own keyboard, as it is usual in a line of text; 0: none. */
static char control_letter(const App *app, const char *key)
{
    if (strncmp(key, "Ctrl+", 5) != 0 || key[5] < 'A' || key[5] > 'Z' || key[6] != '\0') {
        return 0;
    }
    const char *printed = app->letters.letter[key[5] - 'A'];
    return printed[0] ? (printed[1] ? 0 : printed[0]) : key[5];
}

/* Select all, copy, cut, paste. */
static bool clipboard_key(App *app, TextField *field, const char *key)
{
    char letter = control_letter(app, key);
    size_t from, to;
    text_field_selection(field, &from, &to);
    if (letter == 'A') {
        text_field_select_all(field);
    } else if (letter == 'V') {
        app->want_paste = true;
    } else if (letter == 'C' || letter == 'X') {
        memcpy(app->clipboard, field->text + from, to - from);
        app->clipboard[to - from] = '\0';
        app->want_copy = from < to;
        if (letter == 'X' && from < to) {
            text_field_key(field, "Delete");
        }
    } else {
        return false;
    }
    return true;
}

bool app_key(App *app, const char *key, bool repeat, int64_t now)
{
    SheetUi *sheet = &app->ui.sheet;
    Command command = command_by_key(key);
    app_notice_read(app, now);
    if (sheet->kind == SHEET_CLOSED && (app_predict_key(app, key) || app_policy_key(app, key))) {
        return true;
    }
    if (sheet->kind == SHEET_CLOSED && app_focus_key(app, key, repeat, now)) {
        return true;
    }
    if (sheet->kind == SHEET_CLOSED && app->ui.screen == SCREEN_MENU && !app->ui.help) {
        return app_menu_key(app, key, repeat);
    }
    if (sheet->kind == SHEET_SETTINGS && command != COMMAND_QUIT && command != COMMAND_FULL_SCREEN) {
        app_settings_key(app, key, now);
        return true;
    }
    if (sheet->kind == SHEET_STATISTICS && command != COMMAND_QUIT && command != COMMAND_FULL_SCREEN) {
        app_statistics_key(app, key, now);
        return true;
    }
    if (sheet->kind != SHEET_CLOSED && clipboard_key(app, &sheet->field, key)) {
        sheet->choice = sheet->kind == SHEET_EXPORT ? EXPORT_ROW_NAME : 0;
        app->changed = true;
        return true;
    }
    if (sheet->kind == SHEET_CLOSED || command == COMMAND_QUIT || command == COMMAND_FULL_SCREEN) {
        return false;
    }
    if (sheet->kind == SHEET_EXPORT) {
        app_export_key(app, key, repeat, now);
        return true;
    }
    sheet->deaf = sheet->deaf && repeat;
    app->changed = true;
    if (sheet->kind == SHEET_FIND && (command == COMMAND_FIND_NEXT || command == COMMAND_FIND_PREVIOUS)) {
        keep_found(app);
        app_command(app, command, now);
    } else if (command == COMMAND_ESCAPE || command == COMMAND_PALETTE || command == COMMAND_GLOSSARY || command == COMMAND_PREDICTIONS ||
               command == COMMAND_MORE) {
        app_command(app, command, now);
    } else if (strcmp(key, "Return") == 0) {
        if (!repeat) {
            confirm(app, now);
        }
    } else if (sheet_picks_file(sheet->kind) && strcmp(key, "Tab") == 0) {
        complete(app);
    } else if (strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0) {
        app_sheet_move(app, key[0] == 'U' ? -1 : 1);
    } else if (text_field_key(&sheet->field, key)) {
        sheet->choice = 0;
        app_open_ask(app);
    }
    return true;
}

void app_text(App *app, const char *text)
{
    if (app->ui.sheet.kind != SHEET_CLOSED && !app_takes_text(app)) {
        return; /* there is nothing to write */
    }
    if (app->ui.sheet.kind == SHEET_EXPORT) {
        app_export_text(app, text);
        return;
    }
    if (app->ui.sheet.kind != SHEET_CLOSED && !app->ui.sheet.deaf) {
        text_field_write(&app->ui.sheet.field, text);
        app->ui.sheet.choice = 0;
        if (sheet_picks_file(app->ui.sheet.kind)) {
            app_open_restart(app);
        }
        app_open_ask(app);
        app->changed = true;
    } else if (app->ui.sheet.kind == SHEET_CLOSED && app->ui.screen == SCREEN_MENU && !app->ui.help) {
        app_menu_text(app, text);
    }
}

bool app_takes_text(const App *app)
{
    const Ui *ui = &app->ui;
    return ui->sheet.kind != SHEET_SETTINGS && ui->sheet.kind != SHEET_STATISTICS && ui->sheet.kind != SHEET_PREDICTIONS &&
           ui->sheet.kind != SHEET_MORE && (ui->sheet.kind != SHEET_CLOSED || (ui->screen == SCREEN_MENU && !ui->help));
}
