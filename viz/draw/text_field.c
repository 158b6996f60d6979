/* text_field.c: writing into a line of UTF-8 and taking out of it, always whole characters. */
#include "text_field.h"

#include <stdint.h>
#include <string.h>

static bool inside(char byte) { return ((unsigned char)byte & 0xc0) == 0x80; }

/* Bytes of the character that begins there; 0: it is none, or one that is not to be seen. */
static size_t character(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    size_t length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 1;
    if (length == 1) {
        return first >= ' ' && first < 0x7f;
    }
    for (size_t i = 1; i < length; i++) {
        if (!inside(text[i])) {
            return 0;
        }
    }
    return length;
}

static size_t before(const TextField *field, size_t at)
{
    while (at > 0 && inside(field->text[--at])) {}
    return at;
}

static size_t behind(const TextField *field, size_t at)
{
    while (at < field->length && inside(field->text[++at])) {}
    return at;
}

static bool is_space(char byte) { return byte == ' '; }

/* To where a word begins, or behind where one ends. */
static size_t word_before(const TextField *field, size_t at)
{
    while (at > 0 && is_space(field->text[at - 1])) {
        at--;
    }
    while (at > 0 && !is_space(field->text[at - 1])) {
        at--;
    }
    return at;
}

static size_t word_behind(const TextField *field, size_t at)
{
    while (at < field->length && is_space(field->text[at])) {
        at++;
    }
    while (at < field->length && !is_space(field->text[at])) {
        at++;
    }
    return at;
}

static void take_out(TextField *field, size_t from, size_t to)
{
    memmove(field->text + from, field->text + to, field->length - to + 1);
    field->length -= to - from;
    field->cursor = from;
    field->selecting = false;
}

void text_field_selection(const TextField *field, size_t *from, size_t *to)
{
    size_t anchor = field->selecting && field->anchor <= field->length ? field->anchor : field->cursor;
    *from = anchor < field->cursor ? anchor : field->cursor;
    *to = anchor < field->cursor ? field->cursor : anchor;
}

void text_field_select_all(TextField *field)
{
    field->anchor = 0;
    field->cursor = field->length;
    field->selecting = true;
}

/* False: nothing was selected. */
static bool take_out_selected(TextField *field)
{
    size_t from, to;
    text_field_selection(field, &from, &to);
    if (from < to) {
        take_out(field, from, to);
    }
    field->selecting = false;
    return from < to;
}

void text_field_write(TextField *field, const char *text)
{
    (void)take_out_selected(field);
    while (*text) {
        size_t length = character(text);
        if (length == 0) {
            text++;
            continue;
        }
        if (field->length + length >= TEXT_FIELD_BYTES) {
            return;
        }
        memmove(field->text + field->cursor + length, field->text + field->cursor, field->length - field->cursor + 1);
        memcpy(field->text + field->cursor, text, length);
        field->length += length;
        field->cursor += length;
        text += length;
    }
}

/* Where a key moves the cursor; SIZE_MAX: it moves nothing. */
static size_t moved(const TextField *field, const char *key)
{
    size_t at = field->cursor;
    return strcmp(key, "Left") == 0         ? before(field, at)
           : strcmp(key, "Right") == 0      ? behind(field, at)
           : strcmp(key, "Ctrl+Left") == 0  ? word_before(field, at)
           : strcmp(key, "Ctrl+Right") == 0 ? word_behind(field, at)
           : strcmp(key, "Home") == 0       ? 0
           : strcmp(key, "End") == 0        ? field->length
                                            : SIZE_MAX;
}

/* The key without Shift, into 16 bytes; true: Shift was in it. */
static bool without_shift(const char *key, char plain[16])
{
    const char *shift = strstr(key, "Shift+");
    size_t head = shift ? (size_t)(shift - key) : 0;
    const char *rest = shift ? shift + 6 : key;
    if (head + strlen(rest) < 16) {
        memcpy(plain, key, head);
        memcpy(plain + head, rest, strlen(rest) + 1);
    }
    return shift != NULL;
}

bool text_field_key(TextField *field, const char *key)
{
    char plain[16] = "";
    bool shift = without_shift(key, plain);
    size_t to = moved(field, plain), from, end;
    text_field_selection(field, &from, &end);
    if (to != SIZE_MAX) {
        if (shift && !field->selecting) {
            field->anchor = field->cursor;
        } else if (!shift && from < end && strchr(plain, '+') == NULL && (plain[0] == 'L' || plain[0] == 'R')) {
            to = plain[0] == 'L' ? from : end; /* without Shift an arrow leaves the selection at that side */
        }
        field->selecting = shift;
        field->cursor = to;
    } else if (strcmp(key, "Backspace") == 0) {
        if (!take_out_selected(field)) {
            take_out(field, before(field, field->cursor), field->cursor);
        }
    } else if (strcmp(key, "Ctrl+Backspace") == 0) {
        if (!take_out_selected(field)) {
            take_out(field, 0, field->cursor);
        }
    } else if (strcmp(key, "Delete") == 0) {
        if (!take_out_selected(field)) {
            take_out(field, field->cursor, behind(field, field->cursor));
        }
    } else {
        return false;
    }
    return true;
}
