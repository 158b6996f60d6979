/* knobs.c: the knobs that a lesson's program declares, and values for them from words, numbers and recordings. */
#include "knobs.h"

#include "language/said.h"
#include "async.h"
#include "policy.h"
#include "timing.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the lesson asked for last: views ask for the same one again and again. */
static struct {
    const Lesson *lesson;
    size_t count;
    Knob knobs[LESSON_KNOBS];
} known;

unsigned knob_python_line(const char *text, const char *name)
{
    size_t length = strlen(name);
    unsigned line = 1;
    for (const char *at = text; *at; line++) {
        if (strncmp(at, name, length) == 0 && strncmp(at + length, " = ", 3) == 0) {
            return line;
        }
        at += strcspn(at, "\n");
        at += *at != '\0';
    }
    return 0;
}

static int by_line(const void *one, const void *other)
{
    unsigned a = ((const Knob *)one)->c_line, b = ((const Knob *)other)->c_line;
    return (a > b) - (a < b);
}

/* A compiler may name the file with folders in front. */
static bool declared_in(const async_knob *knob, const char *file)
{
    size_t whole = strlen(knob->file), length = strlen(file);
    return whole >= length && strcmp(knob->file + whole - length, file) == 0 && (whole == length || knob->file[whole - length - 1] == '/');
}

const Knob *lesson_knobs(const Lesson *lesson, size_t *count)
{
    if (lesson != NULL && lesson_is_own(lesson)) {
        *count = lesson->knob_count;
        return lesson->knobs;
    }
    if (lesson != NULL && known.lesson != lesson) {
        known.count = 0;
        for (const async_knob *knob = async_knobs(); knob != NULL; knob = knob->next) {
            if (declared_in(knob, lesson->c_file)) {
                assert(known.count < LESSON_KNOBS);
                known.knobs[known.count++] = (Knob){.name = knob->name,
                                                    .words = knob->words,
                                                    .unit = knob->unit,
                                                    .usual = knob->usual,
                                                    .least = knob->least,
                                                    .most = knob->most,
                                                    .step = knob->step,
                                                    .is_switch = knob->on != NULL,
                                                    .lines = knob->lines,
                                                    .line_count = (size_t)knob->line_count,
                                                    .is_order = knob->ordered,
                                                    .c_line = (unsigned)knob->line,
                                                    .python_line = knob_python_line(lesson->py_text, knob->name),
                                                    .declared = knob};
            }
        }
        qsort(known.knobs, known.count, sizeof known.knobs[0], by_line);
        known.lesson = lesson;
    }
    *count = lesson != NULL ? known.count : 0;
    return known.knobs;
}

const Knob *knob_find(const Lesson *lesson, const char *name, size_t length, size_t *index)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count; i++) {
        if (strlen(knobs[i].name) == length && strncmp(knobs[i].name, name, length) == 0) {
            *index = i;
            return &knobs[i];
        }
    }
    return NULL;
}

KnobValues knobs_usual(const Lesson *lesson)
{
    KnobValues values = {.count = 0};
    const Knob *knobs = lesson_knobs(lesson, &values.count);
    for (size_t i = 0; i < values.count; i++) {
        values.value[i] = knobs[i].usual;
    }
    return values;
}

bool knobs_equal(const KnobValues *one, const KnobValues *other)
{
    bool equal = one->count == other->count && one->rules == other->rules && one->timing.count == other->timing.count &&
                 policy_equal(&one->policy, &other->policy);
    for (uint32_t i = 0; equal && i < one->timing.count; i++) {
        equal =
            one->timing.change[i].sleep == other->timing.change[i].sleep && one->timing.change[i].place == other->timing.change[i].place;
    }
    for (size_t i = 0; equal && i < one->count; i++) {
        equal = !(one->value[i] < other->value[i]) && !(one->value[i] > other->value[i]);
    }
    return equal;
}

char *knob_plain_text(double value, char *buffer, size_t size)
{
    snprintf(buffer, size, "%.6g", value);
    return buffer;
}

double knob_nearest(const Knob *knob, double value)
{
    value = !(value > knob->least) ? knob->least : value > knob->most ? knob->most : value;
    double steps = floor((value - knob->least) / knob->step + 0.5);
    value = fmin(knob->least + steps * knob->step, knob->most);
    /* Through decimal text, so that it is the very number that somebody would write: 0.3, and not 3 * 0.1. */
    char text[32];
    return strtod(knob_plain_text(value, text, sizeof text), NULL);
}

