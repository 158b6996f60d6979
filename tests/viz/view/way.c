/* way.c: what follows from what is kept: the questions that are due, the lesson that comes next, and what is practised of a kind. */
#include "view/way/way.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20421 };

static Kept kept;

static int forget(void **state)
{
    (void)state;
    kept = (Kept){.today = TODAY};
    return 0;
}

static size_t position_of(const char *name)
{
    LessonList all = lesson_all();
    size_t i = 0;
    while (i < all.count && strcmp(all.lesson[i].name, name) != 0) {
        i++;
    }
    assert_true(i < all.count);
    return i;
}

static const char *text_of(WayQuestion at) { return lesson_all().lesson[at.lesson].page.questions.line[at.question]; }

static void answer(const char *lesson, const char *text, bool right, uint32_t day)
{
    assert_true(review_answered(&kept.review, lesson, text, right, day));
}

static void questions_are_due_in_the_order_of_the_lessons_and_those_that_no_lesson_asks_are_not(void **state)
{
    (void)state;
    WayQuestion due[2];
    answer("gather", "start 1", false, TODAY - 5);
    answer("calling", "tasks 2", false, TODAY - 1);
    answer("calling", "await 1", false, TODAY); /* tomorrow */
    answer("gather", "total 99", false, TODAY - 9);
    answer("no_lesson", "total 1", false, TODAY - 9);
    answer("polite", "queue 1", false, TODAY - 9);
    assert_int_equal(way_due(lesson_all(), &kept, due, 2), 3);
    assert_int_equal(due[0].lesson, position_of("calling"));
    assert_string_equal(text_of(due[0]), "tasks 2");
    assert_int_equal(due[1].lesson, position_of("gather"));
    assert_int_equal(way_due_in(lesson_find("calling"), &kept), 1);
    assert_int_equal(way_due_in(lesson_find("say_after"), &kept), 0);
    kept.today = 0; /* nobody knows which day it is */
    assert_int_equal(way_due(lesson_all(), &kept, due, 2), 0);
}

static void the_next_lesson_is_the_first_whose_end_has_not_been_seen_and_no_mistake(void **state)
{
    (void)state;
    assert_int_equal(way_next(lesson_all(), &kept), 0);
    progress_reached(&kept.progress, "calling", 3, 3);
    progress_reached(&kept.progress, "say_after", 1, 3);
    progress_reached(&kept.progress, "callbacks", 3, 3);
    assert_int_equal(way_next(lesson_all(), &kept), position_of("say_after"));
    for (size_t i = 0; i < lesson_count(); i++) {
        progress_reached(&kept.progress, lesson_at(i)->name, 3, 3);
    }
    assert_true(way_next(lesson_all(), &kept) == SIZE_MAX);
}

static void the_placement_quiz_moves_the_next_lesson_on_and_loses_none(void **state)
{
    (void)state;
    strcpy(kept.begin, "gather");
    assert_int_equal(way_next(lesson_all(), &kept), position_of("gather"));
    for (size_t i = position_of("gather"); i < lesson_count(); i++) {
        progress_reached(&kept.progress, lesson_at(i)->name, 3, 3);
    }
    assert_int_equal(way_next(lesson_all(), &kept), 0); /* those before it, after all */
    strcpy(kept.begin, "no_lesson");
    assert_int_equal(way_next(lesson_all(), &kept), 0);
}

static void every_question_of_the_lessons_counts_once_in_its_kind(void **state)
{
    (void)state;
    PredictKind kinds[PREDICT_KIND_COUNT];
    LessonList all = lesson_all();
    size_t questions = 0, counted = 0, count = way_kinds(all, kinds);
    for (size_t i = 0; i < all.count; i++) {
        questions += all.lesson[i].page.questions.count;
    }
    for (size_t i = 0; i < count; i++) {
        counted += way_score(all, &kept, kinds[i]).count;
        for (size_t other = 0; other < i; other++) {
            assert_int_not_equal(kinds[other], kinds[i]);
        }
    }
    assert_true(questions > 0);
    assert_int_equal(counted, questions);
}

static void what_is_practised_was_wrong_or_never_asked_and_only_without_those_right(void **state)
{
    (void)state;
    WayQuestion asked[ROUND_QUESTIONS];
    LessonList all = lesson_all();
    answer("letting_go", "start 1", true, TODAY);
    answer("task_group", "start 1", false, TODAY);
    WayScore score = way_score(all, &kept, PREDICT_START);
    assert_int_equal(score.count, 4);
    assert_int_equal(score.answered, 2);
    assert_int_equal(score.right, 1);
    assert_int_equal(way_practice(all, &kept, PREDICT_START, asked, ROUND_QUESTIONS), 3);
    assert_int_equal(asked[0].lesson, position_of("task_group"));
    assert_int_equal(asked[1].lesson, position_of("gather"));
    assert_int_equal(asked[2].lesson, position_of("lost_update"));
    assert_int_equal(way_practice(all, &kept, PREDICT_START, asked, 1), 1);
    answer("task_group", "start 1", true, TODAY + 1);
    answer("gather", "start 1", true, TODAY);
    answer("lost_update", "start 1", true, TODAY);
    assert_int_equal(way_score(all, &kept, PREDICT_START).right, 4);
    assert_int_equal(way_practice(all, &kept, PREDICT_START, asked, ROUND_QUESTIONS), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(questions_are_due_in_the_order_of_the_lessons_and_those_that_no_lesson_asks_are_not, forget),
        cmocka_unit_test_setup(the_next_lesson_is_the_first_whose_end_has_not_been_seen_and_no_mistake, forget),
        cmocka_unit_test_setup(the_placement_quiz_moves_the_next_lesson_on_and_loses_none, forget),
        cmocka_unit_test_setup(every_question_of_the_lessons_counts_once_in_its_kind, forget),
        cmocka_unit_test_setup(what_is_practised_was_wrong_or_never_asked_and_only_without_those_right, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
