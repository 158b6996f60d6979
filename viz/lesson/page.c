/* page.c: see page.h. md4c reads the Markdown; here its blocks are put where they belong. */
#include "page.h"

#include "language/said.h"
#include <assert.h>
#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under which heading a block stands. */
typedef enum Part { PART_HEAD, PART_LOOK_FOR, PART_QUESTIONS, PART_TASK, PART_RULE, PART_STORY, PART_TEACHER, PART_COUNT } Part;
static const char *const headings[PART_COUNT] = {"", "Look for", "Questions", "Now you", "The rule", "What happens", "For the teacher"};

typedef struct Reading {
    LessonPage *page;
    const char *words, *end, *at; /* at: the last byte that was taken, to tell the line */
    char *next, *block;           /* of the page's memory: where the next text goes, and where the one of this block began */
    Part part;
    unsigned heading; /* level; 0: none is open */
    bool numbered, in_list;
    size_t paragraphs; /* of the head: the first has its settings, the second is the opening */
    char *error;
    size_t error_size;
    bool failed;
} Reading;

static unsigned line_now(const Reading *reading)
{
    unsigned line = 1;
    for (const char *at = reading->words; at < reading->at; at++) {
        line += *at == '\n';
    }
    return line;
}

static int fail(Reading *reading, const char *what, const char *whose)
{
    unsigned line = line_now(reading);
    if (!reading->failed) {
        snprintf(reading->error, reading->error_size, SAID("line %u: %s%s"), line, what, whose);
    }
    reading->failed = true;
    return 1;
}

static int add(Reading *reading, PageLines *lines, const char *text)
{
    if (lines->count == PAGE_LINES) {
        return fail(reading, SAID("this list is too long"), "");
    }
    lines->line[lines->count++] = text;
    return 0;
}

/* "one, two": each of them; cuts the text up. */
static int add_each(Reading *reading, PageLines *lines, char *text, char between)
{
    for (char *one = text; one != NULL;) {
        char *end = strchr(one, between);
        if (end != NULL) {
            *end = '\0';
        }
        one += strspn(one, " ");
        if (*one != '\0' && add(reading, lines, one) != 0) {
            return 1;
        }
        one = end != NULL ? end + 1 : NULL;
    }
    return 0;
}

/* "Next: gather" in the head, "Goal: total <= 3" in the task. */
static int take_setting(Reading *reading, char *line)
{
    LessonPage *page = reading->page;
    char *colon = strchr(line, ':');
    if (colon == NULL) {
        return fail(reading, SAID("a setting such as `Section: First steps` was expected, and not: "), line);
    }
    *colon = '\0';
    char *value = colon + 1 + strspn(colon + 1, " ");
    const struct {
        const char *name, **text;
        PageLines *lines;
        Part part;
        char between;
    } settings[] = {
        {"Section", &page->section, NULL, PART_HEAD, 0},    {"Next", &page->next, NULL, PART_HEAD, 0},
        {"Remark", &page->remark, NULL, PART_HEAD, 0},      {"Teaches", NULL, &page->teaches, PART_HEAD, ','},
        {"Needs", NULL, &page->needs, PART_HEAD, ','},      {"Cures", NULL, &page->cures, PART_HEAD, ';'},
        {"Goal", NULL, &page->goals, PART_TASK, 0},         {"Solution", NULL, &page->solution, PART_TASK, 0},
        {"Minutes", &page->minutes, NULL, PART_TEACHER, 0},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (settings[i].part != reading->part || strcmp(settings[i].name, line) != 0) {
            continue;
        }
        if (settings[i].text != NULL) {
            *settings[i].text = value;
            return 0;
        }
        assert(settings[i].lines != NULL);
        return settings[i].between != 0 ? add_each(reading, settings[i].lines, value, settings[i].between)
                                        : add(reading, settings[i].lines, value);
    }
    return fail(reading, SAID("there is no such setting here: "), line);
}

/* A word with a colon behind it begins a line of settings. */
static bool is_setting(const char *text)
{
    size_t word = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    return word > 0 && text[word] == ':' && (text[word + 1] == ' ' || text[word + 1] == '\n');
}

static int take_settings(Reading *reading, char *text)
{
    for (char *line = text; line != NULL;) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        if (take_setting(reading, line) != 0) {
            return 1;
        }
        line = end != NULL ? end + 1 : NULL;
    }
    return 0;
}

