/* breaks.c: see breaks.h. */
#include "breaks.h"

#include <ctype.h>
#include <string.h>

static bool begins(const char *text, size_t length, const char *part)
{
    size_t count = strlen(part);
    return count <= length && memcmp(text, part, count) == 0;
}

/* The word of that length is a unit of what is shown here. */
static bool is_unit(const char *word, size_t length)
{
    static const char *const units[] = {"s", "ms", "\xc2\xb5s", "ns", "B", "B/s"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i]) == length && begins(word, length, units[i])) {
            return true;
        }
    }
    return false;
}

static size_t letters(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && (isalnum((unsigned char)text[count]) || ((unsigned char)text[count] & 0x80U) != 0 || text[count] == '/')) {
        count++;
    }
    return count;
}

bool breaks_at(const char *text, size_t length, size_t at)
{
    const char *behind = text + at + 1;
    size_t left = at + 1 < length ? length - at - 1 : 0;
    if (begins(behind, left, "= ") || begins(behind, left, "\xe2\x86")) {
        return false;
    }
    if (at > 0 && text[at - 1] == '=' && (at == 1 || text[at - 2] == ' ')) {
        return false;
    }
    return at == 0 || !isdigit((unsigned char)text[at - 1]) || !is_unit(behind, letters(behind, left));
}
