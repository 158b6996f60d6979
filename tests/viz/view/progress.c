/* progress.c: what was reached only grows, in whichever order two windows write it; the list of recent recordings. */
#include "view/way/progress.h"
#include "view/files/recent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void the_furthest_moment_counts_and_the_end_is_done(void **state)
{
    (void)state;
    Progress progress = {.count = 0};
    assert_false(progress_reached(&progress, "gather", 0, 17)); /* opened only */
    assert_null(progress_of(&progress, "gather"));
    assert_true(progress_reached(&progress, "gather", 8, 17));
    assert_int_equal(progress_of(&progress, "gather")->furthest, 470);
    assert_false(progress_reached(&progress, "gather", 3, 17)); /* back */
    assert_false(progress_reached(&progress, "gather", 0, 0));
    assert_int_equal(progress_of(&progress, "gather")->furthest, 470);
    assert_false(progress_of(&progress, "gather")->done);
    assert_true(progress_reached(&progress, "gather", 17, 17));
    assert_true(progress_of(&progress, "gather")->done);
    assert_int_equal(progress_of(&progress, "gather")->furthest, PROGRESS_WHOLE);
    assert_false(progress_reached(&progress, "gather", 17, 17));
    assert_true(progress_reached(&progress, "long", 1, 1000000)); /* the least share is still one */
    assert_int_equal(progress_of(&progress, "long")->furthest, 1);
}

static void the_best_score_has_more_right_and_then_fewer_asked(void **state)
{
    (void)state;
    Progress progress = {.count = 0};
    assert_false(progress_scored(&progress, "gather", 0, 0));
    assert_false(progress_scored(&progress, "gather", 2, 3)); /* more right than asked is none */
    assert_true(progress_scored(&progress, "gather", 3, 0));
    assert_true(progress_scored(&progress, "gather", 3, 2));
    assert_false(progress_scored(&progress, "gather", 1, 1)); /* the first question alone is no quiz */
    assert_true(progress_scored(&progress, "gather", 8, 4));
    assert_true(progress_scored(&progress, "gather", 6, 4));
    assert_false(progress_scored(&progress, "gather", 7, 4));
    assert_int_equal(progress_of(&progress, "gather")->asked, 6);
    assert_int_equal(progress_of(&progress, "gather")->right, 4);
}

static void merging_loses_nothing_and_its_order_does_not_matter(void **state)
{
    (void)state;
    Progress one = {.hints_seen = true}, other = {.count = 0}, there, back;
    progress_reached(&one, "gather", 5, 10);
    progress_scored(&one, "gather", 3, 3);
    progress_reached(&one, "say_after", 9, 9);
    progress_reached(&other, "gather", 10, 10);
    progress_scored(&other, "gather", 3, 1);
    progress_reached(&other, "create_task", 1, 4);
    there = one;
    back = other;
    progress_merge(&there, &other);
    progress_merge(&back, &one);
    const char *const names[] = {"gather", "say_after", "create_task"};
    assert_int_equal(there.count, 3);
    assert_int_equal(back.count, 3);
    assert_true(there.hints_seen && back.hints_seen);
    for (size_t i = 0; i < 3; i++) {
        const LessonProgress *a = progress_of(&there, names[i]), *b = progress_of(&back, names[i]);
        assert_non_null(a);
        assert_non_null(b);
        assert_int_equal(a->furthest, b->furthest);
        assert_int_equal(a->done, b->done);
        assert_int_equal(a->asked, b->asked);
        assert_int_equal(a->right, b->right);
    }
    assert_true(progress_of(&there, "gather")->done);
    assert_int_equal(progress_of(&there, "gather")->right, 3);
    assert_true(progress_of(&there, "say_after")->done);
}

static void there_is_room_for_so_many_lessons_and_no_more(void **state)
{
    (void)state;
    Progress progress = {.count = 0};
    char name[PROGRESS_NAME + 8];
    for (int i = 0; i < PROGRESS_LESSONS + 20; i++) {
        snprintf(name, sizeof name, "lesson_%d", i);
        assert_int_equal(progress_reached(&progress, name, 1, 2), i < PROGRESS_LESSONS);
    }
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    Progress empty = {.count = 0};
    assert_false(progress_reached(&empty, name, 1, 2)); /* no name that can be kept */
    assert_false(progress_reached(&empty, "", 1, 2));
    assert_int_equal(empty.count, 0);
}

static void the_recording_opened_last_comes_first_and_each_once(void **state)
{
    (void)state;
    Recent recent = {.count = 0};
    char path[32], longest[RECENT_PATH + 1];
    for (int i = 0; i < RECENT_FILES + 3; i++) {
        snprintf(path, sizeof path, "/runs/%d", i);
        assert_true(recent_add(&recent, path, i));
    }
    assert_int_equal(recent.count, RECENT_FILES);
    assert_string_equal(recent.file[0].path, "/runs/10");
    assert_string_equal(recent.file[RECENT_FILES - 1].path, "/runs/3");
    assert_true(recent_add(&recent, "/runs/5", 99));
    assert_int_equal(recent.count, RECENT_FILES);
    assert_string_equal(recent.file[0].path, "/runs/5");
    assert_int_equal(recent.file[0].opened, 99);
    assert_string_equal(recent.file[5].path, "/runs/6");
    assert_string_equal(recent.file[6].path, "/runs/4");
    assert_true(recent_remove(&recent, "/runs/6"));
    assert_false(recent_remove(&recent, "/runs/6"));
    assert_int_equal(recent.count, RECENT_FILES - 1);
    assert_string_equal(recent.file[5].path, "/runs/4");
    memset(longest, 'x', RECENT_PATH);
    longest[RECENT_PATH] = '\0';
    assert_false(recent_add(&recent, longest, 1));
    assert_false(recent_add(&recent, "", 1));
}

static void a_recording_is_told_by_name_folder_and_age(void **state)
{
    (void)state;
    char text[32];
    const int64_t now = 2000000;
    assert_string_equal(recent_name("/home/ada/run.loopscope"), "run.loopscope");
    assert_string_equal(recent_name("run"), "run");
    assert_int_equal(recent_folder("/home/ada/run.loopscope"), 9);
    assert_int_equal(recent_folder("/run"), 1);
    assert_int_equal(recent_folder("run"), 0);
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now, now, text, sizeof text), "just now");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now + 50, now, text, sizeof text), "just now"); /* a clock that was set back */
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now - 119, now, text, sizeof text), "just now");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now - 120, now, text, sizeof text), "2 minutes ago");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now - 7199, now, text, sizeof text), "119 minutes ago");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now - 7200, now, text, sizeof text), "2 hours ago");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now - 172800, now, text, sizeof text), "2 days ago");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, 0, now, text, sizeof text), "");
    assert_string_equal(recent_when(LANGUAGE_ENGLISH, now, 0, text, sizeof text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_furthest_moment_counts_and_the_end_is_done),
        cmocka_unit_test(the_best_score_has_more_right_and_then_fewer_asked),
        cmocka_unit_test(merging_loses_nothing_and_its_order_does_not_matter),
        cmocka_unit_test(there_is_room_for_so_many_lessons_and_no_more),
        cmocka_unit_test(the_recording_opened_last_comes_first_and_each_once),
        cmocka_unit_test(a_recording_is_told_by_name_folder_and_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