/* Lines that the file breaks belong together. */
static char *joined(char *text)
{
    for (char *at = text; *at != '\0'; at++) {
        *at = (char)(*at == '\n' ? ' ' : *at);
    }
    return text;
}

static int take_paragraph(Reading *reading, char *text)
{
    LessonPage *page = reading->page;
    switch (reading->part) {
    case PART_HEAD:
        if (is_setting(text) && page->opening[0] == '\0') {
            return take_settings(reading, text);
        }
        if (page->opening[0] != '\0') {
            return fail(reading, SAID("the opening is one paragraph; what follows it has a heading of its own"), "");
        }
        page->opening = joined(text);
        return 0;
    case PART_TASK: return is_setting(text) ? take_settings(reading, text) : add(reading, &page->task, joined(text));
    case PART_TEACHER: return is_setting(text) ? take_settings(reading, text) : add(reading, &page->teacher, joined(text));
    case PART_STORY: return add(reading, &page->story, joined(text));
    case PART_RULE:
        if (page->rule[0] != '\0') {
            return fail(reading, SAID("the rule is one line"), "");
        }
        page->rule = joined(text);
        return 0;
    default: return fail(reading, SAID("a list was expected under this heading: "), headings[reading->part]);
    }
}

static int take_point(Reading *reading, char *text)
{
    LessonPage *page = reading->page;
    PageLines *lines[PART_COUNT] = {[PART_LOOK_FOR] = &page->look_for,
                                    [PART_QUESTIONS] = &page->questions,
                                    [PART_TASK] = &page->hints,
                                    [PART_STORY] = &page->story,
                                    [PART_TEACHER] = &page->teacher};
    if (lines[reading->part] == NULL || (reading->part == PART_TASK && !reading->numbered)) {
        return fail(reading, SAID("no list was expected here: "), text);
    }
    return add(reading, lines[reading->part], joined(text));
}

static int take_heading(Reading *reading, const char *text)
{
    if (reading->heading == 1) {
        reading->page->title = text;
        return 0;
    }
    for (Part part = PART_LOOK_FOR; part < PART_COUNT; part++) {
        if (strcmp(headings[part], text) == 0) {
            reading->part = part;
            return 0;
        }
    }
    return fail(reading, SAID("there is no such heading on a lesson's page: "), text);
}

/* On to the next line that begins or ends a block of code: md4c does not say where it stands. */
static void to_fence(Reading *reading)
{
    bool within = reading->at > reading->words && reading->at[-1] != '\n';
    const char *line = within ? strchr(reading->at, '\n') : reading->at;
    for (line += within && line != NULL; line != NULL && *line != '\0';) {
        const char *at = line + strspn(line, " "), *end = strchr(line, '\n');
        if (strncmp(at, "```", 3) == 0 || strncmp(at, "~~~", 3) == 0) {
            reading->at = line;
            return;
        }
        line = end != NULL ? end + 1 : NULL;
    }
}

static void behind_fence(Reading *reading)
{
    to_fence(reading);
    const char *end = strchr(reading->at, '\n');
    reading->at = end != NULL ? end + 1 : reading->end;
}

static int enter_program(Reading *reading, const MD_BLOCK_CODE_DETAIL *code)
{
    bool is_python = code->lang.size == 6 && strncmp(code->lang.text, "python", 6) == 0;
    to_fence(reading);
    if (reading->in_list) {
        return fail(reading, SAID("the program stands in no list"), "");
    }
    if (reading->page->program_line != 0) {
        return fail(reading, SAID("this is a second block of code, and a lesson has one program"), "");
    }
    if (!is_python) {
        return fail(reading, SAID("the program is in Python, and its block of code is marked as python"), "");
    }
    behind_fence(reading);
    reading->page->program_line = line_now(reading);
    return 0;
}

