/* folder.c: see folder.h. page.c reads the Markdown, folder_knobs.c the program's knobs; here is what a file from outside may not hold. */
#include "folder.h"

#include "language/said.h"
#include "language/words_in.h"
#include "folder_knobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_TEXT = 2000 /* bytes: of a paragraph, of a point */ };

/* All that a lesson points to. */
typedef struct Owned {
    struct Owned *next;
    LessonPage page;
    FolderKnobs knobs;
    char file[FOLDER_NAME + 4], name[FOLDER_NAME + 4], program_file[FOLDER_NAME + 4], fault[FOLDER_FAULT];
    unsigned program_line;
    char words[]; /* the whole file */
} Owned;

static Owned *first_owned;

/* How long the character is that begins there; 0: it is none that stands in a text. */
static size_t character(const unsigned char *at, size_t left)
{
    size_t length = at[0] < 0x80                    ? 1
                    : at[0] >= 0xc2 && at[0] < 0xe0 ? 2
                    : at[0] >= 0xe0 && at[0] < 0xf0 ? 3
                    : at[0] >= 0xf0 && at[0] < 0xf5 ? 4
                                                    : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool control = (at[0] < 0x20 && at[0] != '\n' && at[0] != '\t') || at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);
    bool unfit = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] >= 0xa0) || (at[0] == 0xf0 && at[1] < 0x90) ||
                 (at[0] == 0xf4 && at[1] >= 0x90);
    return control || unfit ? 0 : length;
}

static bool is_text(const char *text, size_t length, unsigned *line)
{
    *line = 1;
    for (size_t at = 0, step = 0; at < length; at += step) {
        step = character((const unsigned char *)text + at, length - at);
        if (step == 0) {
            return false;
        }
        *line += text[at] == '\n';
    }
    return true;
}

/* Letters of any language, digits, "_" and "-": what a command line, a file of Python's and the list of what was reached can all hold. */
static bool is_name(const char *name)
{
    unsigned line = 0;
    bool good = name[0] != '\0' && name[0] != '-' && strlen(name) < FOLDER_NAME && is_text(name, strlen(name), &line);
    for (const char *at = name; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');
        good = good && (letter || *at == '_' || *at == '-' || ((unsigned char)*at & 0x80) != 0);
    }
    return good;
}

/* As much of the file's name as can be shown. */
static void copy_shown(char *to, size_t size, const char *from)
{
    size_t used = 0;
    for (size_t left = strlen(from), step = 0; left > 0 && used + 4 < size; from += step, left -= step) {
        step = character((const unsigned char *)from, left);
        bool shown = step > 0 && *from != '\n' && *from != '\t';
        memcpy(to + used, shown ? from : "?", shown ? step : 1);
        used += shown ? step : 1;
        step = step > 0 ? step : 1;
    }
    to[used] = '\0';
}

static void say(Owned *owned, unsigned line, const char *what)
{
    if (line > 0) {
        snprintf(owned->fault, sizeof owned->fault, SAID("%s, line %u: %s"), owned->file, line, what);
    } else {
        snprintf(owned->fault, sizeof owned->fault, SAID("%s: %s"), owned->file, what);
    }
    size_t length = strlen(owned->fault);
    while (length > 0 && ((unsigned char)owned->fault[length - 1] & 0x80) != 0 && length + 1 >= sizeof owned->fault) {
        owned->fault[--length] = '\0'; /* not half a character */
    }
}

