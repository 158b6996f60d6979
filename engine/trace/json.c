/* json.c: see json.h. Escapes are the ones that Python's json module writes, so that two exports can be compared as text. */
#include "json.h"

#include <inttypes.h>

/* Length in bytes of the UTF-8 sequence at `at`, or 0 when there is none: overlong forms and surrogates are none. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    if (first < 0x80) {
        return 1;
    }
    size_t length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

static void write_ascii(FILE *out, unsigned char c)
{
    switch (c) {
    case '"': fputs("\\\"", out); break;
    case '\\': fputs("\\\\", out); break;
    case '\b': fputs("\\b", out); break;
    case '\f': fputs("\\f", out); break;
    case '\n': fputs("\\n", out); break;
    case '\r': fputs("\\r", out); break;
    case '\t': fputs("\\t", out); break;
    default:
        if (c < 0x20) {
            fprintf(out, "\\u%04x", (unsigned)c);
        } else {
            putc(c, out);
        }
    }
}

void trace_json_characters(FILE *out, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t step = sequence_length(bytes + i, length - i);
        if (step == 0) {
            fputs("\xef\xbf\xbd", out);
            i++;
        } else if (step == 1) {
            write_ascii(out, bytes[i]);
            i++;
        } else {
            fwrite(bytes + i, 1, step, out);
            i += step;
        }
    }
}

void trace_json_string(FILE *out, const char *text, size_t length)
{
    putc('"', out);
    trace_json_characters(out, text, length);
    putc('"', out);
}

void trace_json_seconds(FILE *out, int64_t ns)
{
    const uint64_t second = 1000000000U;
    uint64_t magnitude = ns < 0 ? ~(uint64_t)ns + 1 : (uint64_t)ns;
    uint64_t rest = magnitude % second;
    fprintf(out, "%s%" PRIu64, ns < 0 ? "-" : "", magnitude / second);
    if (rest == 0) {
        return;
    }
    int digits = 9;
    for (; rest % 10 == 0; rest /= 10) {
        digits--;
    }
    fprintf(out, ".%0*" PRIu64, digits, rest);
}
