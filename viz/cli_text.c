/* cli_text.c: what the command line says about itself: the help, the list of lessons, the nearest name. */
#include "cli.h"
#include "lesson_knobs.h"

#include <string.h>

void cli_help(FILE *out)
{
    fputs(
        "Loopscope shows an event loop at work: every step of a small program, forwards and backwards.\n"
        "\n"
        "  loopscope                      the menu of lessons\n"
        "  loopscope LESSON | FILE        open a lesson or a recording\n"
        "  loopscope tell LESSON | FILE   the run in words, step by step, on the terminal\n"
        "  loopscope export LESSON | FILE --to OUT.png | OUT.jsonl | OUT.loopscope\n"
        "                                 a picture of the window, the events as JSON Lines, or a recording\n"
        "  loopscope record -o FILE LESSON\n"
        "                                 keep a run in a file, to be opened again\n"
        "  loopscope list                 the lessons\n"
        "  loopscope --help | --version\n"
        "\n"
        "Options of the window and of pictures\n"
        "  --at N               stand after the first N events (a picture: at the end, unless told)\n"
        "  --theme THEME        dark, light or contrast\n"
        "  --size WxH           in pixels, 1440x900 unless told\n"
        "  --scale S            how large everything is drawn, 0.75 to 3\n"
        "  --axis AXIS          the timeline: elastic, time or steps\n"
        "  --python             show the program in Python instead of C\n"
        "  --present            only what is taught, for the projector; the window then draws half as large again\n"
        "  --why TASK           with the causes of what a task does, by its label or number; with tell: only these, after N events\n"
        "Options for a lesson\n"
        "  --set KNOB=VALUE     turn a knob of the lesson, like delay_b=2.5; may stand several times; list shows them\n"
        "Options of tell, for those who do not see the window\n"
        "  --at N               only the moment after the first N events: the program's line, ready queue, timers, who awaits what, output\n"
        "  --ask                the questions of predict mode, with choices, right answer and reason: a quiz to print\n"
        "  --state              at every await point, what all the panels show\n"
        "Options of the window\n"
        "  --real-time          run the lesson in a process of its own, by the real clock, and watch it live\n"
        "  --reduced-motion     nothing glides\n"
        "Options of export and record\n"
        "  --force              write over a file that exists\n"
        "\n"
        "Exit status: 0 done, 1 it did not work, 2 the call was wrong.\n",
        out);
}

static void list_knobs(const Lesson *lesson, FILE *out)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count; i++) {
        char usual[32], most[32];
        knob_text(&knobs[i], knobs[i].usual, usual, sizeof usual);
        fprintf(out, "%-12s    --set %-12s %s %s", "", knobs[i].name, knobs[i].words, usual);
        if (knobs[i].is_switch) {
            fprintf(out, ", or %s\n", knobs[i].usual > 0 ? "off" : "on");
        } else {
            fprintf(out, ", from %g to %s\n", knobs[i].least, knob_text(&knobs[i], knobs[i].most, most, sizeof most));
        }
    }
}

void cli_list(FILE *out)
{
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        fprintf(out, "%-12s  %s\n", lesson->name, lesson->title);
        fprintf(out, "%-12s  %s\n", "", lesson->summary);
        list_knobs(lesson, out);
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
    for (size_t i = 0; i < lesson_count(); i++) {
        size_t changes = distance(subject, lesson_at(i)->name);
        if (changes < least) {
            least = changes;
            nearest = lesson_at(i)->name;
        }
    }
    if (nearest != NULL) {
        snprintf(error, size, "there is no lesson or file %.100s: did you mean %s? loopscope list names all lessons", subject, nearest);
    } else {
        snprintf(error, size, "there is no lesson or file %.100s: loopscope list names all lessons", subject);
    }
}
