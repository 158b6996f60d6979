/* pointing.c: whoever has the mouse alone is not left alone: sheets have a button that closes them, the menu one that leads back, hints name the click, knobs say how they are turned. */
#include "support/reader.h"

#include "app/parts.h"

static void open_at(Reader *reader, float width, float height, const char *name)
{
    reader_sit_down(reader, width, height);
    reader->app.want_lesson = lesson_find(name);
    reader_serve(reader);
}

static void every_sheet_has_a_button_that_closes_it(void **state)
{
    (void)state;
    static const float sizes[][2] = {{1440, 900}, {960, 600}};
    static const Command sheets[] = {COMMAND_FIND,     COMMAND_GO_TO,       COMMAND_PALETTE,    COMMAND_OPEN,   COMMAND_FILTER,
                                     COMMAND_SETTINGS, COMMAND_PREDICTIONS, COMMAND_STATISTICS, COMMAND_EXPORT, COMMAND_GLOSSARY};
    for (size_t i = 0; i < 2 * sizeof sheets / sizeof sheets[0]; i++) {
        Reader reader;
        float x, y;
        Rect area;
        open_at(&reader, sizes[i % 2][0], sizes[i % 2][1], "gather");
        app_command(&reader.app, sheets[i / 2], reader.now);
        reader_serve(&reader);
        assert_int_not_equal(reader.app.ui.sheet.kind, SHEET_CLOSED);
        assert_true(observe_area(&reader.frame, "command:escape", &x, &y, &area));
        if (area.h > 48) { /* what lies around a sheet closes it as well, but nobody sees that */
            fail_msg("the sheet of %s has no button that closes it", command_info(sheets[i / 2])->name);
        }
        assert_true(reader_click(&reader, "command:escape"));
        assert_int_equal(reader.app.ui.sheet.kind, SHEET_CLOSED);
        reader_stand_up(&reader);
    }
}

static void the_first_hints_say_what_to_click_and_are_whole(void **state)
{
    (void)state;
    Reader reader;
    open_at(&reader, 1440, 900, "calling");
    assert_false(observe_text(&reader.frame, "1  Step"));
    app_show_hints(&reader.app);
    reader_serve(&reader);
    assert_true(observe_text(&reader.frame, "1  Step"));
    assert_true(observe_text(&reader.frame, "This button"));
    assert_true(observe_text(&reader.frame, "Nothing is lost."));
    assert_true(observe_text(&reader.frame, "takes them away."));
    assert_true(reader_click(&reader, "command:escape"));
    assert_false(observe_text(&reader.frame, "1  Step"));
    reader_stand_up(&reader);
}

/* In a page no program of one's own can be run: nothing of it stands anywhere. */
static void what_cannot_be_run_is_nowhere_to_be_seen(void **state)
{
    (void)state;
    static const char *const screens[] = {"Ctrl+M", "F10", "F1"};
    for (int runs = 0; runs < 2; runs++) {
        Reader reader;
        open_at(&reader, 1440, 900, "gather");
        reader.app.runs_files = runs == 1;
        for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
            reader_key(&reader, screens[i]);
            bool seen = observe_text(&reader.frame, "Run a Python file") || observe_text(&reader.frame, "run a Python file");
            if (seen != (runs == 1)) {
                fail_msg("after %s it is %sto be seen", screens[i], seen ? "" : "not ");
            }
            if (i > 0) {
                reader_key(&reader, "Escape");
            }
        }
        reader_key(&reader, "Ctrl+K");
        reader_key(&reader, "P"); /* what goes down first is what the sheet is written with */
        app_text(&reader.app, "python file");
        reader_serve(&reader);
        assert_int_equal(observe_text(&reader.frame, "run a Python file of your own"), runs == 1);
        reader_stand_up(&reader);
    }
}

