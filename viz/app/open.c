/* open.c: the sheet in which a file is looked for, a recording or a program: completing its path, and asking main for folders and for what is chosen. */
#include "parts.h"

#include "view/files/listing.h"
#include "panels/sheets/sheet.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void app_open_ask(App *app)
{
    const char *text = app->ui.sheet.field.text;
    int length = (int)sheet_folder_length(text);
    if (sheet_picks_file(app->ui.sheet.kind) &&
        (!app->listing || (int)strlen(app->listing->folder) != length || strncmp(app->listing->folder, text, (size_t)length) != 0)) {
        app->want_listing = true;
        snprintf(app->want_folder, sizeof app->want_folder, "%.*s", length, text);
    }
}

void app_open_restart(App *app)
{
    TextField *field = &app->ui.sheet.field;
    const char *root = strstr(field->text, "//"), *own = strstr(field->text, "/~/");
    const char *from = root && root > own ? root + 1 : own ? own + 1 : NULL;
    if (from) {
        char kept[TEXT_FIELD_BYTES];
        snprintf(kept, sizeof kept, "%s", from);
        *field = (TextField){.length = 0};
        text_field_write(field, kept);
    }
}

void app_listed(App *app, Listing *listing)
{
    listing_free(app->listing);
    app->listing = listing;
    if (listing && *listing->start && sheet_picks_file(app->ui.sheet.kind) && app->ui.sheet.deaf && app->ui.sheet.field.length == 0) {
        text_field_write(&app->ui.sheet.field, listing->start);
        if (strcmp(app->ui.sheet.field.text, listing->start) == 0) {
            snprintf(listing->folder, sizeof listing->folder, "%s", listing->start);
        } else {
            app->ui.sheet.field = (TextField){.length = 0}; /* a name that cannot be written: it stays where it is, unnamed */
        }
    }
    app->changed = true;
}

static void write_path(App *app, const char *folder, size_t folder_bytes, const char *name, bool inside)
{
    TextField *field = &app->ui.sheet.field;
    char path[2 * RECENT_PATH];
    snprintf(path, sizeof path, "%.*s%s%s", (int)folder_bytes, folder, name, inside ? "/" : "");
    *field = (TextField){.length = 0};
    text_field_write(field, path);
    app->ui.sheet.choice = 0;
    app_open_ask(app);
}

/* Into a folder; out of one by taking its name off the path. */
static void enter(App *app, const char *folder, size_t length, const char *name)
{
    size_t above = length > 1 ? length - 1 : 0;
    while (above > 0 && folder[above - 1] != '/') {
        above--;
    }
    bool named = length - above > 1 && strncmp(folder + above, "../", 3) != 0 && strncmp(folder + above, "~", 1) != 0;
    if (strcmp(name, "..") != 0) {
        write_path(app, folder, length, name, true);
    } else if (named) {
        write_path(app, folder, above, "", false);
    } else if (strcmp(folder, "/") == 0) {
        write_path(app, folder, length, "", false);
    } else {
        write_path(app, folder, length, "..", true);
    }
}

/* The sheet has what it was there for: main opens or runs it. */
static void choose(App *app, const char *folder, size_t folder_bytes, const char *name)
{
    bool runs = app->ui.sheet.kind == SHEET_RUN;
    char *wanted = runs ? app->want_program : app->want_path;
    snprintf(wanted, RECENT_PATH, "%.*s%s", (int)folder_bytes, folder, name);
    if (runs) {
        snprintf(app->ran_in, sizeof app->ran_in, "%.*s", (int)sheet_folder_length(wanted), wanted);
    }
    app->ui.sheet.kind = SHEET_CLOSED;
}

void app_open_row(App *app, const SheetRow *row, bool completing)
{
    char folder[RECENT_PATH];
    const Listing *listing = app->listing;
    if (!listing || row->n >= listing->count) {
        return;
    }
    const ListingEntry *entry = &listing->entry[row->n];
    size_t length = strlen(listing->folder);
    memcpy(folder, listing->folder, length + 1);
    if (entry->folder) {
        enter(app, folder, length, entry->name);
    } else if (completing) {
        write_path(app, folder, length, entry->name, false);
    } else {
        choose(app, folder, length, entry->name);
    }
    app->changed = true;
}

void app_open_written(App *app)
{
    const char *text = app->ui.sheet.field.text;
    text += strspn(text, " ");
    if (*text) {
        choose(app, "", 0, text);
    }
}
