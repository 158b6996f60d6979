/* policy.c: see policy.h. */
#include "policy.h"

#include "language/said.h"
#include "language/words_in.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same numbers for the same seed on every machine (splitmix64). */
static uint64_t random_number(uint32_t seed, uint32_t number)
{
    uint64_t z = (uint64_t)seed + (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t policy_choose(PolicyRun *run, size_t count)
{
    const Policy *policy = run->policy;
    uint32_t number = run->choices++;
    switch (policy->kind) {
    case POLICY_FIRST_IN: break;
    case POLICY_LAST_IN: return count - 1;
    case POLICY_RANDOM: return (size_t)(random_number(policy->seed, number) % count);
    case POLICY_PICKS:
        if (number < policy->count && policy->pick[number] <= count) {
            return (size_t)policy->pick[number] - 1;
        }
    }
    return 0;
}

bool policy_equal(const Policy *one, const Policy *other)
{
    return one->kind == other->kind && (one->kind != POLICY_RANDOM || one->seed == other->seed) &&
           (one->kind != POLICY_PICKS || (one->count == other->count && memcmp(one->pick, other->pick, one->count) == 0));
}

const char *policy_text(const Policy *policy, char *buffer, size_t size)
{
    if (policy->kind == POLICY_RANDOM) {
        snprintf(buffer, size, "random:%u", (unsigned)policy->seed);
    } else {
        snprintf(buffer, size, "%s", policy->kind == POLICY_LAST_IN ? "last-in" : "first-in");
    }
    return buffer;
}

const char *policy_picks_text(const Policy *policy, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (uint32_t i = 0; policy->kind == POLICY_PICKS && i < policy->count && used < size; i++) {
        int more = snprintf(buffer + used, size - used, "%s%u", i > 0 ? ":" : "", (unsigned)policy->pick[i]);
        used += more > 0 ? (size_t)more : 0;
    }
    return buffer;
}

/* A whole number up to `most`, at the beginning of the text. */
static bool parse_number(const char **text, unsigned long most, unsigned long *number)
{
    char *end = NULL;
    if (!isdigit((unsigned char)**text) || strspn(*text, "0123456789") > 10) {
        return false;
    }
    *number = strtoul(*text, &end, 10);
    *text = end;
    return *number <= most;
}

bool policy_parse(const char *text, Policy *policy)
{
    static const char random[] = "random:";
    unsigned long seed = 0;
    if (strcmp(text, "first-in") == 0 || strcmp(text, "last-in") == 0) {
        *policy = (Policy){.kind = text[0] == 'l' ? POLICY_LAST_IN : POLICY_FIRST_IN};
        return true;
    }
    if (strncmp(text, random, sizeof random - 1) != 0) {
        return false;
    }
    text += sizeof random - 1;
    if (!parse_number(&text, UINT32_MAX, &seed) || *text != '\0') {
        return false;
    }
    *policy = (Policy){.kind = POLICY_RANDOM, .seed = (uint32_t)seed};
    return true;
}

bool policy_parse_picks(const char *text, Policy *policy)
{
    Policy found = {.kind = POLICY_PICKS};
    while (*text != '\0') {
        unsigned long pick = 0;
        if (found.count == POLICY_PICKS_MOST || !parse_number(&text, POLICY_PICK_LAST, &pick) || pick == 0) {
            return false;
        }
        found.pick[found.count++] = (uint8_t)pick;
        size_t between = strspn(text, ":, ");
        if (*text != '\0' && (between == 0 || text[between] == '\0')) {
            return false;
        }
        text += between;
    }
    found.kind = found.count > 0 ? POLICY_PICKS : POLICY_FIRST_IN;
    *policy = found;
    return true;
}

const char *policy_words(Language language, const Policy *policy, char *buffer, size_t size)
{
    switch (policy->kind) {
    case POLICY_FIRST_IN: snprintf(buffer, size, words_in(language, "goes first in, first out")); break;
    case POLICY_LAST_IN: snprintf(buffer, size, words_in(language, "goes last in, first out")); break;
    case POLICY_RANDOM: snprintf(buffer, size, words_in(language, "goes at random, with the seed %u"), (unsigned)policy->seed); break;
    case POLICY_PICKS: snprintf(buffer, size, words_in(language, "goes as it was picked")); break;
    }
    return buffer;
}

const char *policy_in_short(Language language, const Policy *policy, char *buffer, size_t size)
{
    switch (policy->kind) {
    case POLICY_FIRST_IN: snprintf(buffer, size, words_in(language, "first in")); break;
    case POLICY_LAST_IN: snprintf(buffer, size, words_in(language, "last in")); break;
    case POLICY_RANDOM: snprintf(buffer, size, words_in(language, "random %u"), (unsigned)policy->seed); break;
    case POLICY_PICKS: snprintf(buffer, size, words_in(language, "you pick")); break;
    }
    return buffer;
}

bool policy_is_asyncios(const Trace *trace)
{
    size_t i = 0;
    while (i < trace_count(trace) && trace_event(trace, i)->kind != EV_CHOOSE) {
        i++;
    }
    return i == trace_count(trace);
}

bool policy_fits(const Policy *policy, const Trace *trace, char *error, size_t size)
{
    char picks[POLICY_TEXT];
    uint32_t number = 0, count = policy->kind == POLICY_PICKS ? policy->count : 0;
    for (size_t i = 0; number < count && i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind != EV_CHOOSE) {
            continue;
        }
        if (event->d != policy->pick[number]) {
            snprintf(error, size, SAID("--set picks=%.60s is not possible: at choice %u only %u are ready, and pick %u is none of them"),
                     policy_picks_text(policy, picks, sizeof picks), (unsigned)number + 1, (unsigned)event->c,
                     (unsigned)policy->pick[number]);
            return false;
        }
        number++;
    }
    if (number < count) {
        snprintf(error, size, SAID("--set picks=%.60s is not possible: it has more picks than this run has choices, which are %u"),
                 policy_picks_text(policy, picks, sizeof picks), (unsigned)number);
    }
    return number == count;
}