static void the_menu_leads_back_to_the_moment(void **state)
{
    (void)state;
    static const float sizes[][2] = {{1440, 900}, {960, 600}};
    for (size_t i = 0; i < 2; i++) {
        Reader reader;
        open_at(&reader, sizes[i][0], sizes[i][1], "gather");
        assert_true(reader_click(&reader, "command:step"));
        assert_true(reader_click(&reader, "command:step"));
        size_t n = reader.app.player.n;
        assert_true(reader_click(&reader, "command:menu"));
        assert_int_equal(reader.app.ui.screen, SCREEN_MENU);
        assert_true(observe_text(&reader.frame, "Back to the lesson"));
        assert_true(reader_click(&reader, "command:menu"));
        assert_int_equal(reader.app.ui.screen, SCREEN_LESSON);
        assert_int_equal(reader.app.player.n, n);
        reader_stand_up(&reader);
    }
    Reader reader; /* before anything was opened there is nothing to go back to */
    reader_sit_down(&reader, 1440, 900);
    assert_false(reader_click(&reader, "command:menu"));
    reader_stand_up(&reader);
}

/* The mouse rests in the middle of it: is there a tip? */
static bool says(Reader *reader, const char *called, const char *words)
{
    float x, y;
    Rect area;
    assert_true(observe_area(&reader->frame, called, &x, &y, &area));
    app_mouse_move(&reader->app, &reader->frame, 1, 1, reader->now);
    reader_serve(reader);
    app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
    reader_serve(reader);
    return observe_text(&reader->frame, words);
}

static void click_on_words(Reader *reader, const char *words)
{
    for (size_t i = 0; i < reader->frame.count; i++) {
        const DrawCommand *command = &reader->frame.commands[i];
        if (command->kind == DRAW_TEXT && strcmp(reader->frame.text + command->text, words) == 0) {
            float x = command->rect.x + 4, y = command->rect.y + 4;
            app_mouse_move(&reader->app, &reader->frame, x, y, reader->now);
            app_mouse_button(&reader->app, &reader->frame, x, y, true, reader->now);
            app_mouse_button(&reader->app, &reader->frame, x, y, false, reader->now);
            reader_serve(reader);
            return;
        }
    }
    fail_msg("\"%s\" is not shown", words);
}

/* The three dots lead to what has no place of its own, before a run as well as in it. */
static void the_three_dots_lead_to_what_has_no_button_of_its_own(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        SheetKind opens; /* SHEET_CLOSED: none */
    } rows[] = {{"mark this moment, or take its mark away", SHEET_CLOSED},
                {"statistics: steps, waits, tasks, in tables", SHEET_STATISTICS},
                {"write what is seen to a file: a picture, a film, a handout, data", SHEET_EXPORT},
                {"settings, which are kept", SHEET_SETTINGS}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Reader reader;
        open_at(&reader, i % 2 == 0 ? 1440 : 960, i % 2 == 0 ? 900 : 600, "gather");
        assert_true(reader_click(&reader, "command:more"));
        click_on_words(&reader, rows[i].words);
        assert_int_equal(reader.app.ui.sheet.kind, rows[i].opens);
        assert_int_equal(reader.app.ui.stops.mark_count, i == 0 ? 1 : 0);
        reader_stand_up(&reader);
    }
    Reader reader;
    reader_sit_down(&reader, 960, 600);
    assert_true(reader_click(&reader, "command:more"));
    assert_false(observe_text(&reader.frame, rows[0].words));
    assert_true(observe_text(&reader.frame, rows[3].words));
    assert_true(reader_click(&reader, "command:escape"));
    assert_int_equal(reader.app.ui.sheet.kind, SHEET_CLOSED);
    reader_stand_up(&reader);
}

static void a_knob_on_which_the_mouse_rests_says_how_it_is_turned(void **state)
{
    (void)state;
    Reader reader;
    float x, y;
    Rect area;
    open_at(&reader, 1440, 900, "gather");
    assert_true(says(&reader, "knob:0", "a notch of the wheel is one step"));
    assert_false(says(&reader, "knob:3", "a notch of the wheel")); /* a switch has nothing to be told */
    assert_true(says(&reader, "knob:0", "a notch of the wheel is one step"));
    assert_true(observe_area(&reader.frame, "knob:0", &x, &y, &area));
    app_mouse_button(&reader.app, &reader.frame, x, y, true, reader.now);
    reader_serve(&reader);
    assert_false(observe_text(&reader.frame, "a notch of the wheel")); /* whoever drags it looks at the timeline */
    reader_stand_up(&reader);
    open_at(&reader, 1440, 900, "in_order");
    assert_true(says(&reader, "knob:2", "a click takes the next of 3"));
    reader_stand_up(&reader);
}

