/* session_lesson.c: a page has no folder of lessons, and no Python to run them by. */
#include "shell/session_parts.h"

void session_lesson_open(Session *session, const Lesson *lesson)
{
    (void)session;
    (void)lesson;
}

void session_lesson_turn(Session *session) { (void)session; }

void session_lesson_follow(Session *session, int64_t now)
{
    (void)session;
    (void)now;
}

void session_lesson_end(Session *session) { (void)session; }

void session_lesson_forget(Session *session) { (void)session; }

Trace *own_lesson_record(const Lesson *lesson, const KnobValues *values, char *error, size_t size)
{
    (void)lesson;
    (void)values;
    snprintf(error, size, "A page has no Python to run this lesson by.");
    return NULL;
}
