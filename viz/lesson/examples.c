/* examples.c: see examples.h. The programs are compiled in; what they are about is said by their rules. */
#include "examples.h"

#include "example_texts.h"
#include "knobs.h"
#include "language/words_in.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { NAME = 32, FILE_NAME = 64, TITLE = 80, SUMMARY = 256, TRANSLATED = 400 };

// The versions of clang-format disagree about a brace in a macro.
// clang-format off
#define EXAMPLE(id) {#id, NULL, NULL, "", NULL, example_##id##_c, NULL, example_##id##_py, "", {.memory = NULL}, example_##id##_main, false, NULL, 0, NULL, {{.words = NULL}}},
// clang-format on

static Lesson examples[] = {EXAMPLE_NAMES(EXAMPLE)};

enum { EXAMPLES = sizeof examples / sizeof *examples };

static char names[EXAMPLES][NAME], c_files[EXAMPLES][FILE_NAME], py_files[EXAMPLES][FILE_NAME], titles[EXAMPLES][TITLE],
    summaries[EXAMPLES][SUMMARY];
static struct {
    char title[TITLE], summary[TRANSLATED];
} translated[EXAMPLES][LANGUAGE_COUNT];

/* "3.12" of the version 3.12.0. */
static unsigned minor_of(uint32_t version) { return version >> 8; }

/* Rules that no program shows: why not, as the end of a sentence. */
static const struct {
    const char *rule, *why;
} without[] = {
    {"aborted-is-passed",
     WORDS("on Linux a server is given a connection that was aborted while it waited like any other, as in virtual time, and hears of it "
           "only when it reads: the error that the rule is about comes on other systems")},
    {"closing-below", WORDS("it is about TLS, and the examples are part of the window, which does without")},
    {"shutdown-limit", WORDS("it is about TLS, and the examples are part of the window, which does without")},
};

enum { WITHOUT = sizeof without / sizeof *without };

/* The file is named after the rule: wait_for_in_task. */
static bool is_of(const char *identifier, const char *rule)
{
    size_t at = 0;
    while (rule[at] != '\0' && (identifier[at] == rule[at] || (identifier[at] == '_' && rule[at] == '-'))) {
        at++;
    }
    return rule[at] == '\0' && identifier[at] == '\0';
}

/* Its first line says so. */
static bool is_real(const Lesson *example)
{
    static const char words[] = "by the real clock";
    const char *found = strstr(example->c_text, words);
    return found != NULL && found < example->c_text + strcspn(example->c_text, "\n");
}

static void describe(size_t index, const async_rule *rule)
{
    Lesson *example = &examples[index];
    char version[32];
    snprintf(c_files[index], FILE_NAME, "versions/3.%u/%s.c", minor_of(rule->since), example->name);
    snprintf(py_files[index], FILE_NAME, "versions/3.%u/%s.py", minor_of(rule->since), example->name);
    snprintf(names[index], NAME, "%s", rule->name);
    snprintf(titles[index], TITLE, "%s, since Python %s", rule->name, async_rules_name(rule->since, version, sizeof version));
    snprintf(summaries[index], SUMMARY, "Python %s: %s.", version, rule->words);
    example->real_time = is_real(example);
    example->c_file = c_files[index];
    example->py_file = py_files[index];
    example->summary = summaries[index];
    example->title = titles[index];
    example->page = (LessonPage){
        .title = titles[index], .section = "", .remark = "", .next = "", .opening = summaries[index], .rule = "", .minutes = ""};
    for (int language = LANGUAGE_ENGLISH + 1; language < LANGUAGE_COUNT; language++) {
        char *title = translated[index][language].title, *summary = translated[index][language].summary;
        snprintf(title, TITLE, words_in((Language)language, "%s, since Python %s"), rule->name, version);
        snprintf(summary, TRANSLATED, "Python %s: %s.", version, words_in((Language)language, rule->words));
        example->in[language].page = example->page;
        example->in[language].page.title = title;
        example->in[language].page.opening = summary;
        example->in[language].words = "";
    }
    example->name = names[index];
}

const char *example_missing(const char *rule)
{
    for (size_t i = 0; i < WITHOUT; i++) {
        if (strcmp(without[i].rule, rule) == 0) {
            return without[i].why;
        }
    }
    return NULL;
}

static const Lesson *example_of(const async_rule *rule)
{
    for (size_t i = 0; i < EXAMPLES; i++) {
        if (strcmp(examples[i].name, rule->name) == 0) {
            return &examples[i];
        }
        if (is_of(examples[i].name, rule->name)) {
            describe(i, rule);
            return &examples[i];
        }
    }
    return NULL;
}

size_t example_count(void)
{
    size_t count = 0;
    async_rule rule;
    while (async_rule_at(count, &rule)) {
        count++;
    }
    assert(count == EXAMPLES + WITHOUT && "each rule has an example, or is one of those without");
    return EXAMPLES;
}

const Lesson *example_at(size_t number)
{
    async_rule rule;
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        if (!example_missing(rule.name) && number-- == 0) {
            return example_of(&rule);
        }
    }
    return NULL;
}

const Lesson *example_find(const char *name)
{
    async_rule rule;
    for (size_t i = 0; async_rule_at(i, &rule); i++) {
        if (strcmp(rule.name, name) == 0) {
            return example_of(&rule);
        }
    }
    return NULL;
}

async_rule example_rule(const Lesson *example)
{
    async_rule rule = {.name = NULL};
    for (size_t i = 0; async_rule_at(i, &rule) && strcmp(rule.name, example->name) != 0; i++) {}
    return rule;
}

KnobValues example_values(const Lesson *example, bool with)
{
    char before[32];
    uint32_t since = example_rule(example).since;
    KnobValues values = knobs_usual(example);
    snprintf(before, sizeof before, "3.%u", minor_of(since) - 1);
    values.rules = with ? since : (since & 0xff) != 0 ? since - 1 : async_rules_of(before);
    return values;
}
