/* page.h: a lesson's page: what its Markdown says, in parts that the window, a handout and the tests can each take what they need from. */
#ifndef LOOPSCOPE_LESSON_PAGE_H
#define LOOPSCOPE_LESSON_PAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { PAGE_LINES = 40, PAGE_HINTS = 3 };

/* Texts in their order. Code stands between backticks in each of them; they have no other marks, and no line breaks. */
typedef struct PageLines {
    size_t count;
    const char *line[PAGE_LINES];
} PageLines;

typedef struct LessonPage {
    const char *title, *section; /* section: the heading of the menu; "" for none */
    const char *remark;          /* of a mistake: the remark on it, "never-awaited"; "" for a lesson */
    const char *next;            /* the name of the lesson to go on with; "" for none */
    const char *opening;         /* a sentence or two */
    PageLines teaches, needs;    /* ideas, by their names in the glossary */
    PageLines cures;             /* beliefs, by their names in misconceptions.h */
    PageLines look_for;
    PageLines questions;       /* "start 1": the kind, and which moment of it counts */
    PageLines task;            /* what to reach, in words; none: the lesson has no task */
    PageLines goals, solution; /* "total <= 3"; "delay_a=2" */
    PageLines hints;
    const char *rule;    /* one line; "" for none */
    PageLines story;     /* what happens, in paragraphs */
    const char *minutes; /* for the teacher: how long a class takes; "" where it is not said */
    PageLines teacher;
    const char *program;   /* its block of code, which is in Python; "" for none: the program is elsewhere */
    unsigned program_line; /* the first line of that in the file; 0: there is none */
    void *memory;          /* holds every text */
} LessonPage;

/* Reads a page as docs/lessons.md describes it. False: `error` has one sentence with the line, or says that there is no memory; the page holds nothing then. */
bool page_read(LessonPage *page, const char *words, size_t length, char *error, size_t size);
/* A page in another language has the same settings, questions and goals: they are those of `first`, which outlives it. */
void page_follow(LessonPage *page, const LessonPage *first);
LessonPage page_empty(void); /* nothing is said in it */
void page_free(LessonPage *page);

#endif