double knob_next(const Knob *knob, double value) { return value + knob->step > knob->most ? knob->least : value + knob->step; }

size_t knob_line_at(const Knob *knob, double value, size_t place)
{
    return (size_t)async_order((int)value, (int)knob->line_count, (int)place);
}

double knob_line_up(const Knob *knob, double value, size_t place)
{
    int lines[ASYNC_ORDER_LINES];
    for (size_t i = 0; i < knob->line_count; i++) {
        lines[i] = (int)knob_line_at(knob, value, i);
    }
    if (place > 0 && place < knob->line_count) {
        int line = lines[place];
        lines[place] = lines[place - 1];
        lines[place - 1] = line;
    }
    return async_order_of(lines, (int)knob->line_count);
}

char *knob_text(const Knob *knob, double value, char *buffer, size_t size)
{
    if (knob->is_switch) {
        snprintf(buffer, size, "%s", value > 0 ? "on" : "off");
    } else if (knob->is_order) {
        buffer[0] = '\0';
        for (size_t place = 0, used = 0; place < knob->line_count && used < size; place++) {
            used += (size_t)snprintf(buffer + used, size - used, "%s%zu", place > 0 ? "-" : "", knob_line_at(knob, value, place) + 1);
        }
    } else if (knob->lines != NULL) {
        snprintf(buffer, size, "%s", knob->lines[(size_t)value]);
    } else {
        snprintf(buffer, size, "%.6g%s%s", value, *knob->unit ? " " : "", knob->unit);
    }
    return buffer;
}

/* A finite number that takes up the whole text. */
static bool parse_number(const char *text, double *value)
{
    char *end = NULL;
    bool begins = (text[0] >= '0' && text[0] <= '9') || text[0] == '.' || text[0] == '-';
    *value = begins ? strtod(text, &end) : 0;
    return begins && end != text && *end == '\0' && isfinite(*value) && text[strspn(text, "0123456789.-")] == '\0';
}

/* "2-1-3": each line once. */
static bool parse_order(const Knob *knob, const char *text, double *value)
{
    int lines[ASYNC_ORDER_LINES], count = (int)knob->line_count;
    bool seen[ASYNC_ORDER_LINES] = {false};
    for (int place = 0; place < count; place++) {
        int line = text[0] - '1';
        bool ends = place + 1 == count;
        if (line < 0 || line >= count || seen[line] || text[1] != (ends ? '\0' : '-')) {
            return false;
        }
        seen[line] = true;
        lines[place] = line;
        text += ends ? 1 : 2;
    }
    *value = async_order_of(lines, count);
    return true;
}

static bool parse_value(const Knob *knob, const char *text, double *value)
{
    if (knob->is_switch && (strcmp(text, "on") == 0 || strcmp(text, "off") == 0)) {
        *value = strcmp(text, "on") == 0;
        return true;
    }
    if (knob->is_order && parse_order(knob, text, value)) {
        return true;
    }
    if (!parse_number(text, value) || *value < knob->least || *value > knob->most) {
        return false;
    }
    return !knob_clicks(knob) || *value <= floor(*value);
}

KnobValues knobs_of_trace(const Lesson *lesson, const Trace *trace)
{
    KnobValues values = knobs_usual(lesson);
    values.rules = async_rules_of(trace_knob(trace, LESSON_RULES));
    (void)timing_parse(trace_knob(trace, LESSON_TIMING), &values.timing);
    if (!policy_parse_picks(trace_knob(trace, LESSON_PICKS), &values.policy) || values.policy.kind == POLICY_FIRST_IN) {
        (void)policy_parse(trace_knob(trace, LESSON_POLICY), &values.policy);
    }
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count; i++) {
        double value = 0;
        if (parse_value(&knobs[i], trace_knob(trace, knobs[i].name), &value)) {
            values.value[i] = value;
        }
    }
    return values;
}

static bool wrong(char *error, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static bool wrong(char *error, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, size, format, arguments);
    va_end(arguments);
    return false;
}

/* "delay_a, delay_b and together". */
static void name_all(const Knob *knobs, size_t count, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < count && used + 1 < size; i++) {
        const char *between = i == 0 ? "" : i + 1 == count ? " and " : ", ";
        int more = snprintf(buffer + used, size - used, "%s%s", between, knobs[i].name);
        used += more > 0 ? (size_t)more : 0;
    }
}

