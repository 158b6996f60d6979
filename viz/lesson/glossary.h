/* glossary.h: the words of the field: what each of them means, which lesson teaches it, and where it stands in a text. */
#ifndef LOOPSCOPE_GLOSSARY_H
#define LOOPSCOPE_GLOSSARY_H

#include "lesson.h"

enum { GLOSSARY_MOST = 128, GLOSSARY_MARKS = 64 };

typedef struct GlossaryEntry {
    const char *term;     /* "await point" */
    const char *words;    /* how it is written in a text: "wake, wakes, woken"; NULL: as the term, also with an s; "none": nowhere */
    const char *text;     /* what it means, a sentence or two; code stands between backticks */
    const Lesson *lesson; /* which teaches it */
} GlossaryEntry;

/* Where a term stands in a text: its bytes from `from` to before `to`. */
typedef struct GlossaryMark {
    size_t from, to, entry;
} GlossaryMark;

size_t glossary_count(void);
const GlossaryEntry *glossary_at(size_t index); /* in the order of the alphabet; NULL beyond the end */
/* "lesson 6, Together: gather", into `buffer`; returns it. */
char *glossary_taught(const GlossaryEntry *entry, char *buffer, size_t size);
/* The entry of that name, or the one of which it is a word: "woken"; large and small letters are the same. SIZE_MAX: there is none. */
size_t glossary_find(const char *word);
/* The first appearance of each term in a text, in order, at most GLOSSARY_MARKS. Words that mean something else in other places are found
   on a page only that teaches or needs the idea; `page` may be NULL. */
size_t glossary_marks(const char *text, const LessonPage *page, GlossaryMark marks[GLOSSARY_MARKS]);

#endif
