/* open.c: the sheet that looks for a recording or a program: folders are listed, paths completed, and what is chosen is asked for. */
#include "view/files/listing.h"
#include "shell/session_files.h"
#include "panels/sheets/sheet.h"

#include "app/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Stage {
    App app;
    char folder[64]; /* with two recordings, a folder that holds another, a file and something hidden */
} Stage;

static void make(const Stage *stage, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", stage->folder, name);
    size_t length = strlen(path);
    if (path[length - 1] == '/') {
        assert_int_equal(mkdir(path, 0700), 0);
    } else {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fclose(file);
    }
}

/* What main does after every input. */
static void serve(Stage *stage)
{
    App *app = &stage->app;
    if (app->want_listing) {
        app->want_listing = false;
        app_listed(app, session_list(app->want_folder));
    }
}

static int set_up(void **state)
{
    static const char *const names[] = {"b.loopscope", "a.loopscope", "runs/", "runs/deep.loopscope", "notes.txt", ".hidden"};
    Stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    snprintf(stage->folder, sizeof stage->folder, "/tmp/loopscope-open-XXXXXX");
    assert_non_null(mkdtemp(stage->folder));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        make(stage, names[i]);
    }
    assert_true(app_init(&stage->app));
    stage->app.ui.screen = SCREEN_MENU;
    app_command(&stage->app, COMMAND_OPEN, 0);
    serve(stage);
    *state = stage;
    return 0;
}

static int take_down(void **state)
{
    static const char *const names[] = {"b.loopscope", "a.loopscope", "runs/deep.loopscope", "runs", "notes.txt", ".hidden",
                                        "a.py",        "b.py"};
    Stage *stage = *state;
    char path[256];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", stage->folder, names[i]);
        remove(path);
    }
    rmdir(stage->folder);
    app_free(&stage->app);
    free(stage);
    return 0;
}

static void type(Stage *stage, const char *text)
{
    for (; *text; text++) {
        char written[2] = {*text, '\0'};
        assert_true(app_key(&stage->app, "X", false, 0));
        app_text(&stage->app, written);
        serve(stage);
    }
}

static void press(Stage *stage, const char *key)
{
    assert_true(app_key(&stage->app, key, false, 0));
    serve(stage);
}

static const char *text(const Stage *stage) { return stage->app.ui.sheet.field.text; }

/* The path that stands in the sheet without the folder of the test. */
static const char *inside(const Stage *stage)
{
    size_t length = strlen(stage->folder);
    assert_memory_equal(text(stage), stage->folder, length);
    return text(stage) + length;
}

/* The rows, one after the other, with a space between them. */
static const char *offers(Stage *stage)
{
    static SheetRow rows[SHEET_ROWS];
    static char all[4096];
    const View view = {.ui = &stage->app.ui, .listing = stage->app.listing};
    size_t count = sheet_rows(&view, rows), used = 0;
    all[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i > 0 ? " " : "", rows[i].text);
    }
    return all;
}

static void go_there(Stage *stage)
{
    press(stage, "Ctrl+Backspace");
    type(stage, stage->folder);
    type(stage, "/");
}

static void it_begins_where_the_program_was_started_with_the_whole_name(void **state)
{
    Stage *stage = *state;
    size_t length = strlen(text(stage));
    assert_true(length > 0);
    assert_int_equal(text(stage)[length - 1], '/');
    assert_non_null(strstr(offers(stage), ".."));
    press(stage, "Ctrl+Backspace"); /* taken away, it stays away */
    assert_string_equal(text(stage), "");
}

static void recordings_come_first_then_folders_then_other_files_and_nothing_hidden(void **state)
{
    Stage *stage = *state;
    go_there(stage);
    assert_string_equal(offers(stage), "a.loopscope b.loopscope runs .. notes.txt");
    type(stage, "B");
    assert_string_equal(offers(stage), "b.loopscope");
    press(stage, "Backspace");
    type(stage, ".");
    assert_string_equal(offers(stage), ".. .hidden");
}

static void enter_opens_the_chosen_recording(void **state)
{
    Stage *stage = *state;
    char wanted[128];
    go_there(stage);
    press(stage, "Down");
    press(stage, "Return");
    snprintf(wanted, sizeof wanted, "%s/b.loopscope", stage->folder);
    assert_string_equal(stage->app.want_path, wanted);
    assert_int_equal(stage->app.ui.sheet.kind, SHEET_CLOSED);
}

static void tab_completes_a_name_and_goes_into_a_folder_and_out_again(void **state)
{
    Stage *stage = *state;
    go_there(stage);
    type(stage, "ru");
    press(stage, "Tab");
    assert_string_equal(inside(stage), "/runs/");
    assert_string_equal(offers(stage), "deep.loopscope ..");
    press(stage, "Tab");
    assert_string_equal(inside(stage), "/runs/deep.loopscope");
    assert_string_equal(stage->app.want_path, ""); /* only its name */
    press(stage, "Backspace");
    type(stage, "e");
    for (int i = 0; i < 14; i++) {
        press(stage, "Backspace");
    }
    assert_string_equal(inside(stage), "/runs/");
    press(stage, "Down");
    press(stage, "Return"); /* the folder above */
    assert_string_equal(inside(stage), "/");
    assert_string_equal(offers(stage), "a.loopscope b.loopscope runs .. notes.txt");
}