static int leave_program(Reading *reading)
{
    *reading->next++ = '\0';
    reading->page->program = reading->block;
    behind_fence(reading);
    return 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    Reading *reading = context;
    reading->block = reading->next;
    switch (type) {
    case MD_BLOCK_H: reading->heading = ((const MD_BLOCK_H_DETAIL *)detail)->level; return 0;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        reading->numbered = type == MD_BLOCK_OL;
        return reading->in_list ? fail(reading, SAID("a list in a list finds no place on a lesson's page"), "") : 0;
    case MD_BLOCK_LI: reading->in_list = true; return 0;
    case MD_BLOCK_CODE: return enter_program(reading, detail);
    case MD_BLOCK_DOC:
    case MD_BLOCK_P: return 0;
    default: return fail(reading, SAID("a lesson's page has headings, paragraphs and lists, and nothing else"), "");
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    (void)detail;
    Reading *reading = context;
    char *text = reading->block;
    bool has_text = reading->next > reading->block;
    if (type == MD_BLOCK_CODE) {
        return leave_program(reading);
    }
    if (type != MD_BLOCK_H && type != MD_BLOCK_P && type != MD_BLOCK_LI) {
        return 0;
    }
    if (has_text) {
        *reading->next++ = '\0';
    }
    reading->block = reading->next;
    bool point = reading->in_list;
    reading->in_list = reading->in_list && type != MD_BLOCK_LI;
    if (!has_text) {
        return 0;
    }
    if (type == MD_BLOCK_H) {
        return take_heading(reading, text);
    }
    return point ? take_point(reading, text) : take_paragraph(reading, text);
}

static void put(Reading *reading, const char *text, size_t length)
{
    memcpy(reading->next, text, length);
    reading->next += length;
}

/* Emphasis is left out; code keeps its backticks. */
static int tick(MD_SPANTYPE type, void *context)
{
    if (type == MD_SPAN_CODE) {
        put(context, "`", 1);
    }
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    return tick(type, context);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    return tick(type, context);
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE length, void *context)
{
    Reading *reading = context;
    bool is_break = type == MD_TEXT_BR || type == MD_TEXT_SOFTBR;
    if (!is_break && length > 0 && text >= reading->words && text < reading->end) {
        reading->at = text;
    }
    put(reading, is_break ? "\n" : text, is_break ? 1 : length);
    return 0;
}

LessonPage page_empty(void)
{
    const char *none = "";
    return (LessonPage){
        .title = none, .section = none, .remark = none, .next = none, .opening = none, .rule = none, .minutes = none, .program = none};
}

bool page_read(LessonPage *page, const char *words, size_t length, char *error, size_t size)
{
    *page = page_empty();
    /* A text gives up at least the line's end, the mark or the heading with which it begins; a tab in front of code becomes four spaces. */
    page->memory = malloc(4 * length + 64);
    char *source = malloc(length + 1); /* NUL-ended, whatever was given */
    if (page->memory == NULL || source == NULL) {
        snprintf(error, size, SAID("there is not enough memory to read it"));
        free(source);
        page_free(page);
        return false;
    }
    memcpy(source, words, length);
    source[length] = '\0';
    Reading reading = {.page = page,
                       .words = source,
                       .end = source + length,
                       .at = source,
                       .next = page->memory,
                       .block = page->memory,
                       .error = error,
                       .error_size = size};
    MD_PARSER parser = {.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS,
                        .enter_block = enter_block,
                        .leave_block = leave_block,
                        .enter_span = enter_span,
                        .leave_span = leave_span,
                        .text = take_text};
    bool read = md_parse(source, (MD_SIZE)length, &parser, &reading) == 0 && !reading.failed;
    if (!read && !reading.failed) {
        snprintf(error, size, SAID("there is not enough memory to read it"));
    } else if (read && page->title[0] == '\0') {
        reading.at = source;
        fail(&reading, SAID("a page begins with its title: `# Together: gather`"), "");
        read = false;
    } else if (read && page->opening[0] == '\0') {
        fail(&reading, SAID("the opening is missing: a sentence or two, before the first heading"), "");
        read = false;
    }
    free(source);
    if (!read) {
        page_free(page);
    }
    return read;
}

void page_follow(LessonPage *page, const LessonPage *first)
{
    page->next = first->next;
    page->remark = first->remark;
    page->minutes = first->minutes;
    page->teaches = first->teaches;
    page->needs = first->needs;
    page->cures = first->cures;
    page->questions = first->questions;
    page->goals = first->goals;
    page->solution = first->solution;
}

void page_free(LessonPage *page)
{
    free(page->memory);
    *page = page_empty();
}
