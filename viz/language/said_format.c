/* said_format.c: see said_format.h. A format is matched like a file name with stars in it: what stands between two holes is looked for from the left. */
#include "said_format.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t said_format_conversion(const char *format, size_t *number)
{
    *number = 0;
    if (format[0] != '%' || format[1] == '%') {
        return 0;
    }
    size_t digits = strspn(format + 1, "0123456789");
    size_t length = 1;
    if (digits > 0 && format[1 + digits] == '$') {
        *number = (size_t)strtoul(format + 1, NULL, 10);
        length += digits + 1;
    }
    length += strspn(format + length, "-+ #0123456789.*hlzjt");
    return format[length] != '\0' ? length + 1 : 0;
}

static bool is_number(char kind) { return strchr("udifg", kind) != NULL; }

/* How long the format's own text is up to the next conversion or its end, and that text without its doubled "%". */
static size_t own_text(const char *format, char *text, size_t size, size_t *taken)
{
    size_t length = 0, number, at = 0;
    while (format[at] != '\0' && said_format_conversion(format + at, &number) == 0) {
        if (length + 1 < size) {
            text[length++] = format[at];
        }
        at += format[at] == '%' && format[at + 1] == '%' ? 2 : 1;
    }
    text[length] = '\0';
    *taken = at;
    return length;
}

bool said_format_is_balanced(const char *text, size_t length)
{
    int depth = 0;
    bool code = false;
    for (size_t i = 0; i < length && depth >= 0; i++) {
        depth += (text[i] == '(' || text[i] == '[') - (text[i] == ')' || text[i] == ']');
        code ^= text[i] == '`';
    }
    return depth == 0 && !code;
}

static bool fits(Matching *matching, char kind, const char *text, size_t length)
{
    matching->tries -= matching->tries > 0;
    if (kind == 'T') {
        return length > 1 && text[0] == 'T' && strspn(text + 1, "0123456789") >= length - 1;
    }
    return is_number(kind) ? length > 0 && strspn(text, "0123456789.+-e") >= length
                           : !matching->strict || said_format_is_balanced(text, length);
}

/* Could the format have made the text? Then holes[i] are what was put in. Of conversions that stand side by side the first has all of it. */
static bool matches(Matching *matching, const char *format, const char *text, size_t length, Piece holes[SAID_HOLES], size_t count)
{
    char own[SAID_TEXT];
    size_t taken, number, size = own_text(format, own, sizeof own, &taken);
    if (matching->tries == 0 || size > length || memcmp(own, text, size) != 0) {
        return false;
    }
    matching->tries--;
    format += taken;
    text += size;
    length -= size;
    if (*format == '\0') {
        return length == 0;
    }
    size_t hole = count, wide = said_format_conversion(format, &number);
    char kind = size > 0 && own[size - 1] == '{' ? 'T' : format[wide - 1]; /* {T3}: the name of a task */
    for (; wide > 0; wide = said_format_conversion(format, &number)) {
        if (count == SAID_HOLES) {
            return false;
        }
        holes[count++] = (Piece){text, 0};
        format += wide;
    }
    size = own_text(format, own, sizeof own, &taken);
    if (size == 0) { /* its end */
        holes[hole].length = length;
        return fits(matching, kind, text, length);
    }
    for (size_t at = 0; at + size <= length; at++) {
        const char *next = memchr(text + at, own[0], length - size - at + 1);
        if (next == NULL) {
            return false;
        }
        at = (size_t)(next - text);
        if (memcmp(next, own, size) == 0 && fits(matching, kind, text, at)) {
            holes[hole].length = at;
            if (matches(matching, format, text + at, length - at, holes, count)) {
                return true;
            }
        }
    }
    return false;
}

Format said_format(const char *text)
{
    size_t number;
    Format format = {.first = (char)(text[0] == '%' ? '\0' : text[0])};
    for (const char *at = text; *at != '\0';) {
        size_t wide = said_format_conversion(at, &number);
        format.weight = (unsigned short)(format.weight + (wide == 0));
        format.last = *at;
        if (wide > 0) {
            format.last = '\0';
        }
        at += wide > 0 ? wide : 1;
    }
    return format;
}

bool said_format_matches(Matching *matching, const char *format, const char *text, size_t length, Piece holes[SAID_HOLES])
{
    return matches(matching, format, text, length, holes, 0);
}
