/* versions.c: see versions.h. */
#include "versions.h"

#include "against.h"
#include "fold.h"

#include <string.h>

static void write_rule(const async_rule *rule, FILE *out)
{
    char version[32];
    fprintf(out, "  %s (%s)", rule->name, rule->source);
    if (rule->backported != 0) {
        fprintf(out, ", also from %s on", async_rules_name(rule->backported, version, sizeof version));
    }
    putc('\n', out);
    tell_folded(rule->words, 6, out);
}

void tell_versions(Language language, FILE *out)
{
    (void)language;
    uint32_t before = 0;
    async_rule rule;
    fputs("Where Python's versions schedule differently, by the version that brought it. What is not\nhere is the same from 3.11 on.\n",
          out);
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        char name[32];
        if (rule.since != before) {
            fprintf(out, "\n%s\n", async_rules_name(rule.since, name, sizeof name));
        }
        before = rule.since;
        write_rule(&rule, out);
    }
}

bool tell_version_missing(const char *name, FILE *out)
{
    char version[32], sentence[512];
    async_rule rule;
    size_t number = 0;
    while (async_rule_at(number, &rule) && strcmp(rule.name, name) != 0) {
        number++;
    }
    fprintf(out, "%s\n", async_rules_name(rule.since, version, sizeof version));
    write_rule(&rule, out);
    snprintf(sentence, sizeof sentence, "There is no example: %s.", example_missing(name));
    putc('\n', out);
    tell_folded(sentence, 0, out);
    return fflush(out) == 0 && !ferror(out);
}

bool tell_version(const Lesson *example, const Trace *before, const Trace *with, FILE *out)
{
    char sentence[AGAINST_TEXT], version[32];
    async_rule rule = example_rule(example);
    if (!against_closely(before, with, sentence, sizeof sentence)) {
        return false;
    }
    fprintf(out, "%s\n", async_rules_name(rule.since, version, sizeof version));
    write_rule(&rule, out);
    fprintf(out, "\n%s\n", example->py_text);
    KnobValues first = example_values(example, false), second = example_values(example, true);
    fprintf(out, "The first run is by the rules of Python %s, ", async_rules_name(first.rules, version, sizeof version));
    fprintf(out, "the second by those of %s.\n%s\n", async_rules_name(second.rules, version, sizeof version), sentence);
    return fflush(out) == 0 && !ferror(out);
}