static void the_wheel_alone_zooms_the_timeline(void **state)
{
    (void)state;
    Reader reader;
    open_at(&reader, 1440, 900, "gather");
    Rect timeline = app_layout(&reader.app).panel[PANEL_TIMELINE];
    float x = timeline.x + timeline.w / 2, lanes = timeline.y + timeline.h / 2;
    app_mouse_wheel(&reader.app, &reader.frame, x, lanes, 0, 1, false, false, reader.now); /* all the lanes fit */
    assert_true(reader.app.ui.zoom > 1.2);
    app_mouse_wheel(&reader.app, &reader.frame, x, lanes, 0, 1, false, true, reader.now); /* with Shift it pans */
    assert_true(reader.app.ui.zoom < 1.3);
    app_mouse_wheel(&reader.app, &reader.frame, x, lanes, 0, -1, false, false, reader.now);
    assert_true(reader.app.ui.zoom <= 1);
    reader_stand_up(&reader);
    open_at(&reader, 960, 600, "signalling");
    reader.app.ui.split_timeline = 0.01F; /* less than its lanes need */
    reader_serve(&reader);
    timeline = app_layout(&reader.app).panel[PANEL_TIMELINE];
    lanes = timeline.y + 70;
    float times = timeline.y + 50;
    app_mouse_wheel(&reader.app, &reader.frame, x / 2, lanes, 0, -1, false, false, reader.now);
    assert_true(reader.app.ui.zoom <= 1 && reader.app.ui.scroll_timeline > 0);
    app_mouse_wheel(&reader.app, &reader.frame, x / 2, times, 0, 1, false, false, reader.now);
    assert_true(reader.app.ui.zoom > 1.2);
    reader_stand_up(&reader);
}

/* The page lies over the loop: whoever looks there meanwhile finds it again where it was. */
static void the_page_makes_room_for_the_loop_and_is_read_on(void **state)
{
    (void)state;
    Reader reader;
    open_at(&reader, 1440, 900, "own_queue");
    assert_true(reader_click(&reader, "command:page"));
    Rect page = app_layout(&reader.app).panel[PANEL_LOOP];
    app_mouse_wheel(&reader.app, &reader.frame, page.x + page.w / 2, page.y + page.h / 2, 0, -2, false, false, reader.now);
    float scroll = reader.app.ui.page.scroll;
    assert_true(scroll > 0);
    reader_key(&reader, "O");
    assert_false(reader.app.ui.page.open);
    assert_true(observe_text(&reader.frame, "repeat, one turn each time:"));
    reader_key(&reader, "O");
    assert_false(observe_text(&reader.frame, "repeat, one turn each time:"));
    assert_true(reader_click(&reader, "command:loop-code"));
    assert_true(observe_text(&reader.frame, "repeat, one turn each time:"));
    assert_true(reader_click(&reader, "command:page"));
    assert_true(reader.app.ui.page.open && reader.app.ui.page.scroll >= scroll && reader.app.ui.page.scroll <= scroll);
    reader_key(&reader, "O"); /* the code, which is shown below the page */
    assert_true(observe_text(&reader.frame, "repeat, one turn each time:"));
    reader_stand_up(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet_has_a_button_that_closes_it),
        cmocka_unit_test(the_wheel_alone_zooms_the_timeline),
        cmocka_unit_test(the_page_makes_room_for_the_loop_and_is_read_on),
        cmocka_unit_test(what_cannot_be_run_is_nowhere_to_be_seen),
        cmocka_unit_test(the_menu_leads_back_to_the_moment),
        cmocka_unit_test(the_first_hints_say_what_to_click_and_are_whole),
        cmocka_unit_test(the_three_dots_lead_to_what_has_no_button_of_its_own),
        cmocka_unit_test(a_knob_on_which_the_mouse_rests_says_how_it_is_turned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
