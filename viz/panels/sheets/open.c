/* open.c: what the path that is being written into the sheet can still become. */
#include "sheet.h"

#include "view/files/listing.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

size_t sheet_folder_length(const char *text)
{
    const char *slash = strrchr(text, '/');
    return slash ? (size_t)(slash - text) + 1 : 0;
}

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool begins(const char *name, const char *letters)
{
    while (*letters && small(*name) == small(*letters)) {
        name++;
        letters++;
    }
    return *letters == '\0';
}

/* What is hidden shows once its dot is written; the folder above when nothing is. */
static bool offered(const char *name, const char *letters)
{
    bool above = strcmp(name, "..") == 0;
    return begins(name, letters) && (name[0] != '.' || letters[0] == '.' || (above && !*letters));
}

/* Files of the kind that is looked for come first, then folders, the one above, and other files: of those that are no program only whose name is being written. */
typedef enum Rank { RANK_WANTED, RANK_FOLDER, RANK_ABOVE, RANK_OTHER, RANKS } Rank;

static bool is_wanted(SheetKind kind, const char *name) { return kind == SHEET_RUN ? listing_is_python(name) : listing_is_recording(name); }

static Rank rank_of(SheetKind kind, const ListingEntry *entry)
{
    return entry->folder                  ? (strcmp(entry->name, "..") == 0 ? RANK_ABOVE : RANK_FOLDER)
           : is_wanted(kind, entry->name) ? RANK_WANTED
                                          : RANK_OTHER;
}

static const char *side_of(const View *view, Rank rank)
{
    return rank == RANK_ABOVE                  ? view_words(view, "the folder above")
           : rank == RANK_FOLDER               ? view_words(view, "folder")
           : rank == RANK_OTHER                ? ""
           : view->ui->sheet.kind == SHEET_RUN ? view_words(view, "program")
                                               : view_words(view, "recording");
}

static SheetRow *say(SheetRow *row, const char *text)
{
    *row = (SheetRow){.n = SIZE_MAX};
    snprintf(row->text, sizeof row->text, "%.*s", SHEET_TEXT - 1, text);
    return row;
}

size_t sheet_open_rows(const View *view, SheetRow rows[SHEET_ROWS])
{
    const char *text = view->ui->sheet.field.text, *letters = text + sheet_folder_length(text);
    const Listing *listing = view->listing;
    size_t count = 0;
    if (!listing || strncmp(listing->folder, text, sheet_folder_length(text)) != 0 || listing->folder[sheet_folder_length(text)] != '\0') {
        return 0; /* main has not answered yet */
    }
    if (*listing->fault) {
        char fault[SAID_TEXT];
        say(&rows[0], words_said(view->ui->language, listing->fault, fault, sizeof fault));
        return 1;
    }
    SheetKind kind = view->ui->sheet.kind;
    Rank last = kind == SHEET_RUN && letters[0] == '\0' ? RANK_ABOVE : RANK_OTHER;
    for (int rank = RANK_WANTED; rank <= (int)last; rank++) {
        for (size_t i = 0; i < listing->count && count < SHEET_ROWS; i++) {
            const ListingEntry *entry = &listing->entry[i];
            if (rank_of(kind, entry) == (Rank)rank && offered(entry->name, letters)) {
                SheetRow *row = say(&rows[count++], entry->name);
                row->n = i;
                snprintf(row->side, sizeof row->side, "%s", side_of(view, (Rank)rank));
            }
        }
    }
    return count;
}
