/* rows.c: what the text of the sheet leads to: tasks, output, lines and events of the run; a place in it; a command. */
#include "sheet.h"

#include "lesson/glossary.h"
#include "lesson/program.h"
#include "view/filter.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Rows {
    SheetRow *row;
    size_t count;
} Rows;

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

bool sheet_holds(const char *text, size_t length, const char *words)
{
    size_t wanted = strlen(words);
    for (size_t at = 0; at + wanted <= length; at++) {
        size_t same = 0;
        while (same < wanted && small(text[at + same]) == small(words[same])) {
            same++;
        }
        if (same == wanted) {
            return true;
        }
    }
    return false;
}

/* Whether the letters stand in the text in this order, others between them. */
static bool holds_letters(const char *text, const char *letters)
{
    for (; *text && *letters; text++) {
        letters += small(*text) == small(*letters);
    }
    return *letters == '\0';
}

static SheetRow *add(Rows *rows, size_t n, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* NULL: there is no more room. The text is cut between characters. */
static SheetRow *add(Rows *rows, size_t n, const char *format, ...)
{
    if (rows->count == SHEET_ROWS) {
        return NULL;
    }
    SheetRow *row = &rows->row[rows->count++];
    *row = (SheetRow){.n = n};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(row->text, sizeof row->text, format, arguments);
    va_end(arguments);
    size_t length = strlen(row->text), start = length;
    while (start > 0 && ((unsigned char)row->text[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    if (length == sizeof row->text - 1 && start > 0 && (unsigned char)row->text[start - 1] >= 0x80) {
        row->text[start - 1] = '\0';
    }
    for (char *c = row->text; *c; c++) {
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    }
    return row;
}

static void say_moment(const View *view, SheetRow *row, const char *what)
{
    if (row) {
        int64_t t = row->n > 0 ? trace_event(view->trace, row->n - 1)->t : 0;
        snprintf(row->side, sizeof row->side, "%s  %lld.%03d s", what, (long long)(t / 1000000000), (int)(t / 1000000 % 1000));
    }
}

static void find_tasks(const View *view, Rows *rows, const char *words)
{
    size_t count = 0;
    const uint32_t *lanes = spans_lanes(view->spans, &count);
    for (size_t i = 0; i < count && rows->count < SHEET_ROWS; i++) {
        char label[64];
        const Span *spans = NULL;
        model_task_label(view->model, ref_make(REF_TASK, lanes[i]), label, sizeof label);
        if (sheet_holds(label, strlen(label), words) && spans_of(view->spans, lanes[i], &spans) > 0) {
            say_moment(view, add(rows, (size_t)spans[0].from + 1, "%s", label), view_words(view, "task made"));
        }
    }
}

static void find_output(const View *view, Rows *rows, const char *words)
{
    size_t count = 0;
    const uint32_t *printed = spans_landmarks(view->spans, LANDMARK_OUTPUT, &count);
    for (size_t i = 0; i < count && rows->count < SHEET_ROWS; i++) {
        const char *text = trace_text(view->trace, trace_event(view->trace, printed[i])->b);
        if (sheet_holds(text, strlen(text), words)) {
            say_moment(view, add(rows, (size_t)printed[i] + 1, "%s", text), view_words(view, "printed"));
        }
    }
}

static void find_lines(const View *view, Rows *rows, const char *words)
{
    ProgramText shown = view_program_text(view);
    uint32_t count = shown.text ? program_line_count(&shown) : 0;
    for (uint32_t line = 1; line <= count && rows->count < SHEET_ROWS; line++) {
        size_t length = 0;
        const char *text = program_find(&shown, line, &length);
        if (text && sheet_holds(text, length, words)) {
            size_t n = program_next_run(&shown, line), blank = 0;
            while (blank < length && (text[blank] == ' ' || text[blank] == '\t')) {
                blank++;
            }
            if (n != SIZE_MAX) {
                char what[32];
                snprintf(what, sizeof what, view_words(view, "line %u ran"), (unsigned)line);
                say_moment(view, add(rows, n, "%.*s", (int)(length - blank), text + blank), what);
            }
        }
    }
}

static void find_events(const View *view, Rows *rows, const char *words)
{
    bool wanted[EV_COUNT] = {false}, any = false;
    for (int kind = 0; kind < EV_COUNT; kind++) {
        const char *name = trace_event_name((EventKind)kind);
        any |= wanted[kind] = sheet_holds(name, strlen(name), words);
    }
    for (size_t i = 0; any && i < trace_count(view->trace) && rows->count < SHEET_ROWS; i++) {
        const Event *event = trace_event(view->trace, i);
        if (event->kind < EV_COUNT && wanted[event->kind]) {
            char what[32];
            snprintf(what, sizeof what, view_words(view, "event %zu"), i + 1);
            say_moment(view, add(rows, i + 1, "%s", trace_event_name((EventKind)event->kind)), what);
        }
    }
}

/* To the number-th landmark, from 1. */
static void go_to_landmark(const View *view, Rows *rows, Landmark landmark, unsigned long number)
{
    size_t count = 0;
    const uint32_t *marks = spans_landmarks(view->spans, landmark, &count);
    bool turn = landmark == LANDMARK_TURN;
    if (number == 0 || number > count) {
        add(rows, SIZE_MAX,
            turn ? view_words(view, "There is no turn %lu: this run has %zu of them.")
                 : view_words(view, "There is no await point %lu: this run has %zu of them."),
            number, count);
    } else {
        say_moment(view,
                   add(rows, (size_t)marks[number - 1] + 1,
                       turn ? view_words(view, "turn %lu of %zu") : view_words(view, "await point %lu of %zu"), number, count),
                   view_words(view, "at"));
    }
}

static void go_to_time(const View *view, Rows *rows, double seconds)
{
    size_t low = 0, high = trace_count(view->trace);
    double last = high > 0 ? (double)trace_event(view->trace, high - 1)->t / 1e9 : 0;
    if (seconds < 0 || seconds > last) {
        add(rows, SIZE_MAX, view_words(view, "The run lasts from 0 s to %.3f s."), last);
        return;
    }
    while (low < high) { /* the events at that very time have happened */
        size_t middle = low + (high - low) / 2;
        if ((double)trace_event(view->trace, middle)->t <= seconds * 1e9 + 0.5) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    say_moment(view, add(rows, low, view_words(view, "the moment %g s"), seconds), view_words(view, "last event before at"));
}

static void go_to(const View *view, Rows *rows, const char *text)
{
    bool event = small(text[0]) == 'e', turn = small(text[0]) == 't';
    const char *number = text + strcspn(text, "-0123456789.");
    char *end = NULL;
    double value = strtod(number, &end);
    bool time = small(*end) == 's' || (small(end[0]) == 'm' && small(end[1]) == 's');
    bool whole = value >= 0 && value < 4e9 && !strchr(number, '.') && *number >= '0' && *number <= '9';
    if (end == number || !(value > -1e9 && value < 4e9) || (!time && (!whole || *end != '\0'))) {
        add(rows, SIZE_MAX, view_words(view, "Write 12 for an await point, turn 4, e120 for an event, or 2.5s for a time."));
    } else if (time) {
        go_to_time(view, rows, small(*end) == 's' ? value : value / 1000);
    } else if (event && value > (double)trace_count(view->trace)) {
        add(rows, SIZE_MAX, view_words(view, "There is no event %.0f: this run has %zu of them."), value, trace_count(view->trace));
    } else if (event) {
        say_moment(view, add(rows, (size_t)value, view_words(view, "event %.0f of %zu"), value, trace_count(view->trace)),
                   view_words(view, "at"));
    } else {
        go_to_landmark(view, rows, turn ? LANDMARK_TURN : LANDMARK_AWAIT, (unsigned long)value);
    }
}

/* Those that hold the words come first, then those that hold only their letters. */
static void find_commands(const View *view, Rows *rows, const char *words)
{
    for (int letters = 0; letters < 2; letters++) {
        for (int i = 1; i < COMMAND_COUNT && rows->count < SHEET_ROWS; i++) {
            const CommandInfo *info = command_info((Command)i);
            const char *help = view_words(view, info->help);
            bool exact = sheet_holds(help, strlen(help), words) || sheet_holds(info->name, strlen(info->name), words);
            bool own = i == COMMAND_PALETTE || i == COMMAND_ESCAPE || i == COMMAND_ACTIVATE || !view_offers(view, (Command)i);
            if (!own && (letters ? !exact && holds_letters(help, words) : exact)) {
                SheetRow *row = add(rows, SIZE_MAX, "%s", help);
                row->command = (Command)i;
                command_key_local(view->letters, (Command)i, row->side, sizeof row->side);
            }
        }
    }
}

/* Those whose name holds the words come first, then those that say something of it. */
static void find_terms(Language language, Rows *rows, const char *words)
{
    for (int within = 0; within < 2; within++) {
        for (size_t i = 0; i < glossary_count(language) && rows->count < SHEET_ROWS; i++) {
            const GlossaryEntry *entry = glossary_at(language, i);
            bool named = sheet_holds(entry->term, strlen(entry->term), words);
            bool said = sheet_holds(entry->text, strlen(entry->text), words) ||
                        (entry->words && sheet_holds(entry->words, strlen(entry->words), words));
            if (within ? !named && said : named) {
                add(rows, i, "%s", entry->term);
            }
        }
    }
}

static void list_kinds(const View *view, Rows *rows)
{
    PredictKind kinds[PREDICT_KIND_COUNT];
    size_t count = view->kept ? way_kinds(view->lessons, kinds) : 0;
    for (size_t i = 0; i < count; i++) {
        WayScore score = way_score(view->lessons, view->kept, kinds[i]);
        SheetRow *row = add(rows, (size_t)kinds[i], "%s", view_words(view, predict_kind_name(kinds[i])));
        if (score.answered == 0) {
            snprintf(row->side, sizeof row->side, view_words(view, "not asked yet"));
        } else if (score.answered < score.count) {
            snprintf(row->side, sizeof row->side, view_words(view, "%u of %u right, %u not asked"), score.right, score.answered,
                     score.count - score.answered);
        } else {
            snprintf(row->side, sizeof row->side, view_words(view, "%u of %u right"), score.right, score.answered);
        }
    }
}

size_t sheet_rows(const View *view, SheetRow rows[SHEET_ROWS])
{
    Rows found = {.row = rows};
    const char *text = view->ui->sheet.field.text;
    text += strspn(text, " ");
    if (sheet_picks_file(view->ui->sheet.kind)) {
        return sheet_open_rows(view, rows);
    }
    if (view->ui->sheet.kind == SHEET_MORE) {
        return sheet_more_rows(view, rows);
    }
    if (view->ui->sheet.kind == SHEET_PREDICTIONS) {
        list_kinds(view, &found);
    } else if (view->ui->sheet.kind == SHEET_GLOSSARY) {
        find_terms(view->ui->language, &found, text);
    } else if (view->ui->sheet.kind == SHEET_PALETTE) {
        find_commands(view, &found, text);
    } else if (*text && view->trace && view->ui->sheet.kind == SHEET_GO_TO) {
        go_to(view, &found, text);
    } else if (*text && view->filter && view->ui->sheet.kind == SHEET_FILTER) {
        add(&found, SIZE_MAX, view_words(view, "%zu of %zu tasks are shown."), filter_count(view->filter), spans_task_count(view->spans));
    } else if (*text && view->trace && view->ui->sheet.kind == SHEET_FIND) {
        find_tasks(view, &found, text);
        find_output(view, &found, text);
        find_lines(view, &found, text);
        find_events(view, &found, text);
    }
    return found.count;
}
