/* keyboard.h: what is printed on the keys of the reader's own keyboard. */
#ifndef LOOPSCOPE_KEYBOARD_H
#define LOOPSCOPE_KEYBOARD_H

#include <stddef.h>

/* What stands on the keys of the user's own keyboard, where that differs from a US one: the physical places are bound, the local letter is
   shown. All zero: a US keyboard. */
enum { KEY_PLACES = 36, KEY_LETTER = 8 /* bytes, UTF-8 and its NUL */ };
typedef struct KeyLetters {
    char letter[KEY_PLACES][KEY_LETTER]; /* "": as on a US keyboard */
} KeyLetters;
const char *key_place_name(size_t place); /* "A" … "Backquote", as in the table of commands; NULL from KEY_PLACES on */

#endif
