/* words_in.h: what the program says, in the language of the reader: the English text is the key to the same in another language.

   The catalogues, assets/languages/CODE.po, are gettext's, and its tools make, check and compile them. They are compiled in and read here rather than by the C
   library's gettext(): that one asks the process's locale, which has to be installed on the system, and says nothing in another language under the locale C. */
#ifndef LOOPSCOPE_WORDS_IN_H
#define LOOPSCOPE_WORDS_IN_H

#include "language.h"

#include <stddef.h>

/* The same in that language, or `english` itself where the catalogue does not have it. What printf() would replace is the same in both. */
const char *words_in(Language language, const char *english) __attribute__((format_arg(2)));
/* The same of a text that means several things: `context` says which one is meant. */
const char *words_meant(Language language, const char *context, const char *english) __attribute__((format_arg(3)));
/* For one thing, and for any other number of them. */
const char *words_counted(Language language, const char *one, const char *many, unsigned long long count)
    __attribute__((format_arg(2), format_arg(3)));

/* Marks a text in a table, which is looked up where it is used. */
#define WORDS(english) english

/* For a test: how many texts a catalogue has, 0 for English, and the nth of them: the text in English, as the catalogue has it, and in that language. */
size_t words_count(Language language);
const char *words_key(Language language, size_t index);
const char *words_value(Language language, size_t index);

#endif
