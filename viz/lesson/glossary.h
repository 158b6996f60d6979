/* glossary.h: the words of the field: what each of them means, which lesson teaches it, and where it stands in a text. */
#ifndef LOOPSCOPE_GLOSSARY_H
#define LOOPSCOPE_GLOSSARY_H

#include "lesson.h"

enum { GLOSSARY_MOST = 128, GLOSSARY_MARKS = 64 };

typedef struct GlossaryEntry {
    const char *term; /* "await point"; in German "Await-Punkt" */
    const char *idea; /* the same in English, as pages name it under "Teaches" and "Needs" */
    const char
        *words;       /* how it is written in a text: "wake, wakes, woken"; NULL: as the term, in English also with an s; "none": nowhere */
    const char *text; /* what it means, a sentence or two; code stands between backticks */
    const Lesson *lesson; /* which teaches it */
} GlossaryEntry;

/* Where a term stands in a text: its bytes from `from` to before `to`. */
typedef struct GlossaryMark {
    size_t from, to, entry;
} GlossaryMark;

/* There is one for each language, and all have the same entries. */
size_t glossary_count(Language language);
const GlossaryEntry *glossary_at(Language language, size_t index); /* in the order of the alphabet; NULL beyond the end */
/* "lesson 6, Together: gather", into `buffer`; returns it. */
char *glossary_taught(Language language, const GlossaryEntry *entry, char *buffer, size_t size);
/* The entry of that name, also of its English one, or the one of which it is a word: "woken"; large and small letters are the same. SIZE_MAX: there is none. */
size_t glossary_find(Language language, const char *word);
/* The first appearance of each term in a text, in order, at most GLOSSARY_MARKS. Words that mean something else in other places are found
   on a page only that teaches or needs the idea; `page` may be NULL. */
size_t glossary_marks(Language language, const char *text, const LessonPage *page, GlossaryMark marks[GLOSSARY_MARKS]);
/* The same beside a lesson: a function of its program's own, as `step`, is no term. */
size_t glossary_marks_beside(Language language, const char *text, const Lesson *lesson, GlossaryMark marks[GLOSSARY_MARKS]);

#endif
