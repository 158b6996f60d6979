/* versions.c: see versions.h. */
#include "versions.h"

#include "against.h"
#include "fold.h"
#include "language/words_in.h"

#include <string.h>

static void write_rule(Language language, const async_rule *rule, FILE *out)
{
    char version[32];
    fprintf(out, "  %s (%s)", rule->name, rule->source);
    if (rule->backported != 0) {
        fprintf(out, words_in(language, ", also from %s on"), async_rules_name(rule->backported, version, sizeof version));
    }
    putc('\n', out);
    tell_folded(words_in(language, rule->words), 6, out);
}

void tell_versions(Language language, FILE *out)
{
    uint32_t before = 0;
    async_rule rule;
    fputs(words_in(language, "Where Python's versions schedule differently, by the version that brought it. What is not\n"
                             "here is the same from 3.11 on.\n"),
          out);
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        char name[32];
        if (rule.since != before) {
            fprintf(out, "\n%s\n", async_rules_name(rule.since, name, sizeof name));
        }
        before = rule.since;
        write_rule(language, &rule, out);
    }
}

bool tell_version_missing(Language language, const char *name, FILE *out)
{
    char version[32], sentence[512];
    async_rule rule;
    size_t number = 0;
    while (async_rule_at(number, &rule) && strcmp(rule.name, name) != 0) {
        number++;
    }
    fprintf(out, "%s\n", async_rules_name(rule.since, version, sizeof version));
    write_rule(language, &rule, out);
    snprintf(sentence, sizeof sentence, words_in(language, "There is no example: %s."), words_in(language, example_missing(name)));
    putc('\n', out);
    tell_folded(sentence, 0, out);
    return fflush(out) == 0 && !ferror(out);
}

bool tell_version(Language language, const Lesson *example, const Trace *before, const Trace *with, FILE *out)
{
    char sentence[AGAINST_TEXT], version[32], older[32];
    async_rule rule = example_rule(example);
    if (!against_closely(language, before, with, sentence, sizeof sentence)) {
        return false;
    }
    fprintf(out, "%s\n", async_rules_name(rule.since, version, sizeof version));
    write_rule(language, &rule, out);
    fprintf(out, "\n%s\n", example->py_text);
    KnobValues first = example_values(example, false), second = example_values(example, true);
    fprintf(out, words_in(language, "The first run is by the rules of Python %s, the second by those of %s."),
            async_rules_name(first.rules, older, sizeof older), async_rules_name(second.rules, version, sizeof version));
    fprintf(out, "\n%s\n", sentence);
    return fflush(out) == 0 && !ferror(out);
}
