/* text_field.h: one line of text that is being written: UTF-8, a place to write at, and the keys that move it. */
#ifndef LOOPSCOPE_TEXT_FIELD_H
#define LOOPSCOPE_TEXT_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum { TEXT_FIELD_BYTES = 1024 /* room for a path */ };

typedef struct TextField {
    char text[TEXT_FIELD_BYTES]; /* NUL-ended, whole characters only */
    size_t length, cursor;       /* bytes; the cursor stands between two characters */
    size_t anchor;               /* bytes: from there to the cursor it is selected, when `selecting` */
    bool selecting;
} TextField;

/* What is selected, in bytes: nothing where both are the same. */
void text_field_selection(const TextField *field, size_t *from, size_t *to);
void text_field_select_all(TextField *field);
/* Writes at the cursor, in place of what is selected. Control characters and what is not UTF-8 are left out, and so is what finds no more room. */
void text_field_write(TextField *field, const char *text);
/* Left, Right, Home, End, with Ctrl by words, with Shift selecting; Backspace, Delete and Ctrl+Backspace (all before the cursor), or what is
   selected. False: no key of a field. */
bool text_field_key(TextField *field, const char *key);

#endif