/* The text as lines end here. */
static size_t copy_text(char *to, const char *from, size_t length)
{
    size_t used = 0, begin = length >= 3 && memcmp(from, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* some editors' mark of UTF-8 */
    for (size_t i = begin; i < length; i++) {
        if (!(from[i] == '\r' && i + 1 < length && from[i + 1] == '\n')) {
            to[used++] = from[i];
        }
    }
    to[used] = '\0';
    return used;
}

/* "line 3: what is wrong", as page.c says it, or without a line. */
static void say_of_page(Owned *owned, const char *error)
{
    unsigned line = 0;
    int read = 0;
    if (sscanf(error, "line %u: %n", &line, &read) == 1 && read > 0) {
        say(owned, line, error + read);
    } else {
        say(owned, 0, error);
    }
}

static unsigned line_of(const char *words, const char *text)
{
    size_t wanted = strlen(text);
    unsigned line = 1;
    for (const char *at = words; *at != '\0'; line++) {
        size_t length = strcspn(at, "\n");
        while (length > 0 && at[length - 1] == ' ') {
            length--;
        }
        if (wanted > 0 && length >= wanted + 2 && strncmp(at + length - wanted, text, wanted) == 0 && at[length - wanted - 1] == ' ') {
            return line;
        }
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return 0;
}

/* What is laid out anew in every frame has to have an end. NULL: all have one. */
static const char *too_long(const LessonPage *page)
{
    const char *const texts[] = {page->title, page->section, page->next, page->opening, page->rule, page->minutes};
    const PageLines *const lists[] = {&page->teaches, &page->needs, &page->cures,    &page->look_for, &page->questions, &page->task,
                                      &page->goals,   &page->hints, &page->solution, &page->story,    &page->teacher};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strlen(texts[i]) > LONGEST_TEXT) {
            return texts[i];
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t line = 0; line < lists[i]->count; line++) {
            if (strlen(lists[i]->line[line]) > LONGEST_TEXT) {
                return lists[i]->line[line];
            }
        }
    }
    return NULL;
}

static bool check_page(Owned *owned)
{
    const LessonPage *page = &owned->page;
    const char *text = too_long(page);
    char what[120];
    if (text != NULL) {
        snprintf(what, sizeof what, SAID("a text of the page has more than %d bytes: the one that begins with `%.24s`"), LONGEST_TEXT,
                 text);
        say(owned, 1, what);
    } else if (page->remark[0] != '\0') {
        say(owned, line_of(owned->words, page->remark),
            SAID("a lesson of one's own makes no mistake for a remark: leave out the line that begins with `Remark:`"));
    } else if (page->program_line == 0) {
        say(owned, 1, SAID("its program is missing, which is a block of code marked as python"));
    } else if (page->program[strspn(page->program, " \n")] == '\0') {
        say(owned, page->program_line, SAID("the program is empty"));
    }
    return owned->fault[0] == '\0';
}

static bool read_whole(Owned *owned, size_t length)
{
    char error[FOLDER_FAULT] = "";
    unsigned line = 0;
    if (!is_text(owned->words, length, &line)) {
        say(owned, line, SAID("a character here is no text: take it out, or save the file as UTF-8"));
        owned->words[0] = '\0';
        return false;
    }
    if (!page_read(&owned->page, owned->words, length, error, sizeof error)) {
        say_of_page(owned, error);
        return false;
    }
    if (!check_page(owned)) {
        return false;
    }
    owned->program_line = owned->page.program_line;
    if (!folder_knobs_read(&owned->knobs, owned->page.program, &line, error, sizeof error)) {
        say(owned, owned->program_line + line - 1, error);
        return false;
    }
    return true;
}

static Owned *owned_new(const char *file, const char *text, size_t length)
{
    size_t ending = strlen(file) >= 3 ? strlen(file) - 3 : strlen(file); /* ".md" */
    char name[FOLDER_NAME + 4] = "";
    Owned *owned = calloc(1, sizeof *owned + length + 1);
    if (owned == NULL) {
        return NULL;
    }
    owned->page = page_empty();
    copy_shown(owned->file, sizeof owned->file, file);
    snprintf(name, sizeof name, "%.*s", (int)(ending < FOLDER_NAME ? ending : FOLDER_NAME), file);
    copy_shown(owned->name, sizeof owned->name, name);
    snprintf(owned->program_file, sizeof owned->program_file, "%.*s.py", FOLDER_NAME, owned->name);
    if (!is_name(name)) {
        say(owned, 0, SAID("the name of a lesson has letters, digits, _ and - in it, and not too many: give the file another one"));
    } else if (lesson_find(name) != NULL) {
        say(owned, 0, SAID("there is a lesson of that name already: give the file another one"));
    }
    if (text != NULL) {
        size_t used = copy_text(owned->words, text, length);
        bool named = owned->fault[0] == '\0';
        if (named && !read_whole(owned, used)) {
            owned->knobs.count = 0;
        } else if (!named) {
            owned->words[0] = '\0';
        }
    }
    return owned;
}

