/* text_field.c: writing into a line of UTF-8 and taking out of it, always whole characters. */
#include "text_field.h"

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

static void take_out(TextField *field, size_t from, size_t to)
{
    memmove(field->text + from, field->text + to, field->length - to + 1);
    field->length -= to - from;
    field->cursor = from;
}

void text_field_write(TextField *field, const char *text)
{
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

bool text_field_key(TextField *field, const char *key)
{
    if (strcmp(key, "Left") == 0) {
        field->cursor = before(field, field->cursor);
    } else if (strcmp(key, "Right") == 0) {
        field->cursor = behind(field, field->cursor);
    } else if (strcmp(key, "Home") == 0) {
        field->cursor = 0;
    } else if (strcmp(key, "End") == 0) {
        field->cursor = field->length;
    } else if (strcmp(key, "Backspace") == 0) {
        take_out(field, before(field, field->cursor), field->cursor);
    } else if (strcmp(key, "Ctrl+Backspace") == 0) {
        take_out(field, 0, field->cursor);
    } else if (strcmp(key, "Delete") == 0) {
        take_out(field, field->cursor, behind(field, field->cursor));
    } else {
        return false;
    }
    return true;
}