/* What it can be set to, and `text` cannot. */
static bool wrong_value(char *error, size_t size, const Knob *knob, const char *text)
{
    char least[32], most[32];
    if (knob->is_switch) {
        return wrong(error, size, SAID("--set %.60s is not possible: %s is on or off"), text, knob->name);
    }
    if (knob->is_order) {
        return wrong(error, size, SAID("--set %.60s is not possible: %s is an order of %zu lines, as %s"), text, knob->name,
                     knob->line_count, knob_text(knob, knob->usual, least, sizeof least));
    }
    knob_plain_text(knob->least, least, sizeof least);
    if (knob->lines != NULL) {
        knob_plain_text(knob->most, most, sizeof most);
    } else {
        knob_text(knob, knob->most, most, sizeof most);
    }
    return wrong(error, size, SAID("--set %.60s is not possible: %s goes from %s to %s"), text, knob->name, least, most);
}

static bool set_timing(KnobValues *values, const char *assignment, const char *text, char *error, size_t size)
{
    return timing_parse(text, &values->timing) ||
           wrong(error, size, SAID("--set %.60s is not understood: a timing is up to %d sleeps, each with its place, like timing=2:0,5:1"),
                 assignment, TIMING_CHANGES);
}

static bool set_policy(KnobValues *values, const char *assignment, const char *text, char *error, size_t size)
{
    if (values->policy.kind == POLICY_PICKS) {
        return wrong(error, size, SAID("--set %.60s is not possible beside picks: one of the two says who runs next"), assignment);
    }
    return policy_parse(text, &values->policy) ||
           wrong(error, size,
                 SAID("--set %.60s is not understood: a policy is first-in, last-in, or random with a seed, like policy=random:7"),
                 assignment);
}

static bool set_picks(KnobValues *values, const char *assignment, const char *text, char *error, size_t size)
{
    if (values->policy.kind == POLICY_LAST_IN || values->policy.kind == POLICY_RANDOM) {
        return wrong(error, size, SAID("--set %.60s is not possible beside a policy: one of the two says who runs next"), assignment);
    }
    return policy_parse_picks(text, &values->policy) ||
           wrong(
               error, size,
               SAID(
                   "--set %.60s is not understood: picks are up to %d numbers from 1, who runs next of those that are ready, like picks=3:1:2"),
               assignment, POLICY_PICKS_MOST);
}

/* What every lesson has that runs on the engine. */
static const struct Common {
    const char *name;
    bool (*set)(KnobValues *values, const char *assignment, const char *text, char *error, size_t size);
} commons[] = {{LESSON_TIMING, set_timing}, {LESSON_POLICY, set_policy}, {LESSON_PICKS, set_picks}};

static const struct Common *find_common(const Lesson *lesson, const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof commons / sizeof commons[0]; i++) {
        if (strlen(commons[i].name) == length && strncmp(commons[i].name, name, length) == 0 &&
            knob_find(lesson, name, length, &(size_t){0}) == NULL) {
            return &commons[i];
        }
    }
    return NULL;
}

bool knobs_set(const Lesson *lesson, KnobValues *values, const char *assignment, char *error, size_t size)
{
    size_t count = 0, length = strcspn(assignment, "=");
    const Knob *knobs = lesson_knobs(lesson, &count);
    const struct Common *common = assignment[length] == '=' ? find_common(lesson, assignment, length) : NULL;
    if (common != NULL && lesson_is_own(lesson)) {
        return wrong(error, size, SAID("--set %.60s is for the lessons that come with Loopscope: %s runs by Python, in asyncio's order"),
                     assignment, lesson->name);
    }
    if (common != NULL) {
        return common->set(values, assignment, assignment + length + 1, error, size);
    }
    if (count == 0) {
        return wrong(error, size, SAID("%s has no knobs to set: leave --set out"), lesson->name);
    }
    char names[200];
    name_all(knobs, count, names, sizeof names);
    if (assignment[length] == '\0') {
        return wrong(error, size, SAID("--set %.60s is not understood: give a knob and its value, like %s=%g"), assignment, knobs[0].name,
                     knobs[0].usual);
    }
    size_t i = 0;
    const Knob *knob = knob_find(lesson, assignment, length, &i);
    if (knob == NULL) {
        return wrong(error, size, SAID("%s has no knob %.*s: it has %s"), lesson->name, (int)(length < 60 ? length : 60), assignment,
                     names);
    }
    double value = 0;
    if (!parse_value(knob, assignment + length + 1, &value)) {
        return wrong_value(error, size, knob, assignment);
    }
    char text[32];
    values->value[i] = strtod(knob_plain_text(value, text, sizeof text), NULL); /* finer than a step of the slider is allowed */
    return true;
}