static void of_programs_the_python_files_come_first_and_others_only_by_their_names(void **state)
{
    Stage *stage = *state;
    char wanted[128];
    make(stage, "b.py");
    make(stage, "a.py");
    press(stage, "Escape");
    app_command(&stage->app, COMMAND_RUN_FILE, 0);
    serve(stage);
    go_there(stage);
    assert_string_equal(offers(stage), "a.py b.py runs ..");
    type(stage, "b");
    assert_string_equal(offers(stage), "b.py b.loopscope");
    press(stage, "Return");
    snprintf(wanted, sizeof wanted, "%s/b.py", stage->folder);
    assert_string_equal(stage->app.want_program, wanted);
    assert_string_equal(stage->app.want_path, "");
    app_command(&stage->app, COMMAND_RUN_FILE, 0); /* the next one is looked for in the same folder */
    serve(stage);
    assert_string_equal(inside(stage), "/");
    assert_string_equal(offers(stage), "a.py b.py runs ..");
}

static void where_nothing_can_be_run_nothing_is_offered(void **state)
{
    Stage *stage = *state;
    press(stage, "Escape");
    stage->app.runs_files = false;
    app_command(&stage->app, COMMAND_RUN_FILE, 0);
    assert_int_equal(stage->app.ui.sheet.kind, SHEET_CLOSED);
}

static void the_way_up_ends_at_the_root_and_leads_out_of_ones_own_folder(void **state)
{
    Stage *stage = *state;
    press(stage, "Ctrl+Backspace");
    type(stage, "/..");
    press(stage, "Tab");
    assert_string_equal(text(stage), "/");
    press(stage, "Ctrl+Backspace");
    type(stage, "~/..");
    press(stage, "Tab");
    assert_string_equal(text(stage), "~/../");
}

static void a_second_slash_begins_another_path(void **state)
{
    Stage *stage = *state;
    go_there(stage);
    type(stage, "/etc");
    assert_string_equal(text(stage), "/etc");
    type(stage, "/~/x");
    assert_string_equal(text(stage), "~/x");
}

static void a_wrong_path_is_tried_as_it_is_written_and_a_wrong_folder_said(void **state)
{
    Stage *stage = *state;
    go_there(stage);
    type(stage, "nothing");
    assert_string_equal(offers(stage), "");
    press(stage, "Return");
    assert_string_equal(inside(stage), "/nothing");
    assert_non_null(strstr(stage->app.want_path, "/nothing"));
    app_command(&stage->app, COMMAND_OPEN, 0);
    serve(stage);
    go_there(stage);
    type(stage, "nowhere/");
    assert_string_equal(offers(stage), "There is no such folder.");
    press(stage, "Ctrl+Backspace");
    type(stage, stage->folder);
    type(stage, "/notes.txt/");
    assert_string_equal(offers(stage), "That is a file, and no folder.");
    press(stage, "Escape");
    assert_int_equal(stage->app.ui.sheet.kind, SHEET_CLOSED);
}

static void a_path_is_made_whole(void **state)
{
    Stage *stage = *state;
    char whole[RECENT_PATH], wanted[RECENT_PATH], longest[RECENT_PATH + 8];
    assert_int_equal(setenv("HOME", stage->folder, 1), 0);
    assert_true(session_path("~/runs/../a.loopscope", whole, sizeof whole));
    snprintf(wanted, sizeof wanted, "%s/a.loopscope", stage->folder);
    assert_string_equal(whole, wanted);
    assert_true(session_path("~", whole, sizeof whole));
    assert_string_equal(whole, stage->folder);
    assert_true(session_path("gather", whole, sizeof whole)); /* what does not exist stays as it is */
    assert_string_equal(whole, "gather");
    assert_true(session_path("~ada/x", whole, sizeof whole));
    assert_string_equal(whole, "~ada/x");
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_false(session_path(longest, whole, sizeof whole));
    assert_null(session_list(longest));
}

static void only_so_many_names_are_listed(void **state)
{
    (void)state;
    Listing *listing = listing_new("/");
    char name[16];
    assert_non_null(listing);
    for (int i = 0; i < LISTING_MOST + 5; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_int_equal(listing_add(listing, name, false), i < LISTING_MOST);
    }
    listing_sort(listing);
    assert_string_equal(listing->entry[0].name, "0");
    listing_free(listing);
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, take_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(it_begins_where_the_program_was_started_with_the_whole_name),
        WITH_FOLDER(recordings_come_first_then_folders_then_other_files_and_nothing_hidden),
        WITH_FOLDER(enter_opens_the_chosen_recording),
        WITH_FOLDER(tab_completes_a_name_and_goes_into_a_folder_and_out_again),
        WITH_FOLDER(of_programs_the_python_files_come_first_and_others_only_by_their_names),
        WITH_FOLDER(where_nothing_can_be_run_nothing_is_offered),
        WITH_FOLDER(the_way_up_ends_at_the_root_and_leads_out_of_ones_own_folder),
        WITH_FOLDER(a_second_slash_begins_another_path),
        WITH_FOLDER(a_wrong_path_is_tried_as_it_is_written_and_a_wrong_folder_said),
        WITH_FOLDER(a_path_is_made_whole),
        cmocka_unit_test(only_so_many_names_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
