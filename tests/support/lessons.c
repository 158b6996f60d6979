/* lessons.c: see lessons.h. */
#include "lessons.h"

#include <assert.h>
#include <stdio.h>

LessonList stand_in_lessons(size_t count)
{
    static const char *const titles[] = {"A coroutine is a promise to run", "One await after another",          "The loop goes round",
                                         "Tasks run in the background",     "Two tasks, awaited in turn",       "Together: gather",
                                         "When one of them fails",          "The coroutine that never lets go", "Cancelling"};
    static const char *const sections[] = {"Coroutines",           "Tasks",   "Errors and cancelling",
                                           "Waiting with a limit", "Sharing", "Whole programs"};
    static Lesson lessons[STAND_INS];
    static char names[STAND_INS][24];
    assert(count <= STAND_INS);
    for (size_t i = 0; i < count; i++) {
        lessons[i] = *lesson_at(i % lesson_count());
        snprintf(names[i], sizeof names[i], "stand_in_%zu", i + 1);
        lessons[i].name = names[i];
        lessons[i].title = titles[i % (sizeof titles / sizeof titles[0])];
        lessons[i].section = sections[i / 5 % (sizeof sections / sizeof sections[0])];
        lessons[i].page.look_for.count = lessons[i].page.task.count = lessons[i].page.teaches.count = 0;
        lessons[i].page.rule = i == 16 ? "The word monsoon stands in this one alone." : "";
        lessons[i].page.story.count = 0;
    }
    return (LessonList){lessons, count};
}
