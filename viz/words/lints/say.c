/* say.c: the remarks in words: what is wrong in this run, and what to do instead. */
#include "rule.h"

#include "language/said.h"

#include <stdio.h>

const char *lint_name(LintKind kind) { return lint_rule(kind)->name; }
const char *lint_title(Language language, const Lint *lint)
{
    return words_in(language, lint->kind == LINT_NOTED ? trace_remark_title(lint->remark) : lint_rule(lint->kind)->title);
}

enum { NAME = 64, QUOTED = 1100 };

/* A text with the names of tasks where it says {T3}. */
static void fill_in(const char *text, const Model *model, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    while (*text != '\0' && used + 1 < size) {
        Ref task = TRACE_NOBODY;
        size_t length = phrase_task(text, &task);
        if (length > 0) {
            char name[NAME];
            model_task_label(model, task, name, sizeof name);
            int written = snprintf(buffer + used, size - used, "%s", name);
            used += (size_t)written < size - used ? (size_t)written : size - used - 1;
            text += length;
        } else {
            buffer[used++] = *text++;
            buffer[used] = '\0';
        }
    }
}

char *lint_advice(Language language, const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size)
{
    char text[QUOTED], printable[QUOTED];
    if (lint->advice == 0) {
        const LintRule *rule = lint_rule(lint->kind);
        const char *fitting = rule->advise != NULL ? rule->advise(lint) : NULL;
        snprintf(buffer, size, "%s", words_in(language, fitting != NULL ? fitting : rule->advice));
        return buffer;
    }
    char said[SAID_TEXT];
    fill_in(words_recorded(language, trace_text(trace, lint->advice), said, sizeof said), model, text, sizeof text);
    snprintf(buffer, size, "%s", phrase_plain(text, printable, sizeof printable));
    return buffer;
}

char *lint_sentence(Language language, const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size)
{
    char name[NAME], task[NAME], text[QUOTED], quoted[QUOTED];
    const LintRule *rule = lint_rule(lint->kind);
    const Telling telling = {.trace = trace, .language = language};
    snprintf(name, sizeof name, "%s", words_in(language, rule->nobody ? rule->nobody : WORDS("The program")));
    if (lint->task != TRACE_NOBODY) {
        model_task_label(model, lint->task, name, sizeof name);
    }
    if (lint->kind == LINT_NOTED) {
        char said[SAID_TEXT];
        fill_in(words_recorded(language, trace_text(trace, lint->text), said, sizeof said), model, text, sizeof text);
    } else {
        enum { SHORT = 150 };
        phrase_plain(trace_text(trace, lint->text), text, SHORT);
    }
    char others[LINT_OTHERS][NAME], named[QUOTED];
    for (size_t i = 0; i < LINT_OTHERS; i++) {
        char label[NAME] = "";
        if (lint->others[i] != TRACE_NOBODY) {
            model_task_label(model, lint->others[i], label, sizeof label);
        }
        phrase_plain(label, others[i], NAME);
    }
    char error[NAME + NAME], line[PHRASE], other_line[PHRASE];
    const Event *event = trace_event(trace, lint->index);
    phrase_plain(event->kind == EV_EXC_HANDLER ? trace_text(trace, event->d) : "", error, sizeof error);
    const LintWords words = {&telling,
                             phrase_plain(name, task, sizeof task),
                             words_named(language, phrase_plain(text, quoted, sizeof quoted), named, sizeof named),
                             error,
                             {others[0], others[1]},
                             say_line(&telling, lint->place, line),
                             say_line(&telling, lint->other, other_line),
                             trace_place(trace, lint->place)->function};
    rule->say(lint, &words, buffer, size);
    return buffer;
}
