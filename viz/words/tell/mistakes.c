/* mistakes.c: see mistakes.h. */
#include "mistakes.h"

#include "fold.h"
#include "language/words_in.h"
#include "lesson/lesson.h"

#include <string.h>

static const struct {
    LintKind kind;
    const char *why;
} without[] = {
    {LINT_DESTROYED, WORDS("when Python's garbage collector finds a task that nobody holds is not for the program to say")},
    {LINT_LIMIT, WORDS("such a program never ends, and its run is as long as it is allowed to be")},
    {LINT_NEVER_CLOSED, WORDS("a connection that a small program forgets is closed as soon as nobody holds it")},
    {LINT_NO_DRAIN, WORDS("how much a connection takes before its buffer is full is up to the system")},
    {LINT_BOTH_WAIT, WORDS("both ends wait for ever, and Python does not end such a run by itself")},
    {LINT_ENDED_AT_ONCE, WORDS("when a signal comes from outside is up to whoever sends it")},
    {LINT_DEAF, WORDS("when something comes from outside, while a step holds the loop, is up to the system")},
    {LINT_LONG_TURN, WORDS("how long it takes to compute something is up to the machine, and in virtual time it takes none")},
    {LINT_NOTED, WORDS("only whoever watches a Python program sees the objects that it is about")},
};

const char *tell_mistake_missing(LintKind kind)
{
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        if (without[i].kind == kind) {
            return without[i].why;
        }
    }
    return NULL;
}

static const char *title_of(Language language, LintKind kind)
{
    Lint lint = {.kind = kind};
    return kind == LINT_NOTED ? words_in(language, "what its recorder says of a Python program") : lint_title(language, &lint);
}

void tell_mistakes(Language language, FILE *out)
{
    fputs(words_in(language, "Programs that make a mistake each. loopscope NAME opens one, and X mends it;\n"
                             "loopscope tell NAME --set mended=on tells it mended.\n"),
          out);
    for (size_t i = 0; i < lesson_mistake_count(); i++) {
        const Lesson *mistake = lesson_mistake_at(i);
        fprintf(out, "\n%s: %s\n", mistake->name, lesson_title(mistake, language));
        tell_folded(lesson_summary(mistake, language), 4, out);
        for (int kind = 0; kind < LINT_KIND_COUNT; kind++) {
            if (strcmp(lint_name((LintKind)kind), mistake->page.remark) == 0) {
                fputs("    ", out);
                fprintf(out, words_in(language, "Remark: %s, %s"), mistake->page.remark, title_of(language, (LintKind)kind));
                putc('\n', out);
            }
        }
    }
    fprintf(out, "\n%s\n", words_in(language, "Remarks that none of them is about:"));
    for (int kind = 0; kind < LINT_KIND_COUNT; kind++) {
        const char *why = tell_mistake_missing((LintKind)kind);
        if (why != NULL) {
            char words[300];
            fprintf(out, "\n%s, %s\n", lint_name((LintKind)kind), title_of(language, (LintKind)kind));
            snprintf(words, sizeof words, words_in(language, "There is no program: %s."), words_in(language, why));
            tell_folded(words, 4, out);
        }
    }
}
