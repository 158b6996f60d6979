/* review.c: on which day a question comes back, with the days passed in; what two windows have noted of it, in either order. */
#include "view/way/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Review review;

static int forget(void **state)
{
    (void)state;
    review = (Review){.count = 0};
    return 0;
}

static bool due(uint32_t today) { return review_is_due(review_of(&review, "gather", "start 1"), today); }

static bool answer(bool right, uint32_t today) { return review_answered(&review, "gather", "start 1", right, today); }

static void a_question_that_was_answered_wrong_comes_back_after_one_three_and_seven_days(void **state)
{
    (void)state;
    assert_false(due(100)); /* it was never asked */
    assert_true(answer(false, 100));
    assert_false(due(100));
    assert_true(due(101));
    assert_true(due(150)); /* and stays due until it is answered */
    assert_true(answer(true, 101));
    assert_false(due(103));
    assert_true(due(104));
    assert_true(answer(true, 104));
    assert_false(due(110));
    assert_true(due(111));
    assert_true(answer(true, 115)); /* later than it could have been */
    assert_false(due(116));
    assert_false(due(100000));
}

static void a_wrong_answer_begins_it_again_from_wherever_it_was(void **state)
{
    (void)state;
    answer(false, 100);
    answer(true, 101);
    answer(true, 104);
    assert_true(answer(false, 105)); /* before it was due */
    assert_false(due(105));
    assert_true(due(106));
    answer(true, 106);
    assert_false(due(108));
    assert_true(due(109));
}

static void what_is_right_the_first_time_does_not_come_back_until_it_is_wrong(void **state)
{
    (void)state;
    assert_true(answer(true, 100));
    assert_false(due(108));
    assert_false(answer(true, 200)); /* nothing new */
    assert_int_equal(review_of(&review, "gather", "start 1")->day, 100);
    assert_true(answer(false, 200));
    assert_true(due(201));
}

static void a_right_answer_counts_only_when_the_question_is_due(void **state)
{
    (void)state;
    answer(false, 100);
    assert_false(answer(true, 100)); /* the right one has just been shown */
    assert_true(due(101));
    answer(true, 101);
    assert_false(answer(true, 103));
    assert_int_equal(review_of(&review, "gather", "start 1")->in_a_row, 1);
    assert_false(answer(false, 0) || answer(true, 0)); /* nobody knows which day it is */
    assert_false(answer(false, REVIEW_LAST_DAY + 1U));
    assert_int_equal(review_of(&review, "gather", "start 1")->in_a_row, 1);
}

static void a_day_of_a_wrong_clock_holds_nothing_back(void **state)
{
    (void)state;
    answer(false, 90000);
    assert_true(due(100));
    assert_true(answer(true, 100));
    assert_false(due(102));
    assert_true(due(103));
    assert_false(due(0));
}

static void only_what_can_be_is_added_and_only_once(void **state)
{
    (void)state;
    char name[PROGRESS_NAME + 8], text[REVIEW_TEXT + 8];
    memset(name, 'x', sizeof name - 1);
    memset(text, 'x', sizeof text - 1);
    name[sizeof name - 1] = text[sizeof text - 1] = '\0';
    assert_false(review_add(&review, name, "start 1", 1, 0));
    assert_false(review_add(&review, "gather", text, 1, 0));
    assert_false(review_add(&review, "", "start 1", 1, 0));
    assert_false(review_add(&review, "gather", "", 1, 0));
    assert_false(review_add(&review, "gather", "start 1", 0, 0));
    assert_false(review_add(&review, "gather", "start 1", REVIEW_LAST_DAY + 1L, 0));
    assert_false(review_add(&review, "gather", "start 1", 1, REVIEW_DONE + 1L));
    assert_false(review_add(&review, "gather", "start 1", 1, -1));
    assert_int_equal(review.count, 0);
    assert_true(review_add(&review, "gather", "start 1", REVIEW_LAST_DAY, REVIEW_DONE));
    assert_false(review_add(&review, "gather", "start 1", 1, 0));
    for (int i = 0; i < REVIEW_QUESTIONS + 20; i++) {
        snprintf(text, sizeof text, "start %d", i + 2);
        assert_int_equal(review_add(&review, "gather", text, 1, 0), i + 1 < REVIEW_QUESTIONS);
    }
}

static void the_later_answer_counts_whichever_window_wrote_it_first(void **state)
{
    (void)state;
    static const struct {
        uint32_t day, in_a_row, other_day, other_in_a_row, merged_day, merged_in_a_row;
    } cases[] = {
        {100, 0, 103, 1, 103, 1},
        {103, 1, 104, 0, 104, 0},
        {100, 3, 100, 0, 100, 0},   /* of one day, that which comes back sooner */
        {90000, 3, 100, 1, 100, 1}, /* a day that is still to come */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Review one = {.count = 0}, other = {.count = 0}, there, back;
        assert_true(review_add(&one, "gather", "start 1", (long)cases[i].day, (long)cases[i].in_a_row));
        assert_true(review_add(&other, "gather", "start 1", (long)cases[i].other_day, (long)cases[i].other_in_a_row));
        assert_true(review_add(&other, "gather", "total 1", 5, 0));
        there = one;
        back = other;
        review_merge(&there, &other, 200);
        review_merge(&back, &one, 200);
        const Review *const both[] = {&there, &back};
        for (size_t b = 0; b < 2; b++) {
            const ReviewQuestion *merged = review_of(both[b], "gather", "start 1");
            assert_int_equal(both[b]->count, 2);
            assert_int_equal(merged->day, cases[i].merged_day);
            assert_int_equal(merged->in_a_row, cases[i].merged_in_a_row);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_question_that_was_answered_wrong_comes_back_after_one_three_and_seven_days, forget),
        cmocka_unit_test_setup(a_wrong_answer_begins_it_again_from_wherever_it_was, forget),
        cmocka_unit_test_setup(what_is_right_the_first_time_does_not_come_back_until_it_is_wrong, forget),
        cmocka_unit_test_setup(a_right_answer_counts_only_when_the_question_is_due, forget),
        cmocka_unit_test_setup(a_day_of_a_wrong_clock_holds_nothing_back, forget),
        cmocka_unit_test_setup(only_what_can_be_is_added_and_only_once, forget),
        cmocka_unit_test(the_later_answer_counts_whichever_window_wrote_it_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
