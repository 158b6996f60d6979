/* search.h: which lessons the menu's search finds, and which of their words show why. */
#ifndef LOOPSCOPE_MENU_SEARCH_H
#define LOOPSCOPE_MENU_SEARCH_H

#include "lesson/lesson.h"

/* Whether each word of the search begins a word of the lesson's title, section or name, of the ideas that it teaches, or of what its page says. Large and
   small letters are the same. What the page asks, hints at and answers is not looked at. */
bool menu_matches(Language language, const Lesson *lesson, const char *search);
/* Why the search finds it, when neither title nor section nor summary says so: the sentences of its page from the one on that holds the first word that they
   do not, as plain words into `buffer`; "" when there is none. Returns it. */
char *menu_passage(Language language, const Lesson *lesson, const char *search, char *buffer, size_t size);

/* Whether each word of the search begins a word in one of the texts. A search that begins with a sign finds it anywhere. */
bool menu_finds(const char *const texts[], size_t count, const char *search);

#endif