static bool add(Owned *owned)
{
    const LessonPage *page = &owned->page;
    bool sound = owned->fault[0] == '\0';
    Lesson lesson = {.name = owned->name,
                     .title = page->title[0] != '\0' ? page->title : owned->name,
                     .summary = page->opening,
                     .section = page->section[0] != '\0' ? page->section : WORDS("Your lessons"),
                     .py_file = owned->program_file,
                     .py_text = sound ? page->program : NULL,
                     .words = owned->words,
                     .page = *page,
                     .knobs = owned->knobs.knob,
                     .knob_count = owned->knobs.count,
                     .fault = owned->fault};
    if (!lesson_add(&lesson)) {
        page_free(&owned->page);
        free(owned);
        return false;
    }
    owned->next = first_owned;
    first_owned = owned;
    return true;
}

bool folder_read(const char *file, const char *text, size_t length)
{
    Owned *owned = owned_new(file, text, length);
    return owned != NULL && add(owned);
}

bool folder_refuse(const char *file, const char *why)
{
    Owned *owned = owned_new(file, NULL, 0);
    if (owned == NULL) {
        return false;
    }
    say(owned, 0, why);
    return add(owned);
}

static size_t first_of_section(const Lesson *const *lesson, size_t index)
{
    size_t first = 0;
    while (strcmp(lesson[first]->section, lesson[index]->section) != 0) {
        first++;
    }
    return first;
}

void folder_arrange(void)
{
    static Lesson in_order[LESSON_OWN_MOST];
    const Lesson *lesson[LESSON_OWN_MOST];
    size_t count = lesson_own_count(), placed = 0;
    for (size_t i = 0; i < count; i++) {
        lesson[i] = lesson_own_at(i);
    }
    for (size_t first = 0; first < count; first++) {
        for (size_t i = first; i < count && first_of_section(lesson, first) == first; i++) {
            if (first_of_section(lesson, i) == first) {
                in_order[placed++] = *lesson[i];
            }
        }
    }
    lesson_forget_added();
    for (size_t i = 0; i < placed; i++) {
        (void)lesson_add(&in_order[i]);
    }
}

void folder_close(void)
{
    lesson_forget_added();
    while (first_owned != NULL) {
        Owned *next = first_owned->next;
        page_free(&first_owned->page);
        free(first_owned);
        first_owned = next;
    }
}

static Owned *owned_of(const Lesson *lesson)
{
    Owned *owned = first_owned;
    while (owned != NULL && owned->fault != lesson->fault) {
        owned = owned->next;
    }
    return owned;
}

void folder_say(const Lesson *lesson, unsigned line, const char *what)
{
    Owned *owned = owned_of(lesson);
    if (owned != NULL) {
        say(owned, line, what);
    }
}

unsigned folder_line_of(const Lesson *lesson, const char *text) { return line_of(lesson->words, text); }

unsigned folder_program_line(const Lesson *lesson, unsigned line) { return lesson->page.program_line + (line > 0 ? line - 1 : 0); }

/* "2.5"; of a switch as Python has it. */
static const char *value_text(const Knob *knob, double value, char *buffer, size_t size)
{
    return knob->is_switch ? (value > 0 ? "True" : "False") : knob_plain_text(value, buffer, size);
}

char *folder_program(const Lesson *lesson, const KnobValues *values)
{
    enum { ROOM = 48 }; /* bytes that a value may add to its line */
    char *program = malloc(strlen(lesson->py_text) + LESSON_KNOBS * ROOM + 1), *to = program;
    unsigned line = 1;
    for (const char *at = lesson->py_text; program != NULL && *at != '\0'; line++) {
        size_t length = strcspn(at, "\n");
        length += at[length] == '\n';
        for (size_t i = 0; i < lesson->knob_count && i < values->count; i++) {
            const Knob *knob = &lesson->knobs[i];
            bool turned = values->value[i] < knob->usual || values->value[i] > knob->usual;
            if (knob->python_line == line && turned) {
                char text[32];
                size_t comment = strcspn(at, "#");
                to += sprintf(to, "%s = %s  ", knob->name, value_text(knob, values->value[i], text, sizeof text));
                at += comment;
                length -= comment;
            }
        }
        memcpy(to, at, length);
        to += length;
        at += length;
    }
    if (program != NULL) {
        *to = '\0';
    }
    return program;
}
