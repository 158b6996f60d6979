/* session_lesson.c: a page has no folder of lessons; one that was edited in it runs in the page's own Python. */
#include "edited.h"

#include "language/said.h"

#include <stdio.h>

void session_lesson_open(Session *session, const Lesson *lesson)
{
    if (edited_is(lesson)) {
        edited_turn(session);
    }
}

void session_lesson_turn(Session *session)
{
    session->app.want_turned = false;
    edited_turn(session);
}

void session_lesson_follow(Session *session, int64_t now)
{
    (void)session;
    (void)now;
}

void session_lesson_end(Session *session)
{
    (void)session;
    edited_end();
}

void session_lesson_forget(Session *session) { (void)session; }

Trace *own_lesson_record(const Lesson *lesson, const KnobValues *values, char *error, size_t size)
{
    (void)lesson;
    (void)values;
    snprintf(error, size, SAID("A page has no Python to run this lesson by."));
    return NULL;
}
