/* export.c: the sheet that writes what is seen to a file: what, in which format, under which name; main writes it, and says how that goes. */
#include "parts.h"

#include "panels/sheets/export.h"
#include "panels/sheets/preview.h"

#include <stdlib.h>
#include <string.h>

enum { FILM_WIDTH = 1280, FILM_HEIGHT = 720, GIF_WIDTH = 960, GIF_HEIGHT = 600, TIMELINE_WIDTH = 1200 }; /* px */

static FormatGroup group_of(const App *app) { return format_of_subject(app->ui.exporting.subject); }
static bool writes(const App *app) { return app->preview != NULL && app->preview->percent != PREVIEW_IDLE; }

ExportFormat app_export_format(const App *app) { return app->ui.exporting.format[group_of(app)]; }

/* What a file can be called after: letters, digits and what stands between them. */
static void base_name(const App *app, char *name, size_t size)
{
    const char *from = app->lesson != NULL ? app->lesson->name : trace_title(app->trace), *slash = strrchr(from, '/');
    size_t length = 0;
    from = slash != NULL ? slash + 1 : from;
    for (; *from != '\0' && length + 1 < size && length < 60; from++) {
        bool letter = (*from >= 'a' && *from <= 'z') || (*from >= 'A' && *from <= 'Z') || (*from >= '0' && *from <= '9');
        if (*from == '.' && length > 0) {
            break; /* "program.py" */
        }
        if (letter || (length > 0 && name[length - 1] != '-')) {
            name[length++] = *from == '_' || letter ? *from : '-';
        }
    }
    name[length] = '\0';
    if (length == 0) {
        snprintf(name, size, "run");
    }
}

static void set_field(App *app, const char *text)
{
    TextField *field = &app->ui.sheet.field;
    text_field_select_all(field);
    if (text[0] != '\0') {
        text_field_write(field, text);
    }
    text_field_select_all(field);
}

/* Of a written name that is without one, or has that of another format: the ending is made to fit. */
static void fit_ending(char *name, size_t size, ExportFormat format)
{
    ExportFormat had = format_of_name(name);
    const char *ending = format_ending(format);
    size_t length = strlen(name), cut = strlen(format_ending(had));
    if (had == format) {
        return;
    }
    length -= had != EXPORT_UNKNOWN && cut < length ? cut : 0;
    while (length > 0 && name[length - 1] == '.') {
        length--;
    }
    snprintf(name + length, size - length, "%s%s", ending[0] == '.' ? "" : ".", ending);
}

/* The name that is put there, as long as the reader has written none. */
static void suggest_name(App *app)
{
    ExportUi *ui = &app->ui.exporting;
    char name[sizeof ui->given], base[80];
    base_name(app, base, sizeof base);
    bool own = app->ui.sheet.field.length > 0 && strcmp(app->ui.sheet.field.text, ui->given) != 0;
    if (own) {
        snprintf(name, sizeof name, "%s", app->ui.sheet.field.text);
    } else if (ui->subject == EXPORT_MOMENT) {
        snprintf(name, sizeof name, "%s-%zu", base, app->player.n);
    } else {
        snprintf(name, sizeof name, "%s%s", base, ui->subject == EXPORT_TIMELINE ? "-timeline" : "");
    }
    fit_ending(name, sizeof name, app_export_format(app));
    if (!own) {
        memcpy(ui->given, name, sizeof ui->given);
    }
    ui->there[0] = '\0';
    set_field(app, name);
}

void app_export_open(App *app)
{
    ExportUi *ui = &app->ui.exporting;
    for (int group = 0; group < FORMAT_GROUPS; group++) {
        if (format_group(ui->format[group]) != (FormatGroup)group) {
            ui->format[group] = format_next((FormatGroup)group, EXPORT_UNKNOWN, 1);
        }
    }
    ui->given[0] = '\0';
    app->notice[0] = '\0';
    suggest_name(app);
}

void app_export_free(App *app)
{
    if (app->preview != NULL) {
        drawlist_free(&app->preview->list);
        free(app->preview);
        app->preview = NULL;
    }
}

AppPicture app_export_picture(const App *app, float *width, float *height)
{
    switch (app->ui.exporting.subject) {
    case EXPORT_TIMELINE:
        *width = TIMELINE_WIDTH;
        *height = app_timeline_height(app, APP_LANES_ALL);
        return APP_PICTURE_TIMELINE;
    case EXPORT_FILM: {
        bool gif = app_export_format(app) == EXPORT_GIF;
        *width = gif ? GIF_WIDTH : FILM_WIDTH;
        *height = gif ? GIF_HEIGHT : FILM_HEIGHT;
        return APP_PICTURE_FILM;
    }
    case EXPORT_MOMENT:
    case EXPORT_HANDOUT:
    case EXPORT_RUN:
    case EXPORT_SUBJECTS: break;
    }
    *width = app->width;
    *height = app->height;
    return APP_PICTURE_WINDOW;
}

void app_export_part(App *app, size_t *from, size_t *until)
{
    View view = {.trace = app->trace, .ui = &app->ui, .player = &app->player};
    export_part(&view, from, until);
}

