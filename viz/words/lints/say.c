/* say.c: the remarks in words: what is wrong in this run, and what to do instead. */
#include "rule.h"

#include <stdio.h>

const char *lint_name(LintKind kind) { return lint_rule(kind)->name; }
const char *lint_title(LintKind kind) { return lint_rule(kind)->title; }
const char *lint_advice(LintKind kind) { return lint_rule(kind)->advice; }

/* Text of the program's own, made printable and not too long. */
static const char *plain(const char *text, char *buffer, size_t size)
{
    size_t used = 0;
    for (; text[used] != '\0' && used + 4 < size; used++) {
        unsigned char c = (unsigned char)text[used];
        buffer[used] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    bool cut = text[used] != '\0';
    while (cut && used > 0 && ((unsigned char)text[used] & 0xc0U) == 0x80) {
        used--; /* never half a character */
    }
    snprintf(buffer + used, size - used, "%s", cut ? "\xe2\x80\xa6" : "");
    return buffer;
}

enum { NAME = 64, QUOTED = 96 };

char *lint_sentence(const Lint *lint, const Model *model, const Trace *trace, char *buffer, size_t size)
{
    char name[NAME], task[NAME], text[QUOTED], quoted[QUOTED];
    const LintRule *rule = lint_rule(lint->kind);
    snprintf(name, sizeof name, "%s", rule->nobody ? rule->nobody : "The program");
    if (lint->task != TRACE_NOBODY) {
        model_task_label(model, lint->task, name, sizeof name);
    }
    snprintf(text, sizeof text, "%s", trace_text(trace, lint->text));
    const LintWords words = {plain(name, task, sizeof task), plain(text, quoted, sizeof quoted)};
    rule->say(lint, &words, buffer, size);
    return buffer;
}
