/* folder_knobs.c: see folder_knobs.h. */
#include "folder_knobs.h"

#include "language/said.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "# knob:";
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
enum {
    LINE = 400 /* bytes that a knob's line may have */,
    MOST_STEPS = 1000000,
    FARTHEST = 99999 /* beyond it a number would be written as 1e+06, which counts nothing in Python */
};

/* One line that is being read. */
typedef struct Reading {
    FolderKnobs *knobs;
    unsigned line;
    char *error;
    size_t size;
} Reading;

static bool wrong(const Reading *reading, const char *what, const char *text)
{
    snprintf(reading->error, reading->size, what, text);
    return false;
}

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        text[--length] = '\0';
    }
    return text;
}

/* As Python and --set both write it. `end`: what stands behind it. */
static bool read_number(const char *text, double *number, const char **end)
{
    size_t length = strspn(text, "0123456789.-");
    char digits[32] = "", *behind = NULL;
    if (length == 0 || length >= sizeof digits) {
        return false;
    }
    memcpy(digits, text, length);
    *number = strtod(digits, &behind);
    *end = text + length;
    return *behind == '\0' && isfinite(*number);
}

/* "0 to 5 s by 0.5": takes it apart, behind the last comma. */
static bool read_bounds(const Reading *reading, Knob *knob, char *unit, char *text)
{
    static const char form[] = SAID("a knob goes from one number to another, as in `# knob: API takes, 0 to 5 s`, and not `%.60s`");
    const char *at = text, *end = NULL;
    double least = 0, most = 0, step = 0;
    if (!read_number(at, &least, &at) || strncmp(at, " to ", 4) != 0 || !read_number(at + 4, &most, &at) || (*at != '\0' && *at != ' ')) {
        return wrong(reading, form, text);
    }
    at += strspn(at, " ");
    const char *by = strncmp(at, "by ", 3) == 0 ? at : strstr(at, " by ");
    size_t length = by != NULL ? (size_t)(by - at) : strlen(at);
    if (length > 12 || (by != NULL && (!read_number(by + strspn(by, " ") + 3, &step, &end) || *end != '\0'))) {
        return wrong(reading, form, text);
    }
    memcpy(unit, at, length);
    unit[length] = '\0';
    if (strchr(unit, ' ') != NULL) {
        return wrong(reading, form, text);
    }
    if (least >= most) {
        return wrong(reading, SAID("the bounds of a knob are the wrong way round: `%.60s`, and the smaller one stands first"), text);
    }
    if (least < -FARTHEST || most > FARTHEST) {
        return wrong(reading, SAID("a knob goes from -99999 to 99999 at most, and not `%.60s`"), text);
    }
    step = by != NULL ? step : unit[0] != '\0' ? 0.1 : 1;
    if (step <= 0 || step > most - least || (most - least) / step > MOST_STEPS) {
        return wrong(reading, SAID("such steps do not lead from one bound to the other: `%.60s`"), text);
    }
    if (knob->usual < least || knob->usual > most) {
        return wrong(reading, SAID("the value that the program gives to a knob is within its bounds, and not outside of `%.60s`"), text);
    }
    knob->least = least;
    knob->most = most;
    knob->step = step;
    return true;
}

static bool name_is_free(const Reading *reading, const char *name)
{
    bool free = strcmp(name, LESSON_RULES) != 0 && strcmp(name, LESSON_TIMING) != 0;
    for (size_t i = 0; i < reading->knobs->count; i++) {
        free = free && strcmp(reading->knobs->knob[i].name, name) != 0;
    }
    return free;
}

/* `name = value`, the comment being cut off. */
static bool read_assignment(const Reading *reading, Knob *knob, char *name, char *text)
{
    size_t length = strspn(text, letters);
    char *value = text + length + strspn(text + length, " ");
    const char *end = NULL;
    if (length == 0 || length >= FOLDER_KNOB_TEXT || (text[0] >= '0' && text[0] <= '9') || value[0] != '=' || value[1] == '=') {
        return wrong(
            reading,
            SAID("a knob is an assignment at the beginning of its line, as `delay = 2  # knob: API takes, 0 to 5 s`, and not `%.60s`"),
            trim(text));
    }
    value = trim(value + 1);
    memcpy(name, text, length);
    name[length] = '\0';
    knob->is_switch = strcmp(value, "True") == 0 || strcmp(value, "False") == 0;
    knob->usual = strcmp(value, "True") == 0 ? 1 : 0;
    if (!knob->is_switch && (!read_number(value, &knob->usual, &end) || *end != '\0')) {
        return wrong(reading, SAID("the value of a knob is a number, True or False, and not `%.60s`"), value);
    }
    return name_is_free(reading, name) ||
           wrong(reading, SAID("there is a knob %.60s already, or it is a name that no knob may have"), name);
}

static bool read_line(const Reading *reading, char *text)
{
    size_t index = reading->knobs->count;
    if (index == LESSON_KNOBS) {
        return wrong(reading, SAID("a lesson has at most eight knobs%s"), "");
    }
    Knob *knob = &reading->knobs->knob[index];
    char *name = reading->knobs->name[index], *words = reading->knobs->words[index], *unit = reading->knobs->unit[index];
    char *comment = strstr(text, mark), *said = trim(comment + sizeof mark - 1);
    *comment = '\0';
    unit[0] = '\0';
    *knob = (Knob){.name = name, .words = words, .unit = unit, .most = 1, .step = 1, .python_line = reading->line};
    if (!read_assignment(reading, knob, name, text)) {
        return false;
    }
    char *comma = knob->is_switch ? NULL : strrchr(said, ',');
    if (!knob->is_switch && comma == NULL) {
        return wrong(reading, SAID("how far the knob goes is missing, as in `# knob: API takes, 0 to 5 s`: `%.60s`"), said);
    }
    if (comma != NULL) {
        *comma = '\0';
    }
    if (said[0] == '\0' || strlen(said) >= FOLDER_KNOB_TEXT) {
        return wrong(reading, SAID("what the knob turns is said in a few words, as in `# knob: API takes, 0 to 5 s`%s"), "");
    }
    snprintf(words, FOLDER_KNOB_TEXT, "%s", trim(said));
    reading->knobs->count++;
    return knob->is_switch || read_bounds(reading, knob, unit, trim(comma + 1));
}

bool folder_knobs_read(FolderKnobs *knobs, const char *program, unsigned *line, char *error, size_t size)
{
    knobs->count = 0;
    *line = 1;
    for (const char *at = program; *at != '\0'; ++*line) {
        size_t length = strcspn(at, "\n"), taken = length < LINE - 1 ? length : LINE - 1;
        char text[LINE];
        memcpy(text, at, taken);
        text[taken] = '\0';
        const Reading reading = {knobs, *line, error, size};
        if (strstr(text, mark) != NULL && !read_line(&reading, text)) {
            return false;
        }
        at += length + (at[length] == '\n');
    }
    return true;
}