void app_export_preview(App *app, TextMetrics metrics)
{
    FormatGroup group = group_of(app);
    if (app->ui.sheet.kind != SHEET_EXPORT || app->trace == NULL) {
        return;
    }
    if (app->preview == NULL) {
        app->preview = calloc(1, sizeof *app->preview);
        if (app->preview == NULL) {
            return; /* without memory there is no picture of it */
        }
        drawlist_init(&app->preview->list, metrics);
        app->preview->percent = PREVIEW_IDLE;
    }
    Preview *preview = app->preview;
    preview->width = preview->height = 0;
    preview->list.metrics = metrics;
    drawlist_clear(&preview->list);
    if (group != FORMAT_PICTURE && group != FORMAT_FILM) {
        return;
    }
    Player player = app->player;
    char notice[sizeof app->notice];
    memcpy(notice, app->notice, sizeof notice);
    app->notice[0] = '\0'; /* it tells of the writing */
    float width, height;
    AppPicture what = app_export_picture(app, &width, &height);
    if (what == APP_PICTURE_FILM) {
        size_t from, until;
        app_export_part(app, &from, &until);
        player_seek(&app->player, app->trace, from);
    }
    app_draw_picture(app, what, &preview->list, width, height, 0);
    app->player = player;
    memcpy(app->notice, notice, sizeof notice);
    preview->width = width;
    preview->height = height;
}

static void change(App *app, ExportRow row, int direction)
{
    ExportUi *ui = &app->ui.exporting;
    if (row == EXPORT_ROW_SUBJECT) {
        int to = (int)ui->subject + direction;
        ui->subject = (ExportSubject)(to < 0 ? 0 : to >= EXPORT_SUBJECTS ? EXPORT_SUBJECTS - 1 : to);
    } else if (row == EXPORT_ROW_FORMAT) {
        FormatGroup group = group_of(app);
        ui->format[group] = format_next(group, ui->format[group], direction);
    } else {
        return;
    }
    app->notice[0] = '\0';
    suggest_name(app);
}

/* The format that the written name has, where it is one of those that can be chosen; else its end is made to fit. */
static void ask_for_it(App *app)
{
    ExportUi *ui = &app->ui.exporting;
    char name[TEXT_FIELD_BYTES];
    FormatGroup group = group_of(app);
    snprintf(name, sizeof name, "%s", app->ui.sheet.field.text);
    if (name[0] == '\0' || name[strlen(name) - 1] == '/') {
        app_notice(app, "Write a name for the file.");
        return;
    }
    ExportFormat written = format_of_name(name);
    if (group == FORMAT_HANDOUT && (written == EXPORT_PDF || written == EXPORT_PAGE)) {
        ui->format[group] = written == EXPORT_PDF ? EXPORT_HANDOUT_PDF : EXPORT_HANDOUT_HTML; /* its name need not say so once more */
    } else {
        ui->format[group] = format_group(written) == group ? written : ui->format[group];
        fit_ending(name, sizeof name, ui->format[group]);
    }
    snprintf(app->export_file, sizeof app->export_file, "%s", name);
    app->export_over = strcmp(ui->there, name) == 0;
    app->want_export = true;
    app->notice[0] = '\0';
    app_export_progress(app, 0, false);
}

void app_export_click(App *app, uint32_t id)
{
    if (id == EXPORT_HIT_STOP) {
        app->want_stop_export = true;
    } else if (writes(app)) {
        return;
    } else if (id == EXPORT_HIT_WRITE) {
        ask_for_it(app);
    } else {
        app->ui.sheet.choice = id / 2;
        change(app, (ExportRow)(id / 2), id % 2 != 0 ? 1 : -1);
    }
    app->changed = true;
}

void app_export_move(App *app, int by)
{
    size_t choice = app->ui.sheet.choice;
    app->ui.sheet.choice = by < 0 ? choice - (choice > 0) : choice + (choice + 1 < EXPORT_ROWS);
    app->changed = true;
}

void app_export_key(App *app, const char *key, bool repeat, int64_t now)
{
    SheetUi *sheet = &app->ui.sheet;
    Command command = command_by_key(key);
    bool names = sheet->choice == EXPORT_ROW_NAME;
    app->changed = true;
    sheet->deaf = sheet->deaf && repeat;
    if (writes(app)) {
        app->want_stop_export = app->want_stop_export || command == COMMAND_ESCAPE;
    } else if (command == COMMAND_ESCAPE || command == COMMAND_EXPORT) {
        app_command(app, COMMAND_ESCAPE, now);
    } else if (strcmp(key, "Return") == 0) {
        if (!repeat) {
            ask_for_it(app);
        }
    } else if (strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0) {
        app_export_move(app, key[0] == 'U' ? -1 : 1);
    } else if (strcmp(key, "Tab") == 0) {
        sheet->choice = (sheet->choice + 1) % EXPORT_ROWS;
    } else if (!names && (strcmp(key, "Left") == 0 || strcmp(key, "Right") == 0)) {
        change(app, (ExportRow)sheet->choice, key[0] == 'L' ? -1 : 1);
    } else if (text_field_key(&sheet->field, key)) {
        sheet->choice = EXPORT_ROW_NAME;
    }
}

void app_export_text(App *app, const char *text)
{
    if (!writes(app) && !app->ui.sheet.deaf) {
        text_field_write(&app->ui.sheet.field, text);
        app->ui.sheet.choice = EXPORT_ROW_NAME;
        app->changed = true;
    }
}

void app_export_progress(App *app, int percent, bool known)
{
    if (app->preview != NULL) {
        app->preview->percent = percent;
        app->preview->known = known;
    }
    app->changed = true;
}

void app_exported(App *app, AppExported how, const char *sentence)
{
    app_export_progress(app, PREVIEW_IDLE, false);
    if (how == APP_EXPORTED && app->ui.sheet.kind == SHEET_EXPORT) {
        app->ui.sheet.kind = SHEET_CLOSED;
    }
    if (how == APP_EXPORT_THERE) {
        snprintf(app->ui.exporting.there, sizeof app->ui.exporting.there, "%s", app->export_file);
    }
    app_notice(app, sentence);
}
