/* placement.c: see placement.h. */
#include "placement.h"

#include <string.h>

/* Of each section one or two, each of another kind, and where a belief that is common leads to another answer. */
static const struct {
    const char *lesson, *text;
} asked[PLACEMENT_QUESTIONS] = {
    {"say_after", "total 1"},   /* awaits in a row add up */
    {"letting_go", "start 1"},  /* a new task does not begin at once */
    {"gather", "gather 1"},     /* gather waits for all */
    {"failing", "fails 1"},     /* and cancels nobody */
    {"blocking", "blocks 1"},   /* no timer interrupts a step */
    {"cancelling", "cancel 1"}, /* a cancel is an error at the next step */
    {"one_at_a_time", "lock 1"}, {"forgotten", "left_over 1"},
};

bool placement_question(LessonList lessons, size_t nth, size_t *lesson, size_t *question)
{
    for (*lesson = 0; nth < PLACEMENT_QUESTIONS && *lesson < lessons.count; (*lesson)++) {
        const Lesson *found = &lessons.lesson[*lesson];
        for (*question = 0; strcmp(found->name, asked[nth].lesson) == 0 && *question < found->page.questions.count; (*question)++) {
            if (strcmp(found->page.questions.line[*question], asked[nth].text) == 0) {
                return true;
            }
        }
    }
    return false;
}

size_t placement_begin(LessonList lessons, const bool right[PLACEMENT_QUESTIONS])
{
    size_t begin = 0, lesson = 0, question = 0;
    for (size_t i = 0; i < PLACEMENT_QUESTIONS && right[i] && placement_question(lessons, i, &lesson, &question); i++) {
        begin = lesson + 1 < lessons.count ? lesson + 1 : lesson;
    }
    return begin;
}
