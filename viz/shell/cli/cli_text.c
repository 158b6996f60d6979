/* cli_text.c: what the command line says about itself: the help, the list of lessons, the nearest name. */
#include "cli_options.h"
#include "language/said.h"
#include "language/words_in.h"
#include "lesson/knobs.h"

#include <string.h>

enum { INDENT = 23, COLUMNS = 100 };

/* Words from column INDENT on, over as many lines as they need. `at` is where the line stands by now. */
static void flow(const char *text, int at, FILE *out)
{
    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        if (at < INDENT) {
            fprintf(out, "%*s", INDENT - at, "");
            at = INDENT;
        } else if (at + 1 + (int)word > COLUMNS) {
            fprintf(out, "\n%*s", INDENT, "");
            at = INDENT;
        } else {
            putc(' ', out);
            at++;
        }
        fwrite(text, 1, word, out);
        at += (int)word;
        text += word + (text[word] == ' ');
    }
    putc('\n', out);
}

/* "  --at N               stand after…"; a long call gets a line of its own. */
static void help_line(const char *call, const char *help, FILE *out)
{
    int at = fprintf(out, "  %s", call);
    if (at >= INDENT) {
        putc('\n', out);
        at = 0;
    }
    flow(help, at, out);
}

static void help_option(const char *name, const char *placeholder, const char *help, FILE *out)
{
    char call[40];
    snprintf(call, sizeof call, "%s%s%s", name, placeholder != NULL ? " " : "", placeholder != NULL ? placeholder : "");
    if (help != NULL) {
        help_line(call, help, out);
    }
}

static void help_settings(Language language, FILE *out)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const SettingInfo *info = setting_info((Setting)i);
        char call[40], values[96], said[160], usual[32], help[500];
        snprintf(call, sizeof call, "--%s %s", info->name,
                 info->kind == SETTING_PIXELS   ? "WxH"
                 : info->kind == SETTING_CHOICE ? "WORD"
                                                : "N");
        snprintf(help, sizeof help, words_in(language, "%s: %s; usually %s"), words_in(language, info->help),
                 words_said(language, setting_values((Setting)i, values, sizeof values), said, sizeof said),
                 setting_text((Setting)i, info->usual, usual, sizeof usual));
        help_line(call, help, out);
    }
}

static const char *help_in(Language language, const char *help) { return help != NULL ? words_in(language, help) : NULL; }

void cli_help(Language language, FILE *out)
{
    fprintf(out, "%s\n\n",
            words_in(language, "Loopscope shows an event loop at work: every step of a small program, forwards and backwards."));
#define VERB(id, call, help) help_line(call, words_in(language, help), out);
    CLI_VERBS(VERB)
#undef VERB
    putc('\n', out);
#define HEADING(title) fprintf(out, "%s\n", words_in(language, title));
#define OPTION(id, name, placeholder, gives, verbs, help) help_option(name, placeholder, help_in(language, help), out);
    CLI_OPTIONS(HEADING, OPTION)
#undef HEADING
#undef OPTION
    fprintf(out, "%s\n",
            words_in(language, "Settings: chosen in the window (Ctrl+Comma), kept until the next time; as an option, for this time"));
    help_settings(language, out);
    fprintf(out, "\n%s\n", words_in(language, "Exit status: 0 done, 1 it did not work, 2 the call was wrong. The manual: man loopscope."));
}

static void list_knobs(Language language, const Lesson *lesson, FILE *out)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count; i++) {
        char usual[32], most[32];
        knob_text(&knobs[i], knobs[i].usual, usual, sizeof usual);
        fprintf(out, "%-12s    --set %-12s %s %s", "", knobs[i].name, words_in(language, knobs[i].words), words_in(language, usual));
        if (knobs[i].is_switch) {
            fprintf(out, words_in(language, ", or %s\n"), words_in(language, knobs[i].usual > 0 ? "off" : "on"));
        } else {
            knob_text(&knobs[i], knobs[i].most, most, sizeof most);
            fprintf(out, words_in(language, ", from %g to %s\n"), knobs[i].least, words_in(language, most));
        }
    }
}

static void list_lesson(Language language, const Lesson *lesson, FILE *out)
{
    bool faulty = lesson_is_own(lesson) && lesson->fault[0] != '\0';
    fprintf(out, "%-12s  %s\n", lesson->name, lesson_title(lesson, language));
    char fault[SAID_TEXT];
    fprintf(out, "%-12s  %s\n", "", faulty ? words_said(language, lesson->fault, fault, sizeof fault) : lesson_summary(lesson, language));
    list_knobs(language, lesson, out);
}

void cli_list(Language language, FILE *out)
{
    for (size_t i = 0; i < lesson_count(); i++) {
        list_lesson(language, lesson_at(i), out);
    }
    for (size_t i = 0; i < lesson_own_count(); i++) {
        list_lesson(language, lesson_own_at(i), out);
    }
}

enum { LONGEST_NAME = 32 };

/* How many letters have to be changed, added or left out to turn one name into the other. */
static size_t distance(const char *one, const char *other)
{
    size_t row[LONGEST_NAME + 1];
    size_t length = strlen(other);
    if (length > LONGEST_NAME || strlen(one) > LONGEST_NAME) {
        return LONGEST_NAME;
    }
    for (size_t j = 0; j <= length; j++) {
        row[j] = j;
    }
    for (size_t i = 1; one[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t changed = diagonal + (one[i - 1] != other[j - 1]);
            diagonal = row[j];
            size_t added = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = changed < added ? changed : added;
        }
    }
    return row[length];
}

void cli_unknown_subject(const char *subject, char *error, size_t size)
{
    const char *nearest = NULL;
    size_t least = strlen(subject) / 2 + 1;
    LessonList all = lesson_all();
    for (size_t i = 0; i < all.count; i++) {
        size_t changes = distance(subject, all.lesson[i].name);
        if (changes < least) {
            least = changes;
            nearest = all.lesson[i].name;
        }
    }
    if (nearest != NULL) {
        snprintf(error, size, SAID("there is no lesson or file %.100s: did you mean %s? loopscope list names all lessons"), subject,
                 nearest);
    } else {
        snprintf(error, size, SAID("there is no lesson or file %.100s: loopscope list names all lessons"), subject);
    }
}
