/* way.c: see way.h. */
#include "way.h"

#include "words/course/moments.h"

#include <stdint.h>
#include <string.h>

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
    size_t first = SIZE_MAX;
    bool begun = false;
    for (size_t i = 0; i < lessons.count; i++) {
        const Lesson *lesson = &lessons.lesson[i];
        const LessonProgress *progress = progress_of(&kept->progress, lesson->name);
        bool open = !lesson_is_mistake(lesson) && (progress == NULL || !progress->done);
        begun = begun || strcmp(lesson->name, kept->begin) == 0;
        if (open && begun) {
            return i;
        }
        first = open && first == SIZE_MAX ? i : first;
    }
    return first;
}

/* PREDICT_KIND_COUNT: it is none that is known. */
static PredictKind kind_of(const Lesson *lesson, size_t question)
{
    PredictKind kind;
    size_t nth;
    char error[160];
    return course_read_question(lesson->page.questions.line[question], &kind, &nth, error, sizeof error) ? kind : PREDICT_KIND_COUNT;
}

size_t way_kinds(LessonList lessons, PredictKind kinds[PREDICT_KIND_COUNT])
{
    bool known[PREDICT_KIND_COUNT + 1] = {[PREDICT_KIND_COUNT] = true};
    size_t count = 0;
    for (size_t i = 0; i < lessons.count; i++) {
        for (size_t q = 0; q < lessons.lesson[i].page.questions.count; q++) {
            PredictKind kind = kind_of(&lessons.lesson[i], q);
            if (!known[kind]) {
                known[kind] = true;
                kinds[count++] = kind;
            }
        }
    }
    return count;
}

static const ReviewQuestion *answer_to(const Kept *kept, const Lesson *lesson, size_t question)
{
    return review_of(&kept->review, lesson->name, lesson->page.questions.line[question]);
}

WayScore way_score(LessonList lessons, const Kept *kept, PredictKind kind)
{
    WayScore score = {0, 0, 0};
    for (size_t i = 0; i < lessons.count; i++) {
        for (size_t q = 0; q < lessons.lesson[i].page.questions.count; q++) {
            if (kind_of(&lessons.lesson[i], q) == kind) {
                const ReviewQuestion *answer = answer_to(kept, &lessons.lesson[i], q);
                score.count++;
                score.answered += answer != NULL;
                score.right += answer != NULL && answer->in_a_row > 0;
            }
        }
    }
    return score;
}

typedef enum Standing { STANDING_WRONG, STANDING_UNASKED, STANDING_RIGHT } Standing;

size_t way_practice(LessonList lessons, const Kept *kept, PredictKind kind, WayQuestion *questions, size_t most)
{
    size_t count = 0;
    for (int standing = STANDING_WRONG; standing <= STANDING_RIGHT && (standing < STANDING_RIGHT || count == 0); standing++) {
        for (size_t i = 0; i < lessons.count; i++) {
            for (size_t q = 0; q < lessons.lesson[i].page.questions.count && count < most; q++) {
                const ReviewQuestion *answer = answer_to(kept, &lessons.lesson[i], q);
                Standing is = answer == NULL ? STANDING_UNASKED : answer->in_a_row > 0 ? STANDING_RIGHT : STANDING_WRONG;
                if ((int)is == standing && kind_of(&lessons.lesson[i], q) == kind) {
                    questions[count++] = (WayQuestion){i, q};
                }
            }
        }
    }
    return count;
}

size_t way_right(const Round *round)
{
    size_t right = 0;
    for (size_t i = 0; i < round->count; i++) {
        right += round->right[i];
    }
    return right;
}
