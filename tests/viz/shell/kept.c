/* kept.c: what is kept between two runs: in a file and back, damaged, written by two windows, and as the window notes it. */
#include "shell/session_keep.h"

#include "app/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[64]; /* of this test's own; all that is kept goes there */

static const char *in_folder(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/loopscope/%s", folder, name);
    return path;
}

/* For all tests together: where things are kept is asked only once. */
static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/loopscope-kept-XXXXXX");
    return mkdtemp(folder) ? setenv("XDG_DATA_HOME", folder, 1) : -1;
}

static int forget(void **state)
{
    (void)state;
    remove(in_folder("progress"));
    remove(in_folder("progress.damaged"));
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    rmdir(in_folder(""));
    return rmdir(folder); /* nothing else may have been left there */
}

static void write_text(const char *text)
{
    mkdir(in_folder(""), 0700);
    FILE *file = fopen(in_folder("progress"), "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void set_example(Kept *kept)
{
    *kept = (Kept){.wall_time = 0};
    kept->progress.hints_seen = true;
    progress_reached(&kept->progress, "gather", 8, 17);
    progress_reached(&kept->progress, "say_after", 9, 9);
    progress_scored(&kept->progress, "say_after", 3, 2);
    recent_add(&kept->recent, "/home/ada/ old run\\t = [x]; \xc3\x84.loopscope", 100);
    recent_add(&kept->recent, "/home/ada/run.loopscope", 200);
}

static void at_the_first_start_there_is_nothing_and_then_what_was_kept(void **state)
{
    (void)state;
    static Kept kept, again;
    char notice[STORE_NOTICE];
    assert_false(keep_load(&again, notice));
    assert_string_equal(notice, "");
    set_example(&kept);
    assert_true(keep_save(&kept, NULL, notice));
    assert_string_equal(notice, "");
    assert_true(keep_load(&again, notice));
    assert_true(again.progress.hints_seen);
    assert_int_equal(again.progress.count, 2);
    for (size_t i = 0; i < 2; i++) {
        const LessonProgress *was = &kept.progress.lesson[i], *is = progress_of(&again.progress, was->name);
        assert_non_null(is);
        assert_memory_equal(was, is, sizeof *was);
    }
    assert_int_equal(again.recent.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(again.recent.file[i].path, kept.recent.file[i].path);
        assert_int_equal(again.recent.file[i].opened, kept.recent.file[i].opened);
    }
}

static void a_wrong_value_costs_only_itself(void **state)
{
    (void)state;
    static Kept kept;
    char notice[STORE_NOTICE];
    write_text("[loopscope]\nhints_seen=true\nlater=1\n[another version's]\nx=y\n"
               "[lesson gather]\nfurthest=99999\ndone=perhaps\nasked=2\nright=3\n" /* none of it can be */
               "[lesson say_after]\nfurthest=-5\ndone=true\nasked=4\nright=4\n"
               "[lesson ]\ndone=true\n"
               "[lesson xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]\ndone=true\n"
               "[recent 1]\nopened=yesterday\npath=/a\n[recent 2]\nopened=5\npath=relative\n[recent 99]\npath=/z\n");
    assert_true(keep_load(&kept, notice));
    assert_string_equal(notice, "");
    assert_true(kept.progress.hints_seen);
    assert_int_equal(kept.progress.count, 1);
    assert_true(progress_of(&kept.progress, "say_after")->done);
    assert_int_equal(progress_of(&kept.progress, "say_after")->right, 4);
    assert_int_equal(kept.recent.count, 1);
    assert_string_equal(kept.recent.file[0].path, "/a");
    assert_int_equal(kept.recent.file[0].opened, 0);
}

static void answers_are_kept_with_their_days_and_a_damaged_one_costs_only_itself(void **state)
{
    (void)state;
    static Kept kept, again;
    char notice[STORE_NOTICE];
    kept = (Kept){.today = 20421};
    progress_reached(&kept.progress, "gather", 8, 17);
    assert_true(review_answered(&kept.review, "gather", "start 1", false, 20421));
    assert_true(review_answered(&kept.review, "say_after", "total 1", true, 20421)); /* nothing else is known of that lesson */
    snprintf(kept.begin, sizeof kept.begin, "gather");
    assert_true(keep_save(&kept, NULL, notice));
    assert_true(keep_load(&again, notice));
    assert_string_equal(again.begin, "gather");
    assert_int_equal(again.review.count, 2);
    assert_int_equal(review_of(&again.review, "gather", "start 1")->day, 20421);
    assert_int_equal(review_of(&again.review, "gather", "start 1")->in_a_row, 0);
    assert_int_equal(review_of(&again.review, "say_after", "total 1")->in_a_row, REVIEW_DONE);
    assert_int_equal(progress_of(&again.progress, "gather")->furthest, 470);
    write_text(
        "[loopscope]\nbegin=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n[lesson gather]\nfurthest=500\nquestion a 1=\nquestion b 1=20421\nquestion c 1=20421 4\nquestion d 1=20421 -1\nquestion e 1=0 0\n"
        "question f 1=99999999999999999999 0\nquestion g 1=20421 0 0\nquestion h 1=20421  1\nquestion i 1=soon 0\nquestion =20421 0\n"
        "question xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=20421 0\nquestion j 1=20421 99999999999999999999\nquestion k 1=20421 2\nquestions=1 1\n"
        "[elsewhere]\nquestion l 1=20421 0\n");
    assert_true(keep_load(&again, notice));
    assert_string_equal(notice, "");
    assert_int_equal(again.review.count, 1);
    assert_int_equal(review_of(&again.review, "gather", "k 1")->in_a_row, 2);
    assert_int_equal(progress_of(&again.progress, "gather")->furthest, 500);
    assert_string_equal(again.begin, "");
}

static void a_day_begins_at_midnight_where_the_reader_is(void **state)
{
    (void)state;
    static Kept kept;
    assert_int_equal(setenv("TZ", "EST5", 1), 0);
    tzset();
    keep_time(&kept, 20421 * INT64_C(86400) + INT64_C(5) * 3600 - 1);
    assert_int_equal(kept.today, 20420);
    keep_time(&kept, 20421 * INT64_C(86400) + INT64_C(5) * 3600);
    assert_int_equal(kept.today, 20421);
    keep_time(&kept, 0); /* no clock at all */
    assert_int_equal(kept.today, 0);
    keep_time(&kept, INT64_MAX);
    assert_int_equal(kept.today, 0);
}

static void what_another_version_wrote_stays(void **state)
{
    (void)state;
    static Kept kept;
    char notice[STORE_NOTICE], line[64] = "";
    write_text("[another version's]\nx=y\n");
    set_example(&kept);
    assert_true(keep_save(&kept, NULL, notice));
    FILE *file = fopen(in_folder("progress"), "r");
    assert_non_null(file);
    bool found = false;
    while (fgets(line, sizeof line, file)) {
        found = found || strcmp(line, "x=y\n") == 0;
    }
    fclose(file);
    assert_true(found);
}

static void two_windows_lose_nothing_to_each_other(void **state)
{
    (void)state;
    static Kept one, other, again;
    char notice[STORE_NOTICE];
    one = other = (Kept){.wall_time = 0}; /* both were opened before anything was kept */
    progress_reached(&one.progress, "gather", 17, 17);
    recent_add(&one.recent, "/runs/one", 100);
    progress_reached(&other.progress, "gather", 3, 17);
    progress_scored(&other.progress, "gather", 3, 3);
    recent_add(&other.recent, "/runs/other", 200);
    assert_true(keep_save(&one, NULL, notice));
    assert_true(keep_save(&other, NULL, notice));
    assert_true(keep_load(&again, notice));
    assert_true(progress_of(&again.progress, "gather")->done);
    assert_int_equal(progress_of(&again.progress, "gather")->right, 3);
    assert_int_equal(again.recent.count, 2);
    assert_string_equal(again.recent.file[0].path, "/runs/other");
    assert_true(progress_of(&other.progress, "gather")->done); /* the window that wrote last knows it too */
    assert_true(keep_save(&other, "/runs/one", notice));
    assert_true(keep_load(&again, notice));
    assert_int_equal(again.recent.count, 1);
    assert_string_equal(again.recent.file[0].path, "/runs/other");
}

static void a_damaged_file_is_set_aside_and_a_window_that_is_open_writes_it_anew(void **state)
{
    (void)state;
    static Kept kept, again;
    char notice[STORE_NOTICE];
    write_text("\x89PNG what is this");
    assert_true(keep_load(&kept, notice));
    assert_true(notice[0] != '\0');
    assert_int_equal(kept.progress.count, 0);
    assert_int_equal(access(in_folder("progress.damaged"), F_OK), 0);
    set_example(&kept);
    write_text("no such list");
    assert_true(keep_save(&kept, NULL, notice));
    assert_true(notice[0] != '\0');
    assert_true(keep_load(&again, notice));
    assert_string_equal(notice, "");
    assert_true(progress_of(&again.progress, "say_after")->done);
}

static void what_cannot_be_written_is_said_and_the_window_goes_on_with_it(void **state)
{
    (void)state;
    static Kept kept;
    char notice[STORE_NOTICE];
    mkdir(in_folder(""), 0700);
    assert_int_equal(mkdir(in_folder("progress"), 0700), 0); /* a folder in the file's place */
    set_example(&kept);
    assert_false(keep_save(&kept, NULL, notice));
    assert_true(notice[0] != '\0');
    assert_true(progress_of(&kept.progress, "say_after")->done);
    assert_int_equal(kept.recent.count, 2);
}

typedef struct Window {
    App app;
    Trace *trace;
} Window;

static void open_window(Window *window, const char *name, LiveState live)
{
    const Lesson *lesson = lesson_find(name);
    window->trace = trace_new();
    assert_non_null(window->trace);
    lesson_record(lesson, trace_sink(window->trace));
    assert_true(app_init(&window->app));
    assert_true(app_open(&window->app, window->trace, lesson, live));
}

static void close_window(Window *window)
{
    app_free(&window->app);
    trace_free(window->trace);
}

static void steps_are_noted_and_the_end_makes_a_lesson_done(void **state)
{
    (void)state;
    static Window window;
    open_window(&window, "gather", LIVE_NONE);
    App *app = &window.app;
    app_tick(app, 0);
    assert_false(app->kept_changed); /* opened is not begun */
    app_command(app, COMMAND_STEP, 0);
    app_tick(app, 0);
    assert_true(app->kept_changed);
    assert_false(progress_of(&app->kept.progress, "gather")->done);
    app->kept_changed = false;
    app_command(app, COMMAND_BACK, 0);
    app_tick(app, 0);
    assert_false(app->kept_changed);
    app_command(app, COMMAND_LAST, 0);
    app_tick(app, 0);
    assert_true(progress_of(&app->kept.progress, "gather")->done);
    close_window(&window);
}

static void a_live_run_counts_once_it_has_ended(void **state)
{
    (void)state;
    static Window window;
    open_window(&window, "gather", LIVE_RUNNING);
    App *app = &window.app;
    app_command(app, COMMAND_LAST, 0);
    app_tick(app, 0);
    assert_null(progress_of(&app->kept.progress, "gather"));
    app->live = LIVE_ENDED;
    app_tick(app, 0);
    assert_true(progress_of(&app->kept.progress, "gather")->done);
    close_window(&window);
}

static void the_answer_to_a_lessons_question_is_noted_with_the_day_that_was_passed_in(void **state)
{
    (void)state;
    static Window window;
    open_window(&window, "gather", LIVE_NONE);
    App *app = &window.app;
    app_command(app, COMMAND_PREDICT_ALL, 0);
    app_command(app, COMMAND_STEP, 0);
    assert_int_equal(app->ui.predict.phase, PREDICT_ASKED);
    app_predict_answer(app, app->ui.predict.question.right);
    assert_int_equal(app->kept.review.count, 0); /* nobody knows which day it is */
    app->kept.today = 20421;
    app->kept_changed = false;
    app_command(app, COMMAND_PREDICT_ALL, 0);
    app_command(app, COMMAND_STEP, 0);
    app_predict_answer(app, app->ui.predict.question.right == 0);
    assert_true(app->kept_changed);
    assert_int_equal(app->kept.review.count, 1);
    assert_int_equal(review_of(&app->kept.review, "gather", "start 1")->day, 20421);
    assert_int_equal(review_of(&app->kept.review, "gather", "start 1")->in_a_row, 0);
    app->ui.predict.every = true; /* what the lesson has not chosen comes with the run alone */
    app_command(app, COMMAND_PREDICT, 0);
    app_command(app, COMMAND_PREDICT_ALL, 0);
    for (int answers = 0; answers < 5;) {
        bool asked = app->ui.predict.phase == PREDICT_ASKED;
        answers += asked;
        app_predict_answer(app, 0);
        app_command(app, COMMAND_STEP, 0);
    }
    assert_int_equal(app->kept.review.count, 1);
    app->kept.today++; /* what is due is asked all the same */
    app_way_due(app);
    assert_ptr_equal(app->want_lesson, app->lesson);
    assert_true(app_open(app, window.trace, app->lesson, LIVE_NONE));
    assert_int_equal(app->ui.predict.phase, PREDICT_ASKED);
    app_predict_answer(app, app->ui.predict.question.right);
    assert_int_equal(review_of(&app->kept.review, "gather", "start 1")->in_a_row, 1);
    close_window(&window);
}

static void the_score_of_predictions_is_noted_when_the_lesson_is_left(void **state)
{
    (void)state;
    static Window window;
    open_window(&window, "gather", LIVE_NONE);
    App *app = &window.app;
    app_command(app, COMMAND_PREDICT, 0);
    for (int i = 0; i < 200 && app_predict_score(app).asked < 2; i++) {
        app_key(app, "1", false, 0); /* whatever that is */
        app_command(app, COMMAND_STEP, 0);
        app_tick(app, 0);
    }
    PredictScore score = app_predict_score(app);
    assert_int_equal(score.asked, 2);
    const LessonProgress *known = progress_of(&app->kept.progress, "gather");
    assert_true(known == NULL || (known->asked == 0 && !known->done)); /* only a part of the run has been seen */
    app_command(app, COMMAND_MENU, 0);
    known = progress_of(&app->kept.progress, "gather");
    assert_non_null(known);
    assert_int_equal(known->asked, score.asked);
    assert_int_equal(known->right, score.right);
    assert_true(app->kept_changed);
    close_window(&window);
}

static bool overlap(Rect a, Rect b) { return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h; }

static void the_hints_lie_in_the_window_and_hide_neither_each_other_nor_their_places(void **state)
{
    (void)state;
    static const float sizes[][2] = {{960, 600}, {1200, 700}, {1440, 900}, {1920, 1080}, {3840, 2160}};
    static Window window;
    open_window(&window, "say_after", LIVE_NONE);
    DrawList before, with;
    drawlist_init(&before, drawlist_stub_metrics());
    drawlist_init(&with, drawlist_stub_metrics());
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        float w = sizes[i][0], h = sizes[i][1];
        drawlist_clear(&before);
        drawlist_clear(&with);
        window.app.ui.hints = false;
        app_draw(&window.app, &before, w, h, 0);
        app_show_hints(&window.app);
        app_draw(&window.app, &with, w, h, 0);
        assert_int_equal(with.hit_count, before.hit_count + 3);
        const HitArea *card = with.hits + before.hit_count;
        for (size_t k = 0; k < 3; k++) {
            Rect r = card[k].rect;
            assert_true(r.x >= 0 && r.y >= 0 && r.x + r.w <= w && r.y + r.h <= h);
            assert_false(overlap(r, card[(k + 1) % 3].rect));
        }
        for (size_t k = 0; k < before.hit_count; k++) {
            HitArea hit = before.hits[k];
            bool place = hit.kind == HIT_COMMAND && (hit.id == COMMAND_STEP || hit.id == COMMAND_HELP);
            assert_false(place && (overlap(hit.rect, card[0].rect) || overlap(hit.rect, card[1].rect) || overlap(hit.rect, card[2].rect)));
        }
    }
    drawlist_free(&before);
    drawlist_free(&with);
    close_window(&window);
}

static void the_hints_go_with_the_first_step_or_escape_and_count_as_seen(void **state)
{
    (void)state;
    static Window window;
    open_window(&window, "say_after", LIVE_NONE);
    App *app = &window.app;
    assert_false(app->ui.hints);
    app_command(app, COMMAND_MENU, 0);
    app_command(app, COMMAND_HINTS, 0);
    assert_true(app->ui.hints && app->kept.progress.hints_seen && app->kept_changed);
    assert_int_equal(app->ui.screen, SCREEN_LESSON);
    app_command(app, COMMAND_THEME, 0);
    assert_true(app->ui.hints);
    app_command(app, COMMAND_STEP, 0);
    assert_false(app->ui.hints);
    app_command(app, COMMAND_HINTS, 0);
    app_command(app, COMMAND_ESCAPE, 0);
    assert_false(app->ui.hints);
    assert_int_equal(app->ui.screen, SCREEN_LESSON);
    close_window(&window);
}

int main(void)
{
#define FORGETTING(test) cmocka_unit_test_setup_teardown(test, forget, forget)
    const struct CMUnitTest tests[] = {
        FORGETTING(at_the_first_start_there_is_nothing_and_then_what_was_kept),
        FORGETTING(a_wrong_value_costs_only_itself),
        FORGETTING(answers_are_kept_with_their_days_and_a_damaged_one_costs_only_itself),
        cmocka_unit_test(a_day_begins_at_midnight_where_the_reader_is),
        FORGETTING(what_another_version_wrote_stays),
        FORGETTING(two_windows_lose_nothing_to_each_other),
        FORGETTING(a_damaged_file_is_set_aside_and_a_window_that_is_open_writes_it_anew),
        FORGETTING(what_cannot_be_written_is_said_and_the_window_goes_on_with_it),
        cmocka_unit_test(steps_are_noted_and_the_end_makes_a_lesson_done),
        cmocka_unit_test(a_live_run_counts_once_it_has_ended),
        cmocka_unit_test(the_answer_to_a_lessons_question_is_noted_with_the_day_that_was_passed_in),
        cmocka_unit_test(the_score_of_predictions_is_noted_when_the_lesson_is_left),
        cmocka_unit_test(the_hints_lie_in_the_window_and_hide_neither_each_other_nor_their_places),
        cmocka_unit_test(the_hints_go_with_the_first_step_or_escape_and_count_as_seen),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
