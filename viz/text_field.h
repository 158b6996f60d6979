/* text_field.h: one line of text that is being written: UTF-8, a place to write at, and the keys that move it. */
#ifndef LOOPSCOPE_TEXT_FIELD_H
#define LOOPSCOPE_TEXT_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum { TEXT_FIELD_BYTES = 1024 /* room for a path */ };

typedef struct TextField {
    char text[TEXT_FIELD_BYTES]; /* NUL-ended, whole characters only */
    size_t length, cursor;       /* bytes; the cursor stands between two characters */
} TextField;

/* Writes at the cursor. Control characters and what is not UTF-8 are left out, and so is what finds no more room. */
void text_field_write(TextField *field, const char *text);
/* Left, Right, Home, End, Backspace, Delete and Ctrl+Backspace (all before the cursor). False: no key of a field. */
bool text_field_key(TextField *field, const char *key);

#endif
