/* 57_kept.c: what is kept between two runs: as text and back, damaged, in a file that two windows write, and as the window notes it. */
#include "session_keep.h"

#include "app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64]; /* of this test's own; all that is kept goes there */

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/loopscope-kept-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return setenv("XDG_DATA_HOME", folder, 1);
}

static int take_down(void **state)
{
    (void)state;
    static const char *const names[] = {
        "loopscope/progress",        "loopscope/progress.damaged", "loopscope/lock",   "loopscope", "elsewhere",
        "deeper/loopscope/progress", "deeper/loopscope/lock",      "deeper/loopscope", "deeper"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    return rmdir(folder); /* nothing else may have been left there */
}

static const char *in_folder(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_text(const char *name, const char *text, size_t length)
{
    mkdir(in_folder("loopscope"), 0700);
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    fclose(file);
}

static Kept example(void)
{
    Kept kept = {.wall_time = 0};
    kept.progress.hints_seen = true;
    progress_reached(&kept.progress, "gather", 8, 17);
    progress_reached(&kept.progress, "say_after", 9, 9);
    progress_scored(&kept.progress, "say_after", 3, 2);
    recent_add(&kept.recent, "/home/ada/old run = [x].loopscope", 100);
    recent_add(&kept.recent, "/home/ada/run.loopscope", 200);
    return kept;
}

static void assert_same(const Kept *a, const Kept *b)
{
    assert_int_equal(a->progress.hints_seen, b->progress.hints_seen);
    assert_int_equal(a->progress.count, b->progress.count);
    for (size_t i = 0; i < a->progress.count; i++) {
        assert_memory_equal(&a->progress.lesson[i], &b->progress.lesson[i], sizeof a->progress.lesson[i]);
    }
    assert_int_equal(a->recent.count, b->recent.count);
    for (size_t i = 0; i < a->recent.count; i++) {
        assert_string_equal(a->recent.file[i].path, b->recent.file[i].path);
        assert_int_equal(a->recent.file[i].opened, b->recent.file[i].opened);
    }
}

static char *as_text(const Kept *kept, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    assert_non_null(out);
    kept_write(kept, out);
    fclose(out);
    return text;
}

static void what_is_written_reads_the_same(void **state)
{
    (void)state;
    static Kept kept, again;
    size_t length = 0;
    kept = example();
    char *text = as_text(&kept, &length);
    assert_true(kept_read(&again, text, length));
    assert_same(&kept, &again);
    free(text);
}

static void a_wrong_line_costs_only_itself(void **state)
{
    (void)state;
    static Kept kept;
    static const char text[] = "[loopscope]\nhints_seen=true\nlater=1\n[another version's]\nx=y\n"
                               "[lesson gather]\nfurthest=99999\ndone=perhaps\nasked=2\nright=3\n" /* none of it can be */
                               "[lesson say_after]\nfurthest=-5\ndone=true\nasked=4\nright=4\n"
                               "[recent 1]\nopened=yesterday\npath=/a\n[recent 2]\nopened=5\npath=relative\n";
    assert_true(kept_read(&kept, text, sizeof text - 1));
    assert_true(kept.progress.hints_seen);
    assert_null(progress_of(&kept.progress, "gather"));
    assert_true(progress_of(&kept.progress, "say_after")->done);
    assert_int_equal(progress_of(&kept.progress, "say_after")->right, 4);
    assert_int_equal(kept.recent.count, 1);
    assert_string_equal(kept.recent.file[0].path, "/a");
    assert_int_equal(kept.recent.file[0].opened, 0);
}

/* Every beginning of the text, and every text with one byte changed: nothing breaks, and nothing impossible comes out. */
static void damaged_text_never_gives_more_than_there_can_be(void **state)
{
    (void)state;
    static Kept kept, again;
    size_t length = 0;
    kept = example();
    char *text = as_text(&kept, &length);
    for (size_t i = 0; i < length; i++) {
        static const char bytes[] = {'\0', '\n', '[', ']', '=', '9', '\xff'};
        (void)kept_read(&again, text, i);
        for (size_t b = 0; b < sizeof bytes; b++) {
            char was = text[i];
            text[i] = bytes[b];
            (void)kept_read(&again, text, length);
            text[i] = was;
            assert_true(again.progress.count <= 4 && again.recent.count <= 2);
            for (size_t k = 0; k < again.progress.count; k++) {
                assert_true(again.progress.lesson[k].furthest <= PROGRESS_WHOLE);
                assert_true(again.progress.lesson[k].right <= again.progress.lesson[k].asked);
            }
        }
    }
    free(text);
    assert_false(kept_read(&again, "\0", 1));
    assert_false(kept_read(&again, "\x89PNG\r\n", 6));
    assert_true(kept_read(&again, "", 0));
}

static void at_the_first_start_there_is_nothing_and_then_what_was_kept(void **state)
{
    (void)state;
    static Kept kept, again;
    char sentence[KEEP_SENTENCE];
    struct stat about;
    assert_int_equal(keep_load(&again, sentence), KEEP_NOTHING);
    kept = example();
    assert_int_equal(keep_save(&kept, NULL, sentence), KEEP_DONE);
    assert_string_equal(sentence, "");
    assert_int_equal(keep_load(&again, sentence), KEEP_DONE);
    assert_same(&kept, &again);
    assert_int_equal(stat(in_folder("loopscope"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_equal(stat(in_folder("loopscope/progress"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void two_windows_lose_nothing_to_each_other(void **state)
{
    (void)state;
    static Kept one, other, again;
    char sentence[KEEP_SENTENCE];
    one = other = (Kept){.wall_time = 0}; /* both were opened before anything was kept */
    progress_reached(&one.progress, "gather", 17, 17);
    recent_add(&one.recent, "/runs/one", 100);
    progress_reached(&other.progress, "gather", 3, 17);
    progress_scored(&other.progress, "gather", 3, 3);
    recent_add(&other.recent, "/runs/other", 200);
    assert_int_equal(keep_save(&one, NULL, sentence), KEEP_DONE);
    assert_int_equal(keep_save(&other, NULL, sentence), KEEP_DONE);
    assert_int_equal(keep_load(&again, sentence), KEEP_DONE);
    assert_true(progress_of(&again.progress, "gather")->done);
    assert_int_equal(progress_of(&again.progress, "gather")->right, 3);
    assert_int_equal(again.recent.count, 2);
    assert_string_equal(again.recent.file[0].path, "/runs/other");
    assert_true(progress_of(&other.progress, "gather")->done); /* the window that wrote last knows it too */
    assert_int_equal(keep_save(&other, "/runs/one", sentence), KEEP_DONE);
    assert_int_equal(keep_load(&again, sentence), KEEP_DONE);
    assert_int_equal(again.recent.count, 1);
    assert_string_equal(again.recent.file[0].path, "/runs/other");
}

static void a_damaged_file_is_set_aside_and_what_can_be_read_is_kept(void **state)
{
    (void)state;
    static Kept kept;
    static const char text[] = "[lesson gather]\nfurthest=500\n\x01\x02 what is this\n";
    char sentence[KEEP_SENTENCE];
    write_text("loopscope/progress", text, sizeof text - 1);
    assert_int_equal(keep_load(&kept, sentence), KEEP_DAMAGED);
    assert_non_null(strstr(sentence, "set aside"));
    assert_int_equal(progress_of(&kept.progress, "gather")->furthest, 500);
    assert_int_equal(access(in_folder("loopscope/progress.damaged"), F_OK), 0);
    assert_int_equal(keep_save(&kept, NULL, sentence), KEEP_DONE);
    assert_int_equal(keep_load(&kept, sentence), KEEP_DONE);
    assert_int_equal(progress_of(&kept.progress, "gather")->furthest, 500);
}

static void a_huge_file_is_not_read(void **state)
{
    (void)state;
    static Kept kept;
    char sentence[KEEP_SENTENCE];
    size_t length = (1 << 20) + 1;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, '\n', length);
    write_text("loopscope/progress", text, length);
    free(text);
    assert_int_equal(keep_load(&kept, sentence), KEEP_DAMAGED);
    assert_int_equal(access(in_folder("loopscope/progress"), F_OK), -1);
}

static void a_folder_that_cannot_be_made_is_one_sentence(void **state)
{
    (void)state;
    static Kept kept;
    char sentence[KEEP_SENTENCE];
    write_text("elsewhere", "", 0);
    assert_int_equal(setenv("XDG_DATA_HOME", in_folder("elsewhere"), 1), 0); /* a file */
    kept = example();
    assert_int_equal(keep_load(&kept, sentence), KEEP_NOTHING);
    kept = example();
    assert_int_equal(keep_save(&kept, NULL, sentence), KEEP_FAILED);
    assert_non_null(strstr(sentence, "cannot be kept"));
    assert_true(progress_of(&kept.progress, "say_after")->done); /* this window goes on with it */
    rmdir(in_folder("loopscope"));
}

static void folders_are_made_and_a_relative_one_does_not_count(void **state)
{
    (void)state;
    static Kept kept;
    char sentence[KEEP_SENTENCE];
    kept = example();
    assert_int_equal(setenv("XDG_DATA_HOME", in_folder("deeper"), 1), 0);
    assert_int_equal(keep_save(&kept, NULL, sentence), KEEP_DONE);
    assert_int_equal(access(in_folder("deeper/loopscope/progress"), F_OK), 0);
    setenv("XDG_DATA_HOME", "relative", 1);
    setenv("HOME", "", 1);
    assert_int_equal(keep_save(&kept, NULL, sentence), KEEP_NOTHING);
    assert_string_equal(sentence, "");
}

static void a_link_to_a_file_elsewhere_stays_a_link(void **state)
{
    (void)state;
    static Kept kept;
    char sentence[KEEP_SENTENCE], target[128];
    struct stat about;
    write_text("elsewhere", "", 0);
    snprintf(target, sizeof target, "%s", in_folder("elsewhere"));
    assert_int_equal(symlink(target, in_folder("loopscope/progress")), 0);
    kept = example();
    assert_int_equal(keep_save(&kept, NULL, sentence), KEEP_DONE);
    assert_int_equal(lstat(in_folder("loopscope/progress"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(stat(target, &about), 0);
    assert_true(about.st_size > 100);
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
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, take_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_the_same),
        cmocka_unit_test(a_wrong_line_costs_only_itself),
        cmocka_unit_test(damaged_text_never_gives_more_than_there_can_be),
        WITH_FOLDER(at_the_first_start_there_is_nothing_and_then_what_was_kept),
        WITH_FOLDER(two_windows_lose_nothing_to_each_other),
        WITH_FOLDER(a_damaged_file_is_set_aside_and_what_can_be_read_is_kept),
        WITH_FOLDER(a_huge_file_is_not_read),
        WITH_FOLDER(a_folder_that_cannot_be_made_is_one_sentence),
        WITH_FOLDER(folders_are_made_and_a_relative_one_does_not_count),
        WITH_FOLDER(a_link_to_a_file_elsewhere_stays_a_link),
        cmocka_unit_test(steps_are_noted_and_the_end_makes_a_lesson_done),
        cmocka_unit_test(a_live_run_counts_once_it_has_ended),
        cmocka_unit_test(the_hints_go_with_the_first_step_or_escape_and_count_as_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
