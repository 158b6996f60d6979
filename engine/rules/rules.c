/* rules.c: see rules.h; and the versions by their names. */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OLDEST = 11, USUAL = 14, NEWEST = 15 };

static const struct {
    const char *name;
    uint32_t since;
    const char *source, *words;
} table[RULE_COUNT] = {
#define RULE(id, name, since, source, words) [RULE_##id] = {name, since, source, words},
    ASYNC_RULE_TABLE(RULE)
#undef RULE
};

uint64_t rules_at(uint32_t version)
{
    version = version != 0 ? version : PYTHON(USUAL, RULE_ANY_PATCH);
    uint64_t rules = 0;
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        uint32_t since = table[rule].since & 0xffff, backported = table[rule].since >> 16;
        bool in_older = backported != 0 && version >> 8 == backported >> 8 && version >= backported;
        rules |= (uint64_t)(version >= since || in_older) << rule;
    }
    return rules;
}

uint32_t async_rules_of(const char *name)
{
    if (strncmp(name, "3.", 2) != 0 || name[2] < '0' || name[2] > '9') {
        return 0;
    }
    char *end;
    unsigned long minor = strtoul(name + 2, &end, 10), patch = RULE_ANY_PATCH;
    if (*end == '.' && end[1] >= '0' && end[1] <= '9') {
        patch = strtoul(end + 1, &end, 10);
    }
    bool known = *end == '\0' && minor >= OLDEST && minor <= NEWEST && patch <= RULE_ANY_PATCH;
    return known ? PYTHON(minor, (uint32_t)patch) : 0;
}

const char *async_rules_name(uint32_t rules, char *buffer, size_t size)
{
    rules = rules != 0 ? rules : PYTHON(USUAL, RULE_ANY_PATCH);
    unsigned minor = rules >> 8, patch = rules & 0xff;
    if (patch == RULE_ANY_PATCH) {
        snprintf(buffer, size, "3.%u", minor);
    } else {
        snprintf(buffer, size, "3.%u.%u", minor, patch);
    }
    return buffer;
}

bool async_rule_at(size_t number, async_rule *rule)
{
    if (number >= RULE_COUNT) {
        return false;
    }
    *rule = (async_rule){table[number].name, table[number].source, table[number].words, table[number].since & 0xffff,
                         table[number].since >> 16};
    return true;
}

static _Thread_local uint64_t asked_last;

void rules_were_asked(uint64_t rules) { asked_last = rules; }

bool async_rule_parts(size_t number, uint32_t one, uint32_t other)
{
    uint64_t parting = (rules_at(one) ^ rules_at(other)) & asked_last;
    return number < RULE_COUNT && (parting >> number & 1) != 0;
}
