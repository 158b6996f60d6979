/* way.c: see way.h. */
#include "way.h"

#include <stdint.h>

static bool is_due(const Lesson *lesson, size_t question, const Kept *kept)
{
    return review_is_due(review_of(&kept->review, lesson->name, lesson->page.questions.line[question]), kept->today);
}

size_t way_due(LessonList lessons, const Kept *kept, WayQuestion *due, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < lessons.count; i++) {
        for (size_t q = 0; q < lessons.lesson[i].page.questions.count; q++) {
            if (!is_due(&lessons.lesson[i], q, kept)) {
                continue;
            }
            if (count < most) {
                due[count] = (WayQuestion){i, q};
            }
            count++;
        }
    }
    return count;
}

size_t way_due_in(const Lesson *lesson, const Kept *kept) { return way_due((LessonList){lesson, 1}, kept, NULL, 0); }

size_t way_next(LessonList lessons, const Kept *kept)
{
    for (size_t i = 0; i < lessons.count; i++) {
        const LessonProgress *progress = progress_of(&kept->progress, lessons.lesson[i].name);
        if (!lesson_is_mistake(&lessons.lesson[i]) && (progress == NULL || !progress->done)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t way_right(const Round *round)
{
    size_t right = 0;
    for (size_t i = 0; i < round->count; i++) {
        right += round->right[i];
    }
    return right;
}
