/* menu.c: the menu with one, three, nineteen and forty lessons: its search, its arrows, its scrolling, what it shows of the progress. */
#include "in_menu.h"

#include "panels/menu/plan.h"
#include "panels/menu/search.h"
#include "support/golden.h"

#include <stdio.h>
#include <stdlib.h>

/* As the window gives it: a key goes down, and then it writes. */
static void type(Shown *shown, const char *text)
{
    for (; *text; text++) {
        char written[2] = {*text, '\0'};
        assert_true(app_key(&shown->app, *text == ' ' ? "Space" : "X", false, 0));
        app_text(&shown->app, written);
    }
    draw(shown);
}

/* Whether what can be opened there is whole on the screen, below the head. */
static bool whole(const Shown *shown, HitKind kind, uint32_t id, float height)
{
    for (size_t i = 0; i < shown->frame.hit_count; i++) {
        const HitArea *hit = &shown->frame.hits[i];
        if (hit->kind == kind && hit->id == id) {
            return hit->rect.h >= height && hit->rect.y >= 0 && hit->rect.y + hit->rect.h <= shown->app.height;
        }
    }
    return false;
}

static size_t cards(const Shown *shown)
{
    size_t count = 0;
    for (size_t i = 0; i < shown->frame.hit_count; i++) {
        count += shown->frame.hits[i].kind == HIT_LESSON;
    }
    return count;
}

static void check_golden(Shown *shown, const char *golden)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    draw(shown);
    drawlist_dump(&shown->frame, out);
    fclose(out);
    golden_check(golden, text, length);
    free(text);
}

/* About as wide as the typefaces are. */
static float like_the_typefaces(void *context, Font font, const char *text, size_t length)
{
    (void)context;
    size_t characters = 0;
    for (size_t i = 0; i < length; i++) {
        characters += ((unsigned char)text[i] & 0xc0U) != 0x80U;
    }
    return (float)characters * (font == FONT_SENTENCE_BOLD ? 9.2F : font == FONT_BODY ? 7.8F : 6.6F);
}

static void titles_and_summaries_are_whole_in_the_smallest_window(void **state)
{
    (void)state;
    for (int language = 0; language < (int)LANGUAGE_COUNT; language++) {
        Shown shown;
        show(&shown, 0, 960, 600);
        shown.app.ui.language = (Language)language;
        shown.frame.metrics.width = like_the_typefaces;
        for (size_t i = 0; i < shown.app.lessons.count; i++) {
            draw(&shown);
            for (size_t k = 0; k < shown.frame.count; k++) {
                const DrawCommand *command = &shown.frame.commands[k];
                bool words = command->kind == DRAW_TEXT && (command->font == FONT_SENTENCE_BOLD || command->font == FONT_BODY);
                const char *text = words ? shown.frame.text + command->text : "";
                size_t length = strlen(text);
                if (length >= 3 && strcmp(text + length - 3, "\xe2\x80\xa6") == 0) {
                    fail_msg("language %d, a card is cut: %s", language, text);
                }
            }
            press(&shown, "Right");
        }
        hide(&shown);
    }
}

static void the_arrows_reach_every_lesson_and_show_it_whole(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 3, 19, 40, 128};
    static const float sizes[][2] = {{960, 600}, {1440, 900}, {1920, 1080}, {3840, 2160}};
    for (size_t c = 0; c < 5; c++) {
        for (size_t s = 0; s < 4; s++) {
            Shown shown;
            show(&shown, counts[c], sizes[s][0], sizes[s][1]);
            for (size_t i = 0; i < counts[c]; i++) {
                assert_int_equal(shown.app.ui.menu_choice, i);
                assert_true(whole(&shown, HIT_LESSON, (uint32_t)i, MENU_CARD));
                press(&shown, "Right");
            }
            assert_int_equal(shown.app.ui.menu_choice, counts[c] - 1); /* there it stays */
            press(&shown, "Home");                                     /* the row above the lessons */
            assert_true(menu_entry(shown.app.lessons, shown.app.ui.menu_choice) < MENU_ENTRIES);
            press(&shown, "Down");
            assert_int_equal(shown.app.ui.menu_choice, 0);
            press(&shown, "End");
            assert_true(whole(&shown, HIT_LESSON, (uint32_t)counts[c] - 1, MENU_CARD));
            hide(&shown);
        }
    }
}

static void up_and_down_keep_the_column_and_come_to_both_ends(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 40, 1440, 900); /* three columns, five lessons a section: rows of three and of two */
    press(&shown, "Right");
    press(&shown, "Down");
    assert_int_equal(shown.app.ui.menu_choice, 4);
    press(&shown, "Down");
    assert_int_equal(shown.app.ui.menu_choice, 6);
    press(&shown, "Up");
    press(&shown, "Up");
    assert_int_equal(shown.app.ui.menu_choice, 1);
    press(&shown, "Up");
    assert_int_equal(menu_entry(shown.app.lessons, shown.app.ui.menu_choice), MENU_PREDICTIONS);
    press(&shown, "Up");
    assert_int_equal(menu_entry(shown.app.lessons, shown.app.ui.menu_choice), MENU_PREDICTIONS);
    press(&shown, "Down");
    press(&shown, "Right");
    assert_int_equal(shown.app.ui.menu_choice, 1);
    for (int i = 0; i < 40; i++) {
        press(&shown, "Down");
    }
    assert_int_equal(shown.app.ui.menu_choice, 39);
    hide(&shown);
}

static void a_page_down_shows_other_lessons_and_a_page_up_comes_back(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 40, 1440, 900);
    press(&shown, "PageDown");
    assert_int_equal(shown.app.ui.menu_choice, 8); /* three rows on: of three, of two, of three */
    assert_true(whole(&shown, HIT_LESSON, 8, MENU_CARD));
    press(&shown, "PageUp");
    assert_int_equal(shown.app.ui.menu_choice, 0);
    for (int i = 0; i < 40; i++) {
        press(&shown, "PageDown");
    }
    assert_true(shown.app.ui.menu_choice >= 38);
    hide(&shown);
}

static void the_wheel_scrolls_from_the_first_lesson_to_the_last_recording(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 40, 960, 600);
    recent_add(&shown.app.kept.recent, "/home/ada/run.loopscope", 1);
    assert_true(whole(&shown, HIT_LESSON, 0, MENU_CARD));
    for (int i = 0; i < 200; i++) {
        app_mouse_wheel(&shown.app, &shown.frame, 400, 400, 0, -1, false, false, 0);
    }
    draw(&shown);
    assert_true(whole(&shown, HIT_RECENT, 0, MENU_ROW));
    assert_int_equal(shown.app.ui.menu_choice, 0); /* what is chosen stays chosen */
    app_mouse_wheel(&shown.app, &shown.frame, 400, 400, 0, 200, false, false, 0);
    draw(&shown);
    assert_true(whole(&shown, HIT_LESSON, 0, MENU_CARD));
    hide(&shown);
}

static void nothing_in_the_scrolled_list_can_be_clicked_through_the_head(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 40, 960, 600);
    press(&shown, "End");
    for (float y = 0; y < 150; y += 5) {
        for (float x = 5; x < 960; x += 20) {
            assert_int_not_equal(drawlist_hit(&shown.frame, x, y).kind, HIT_LESSON);
        }
    }
    hide(&shown);
}

static void writing_filters_at_once_and_enter_opens_what_is_left(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 19, 1920, 1080);
    type(&shown, "monsoon");
    assert_int_equal(cards(&shown), 1);
    assert_int_equal(shown.app.ui.menu_choice, 16);
    press(&shown, "Escape");
    assert_true(cards(&shown) > 1);
    assert_int_equal(shown.app.ui.screen, SCREEN_MENU);
    type(&shown, "cancelling"); /* a section of five lessons begins with it as well; the title is what is meant */
    assert_int_equal(shown.app.ui.menu_choice, 8);
    press(&shown, "Right");
    assert_int_equal(shown.app.ui.menu_choice, 10);
    press(&shown, "Return");
    assert_ptr_equal(shown.app.want_lesson, &shown.app.lessons.lesson[10]);
    hide(&shown);
}

static void what_is_written_narrows_and_backspace_widens(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 19, 1920, 1080);
    type(&shown, "One aw");
    size_t some = cards(&shown);
    assert_true(some > 0 && some < 9);
    type(&shown, "q");
    assert_int_equal(cards(&shown), 0);
    assert_true(says(&shown, "Nothing found for"));
    press(&shown, "Return"); /* opens nothing */
    assert_null(shown.app.want_lesson);
    press(&shown, "Backspace");
    assert_int_equal(cards(&shown), some);
    press(&shown, "Ctrl+Backspace");
    assert_int_equal(shown.app.ui.menu.search.length, 0);
    hide(&shown);
}

static void a_search_looks_at_the_beginnings_of_words_in_any_case(void **state)
{
    (void)state;
    const Lesson lesson = {.title = "Together: gather",
                           .section = "Tasks",
                           .name = "gather",
                           .page = {.rule = "It uses create_task and \xc3\x84pfel.", .hints = {1, {"It is a shield."}}}};
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, ""));
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, "  "));
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, "GATH"));
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, "gath toge"));
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, "create_t"));
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, "_task"));
    assert_true(menu_matches(LANGUAGE_ENGLISH, &lesson, "\xc3\x84pf"));
    assert_false(menu_matches(LANGUAGE_ENGLISH, &lesson, "ather"));
    assert_false(menu_matches(LANGUAGE_ENGLISH, &lesson, "gather sleep"));
    assert_false(menu_matches(LANGUAGE_ENGLISH, &lesson, "tasksx"));
    assert_false(menu_matches(LANGUAGE_ENGLISH, &lesson, "shield")); /* a hint is not given away */
}

static void a_lesson_that_is_found_by_its_text_shows_the_sentence(void **state)
{
    (void)state;
    char passage[120];
    const Lesson lesson = {
        .title = "Together: gather",
        .section = "Tasks",
        .name = "gather",
        .summary = "Three at once.",
        .page = {.story = {2,
                           {"First things first. A `timer` wakes it, says `except*`. Then all.",
                            "One that goes on and on and on and on and on and on and on and on and on and on and on and on and on and on "
                            "until the monsoon. The \xc3\x84pfel."}}}};
    assert_string_equal(menu_passage(LANGUAGE_ENGLISH, &lesson, "", passage, sizeof passage), "");
    assert_string_equal(menu_passage(LANGUAGE_ENGLISH, &lesson, "gather three", passage, sizeof passage),
                        ""); /* title and summary say it */
    assert_string_equal(menu_passage(LANGUAGE_ENGLISH, &lesson, "gath TIM", passage, sizeof passage),
                        "A timer wakes it, says except*. Then all.");
    assert_string_equal(menu_passage(LANGUAGE_ENGLISH, &lesson, "nowhere", passage, sizeof passage), "");
    menu_passage(LANGUAGE_ENGLISH, &lesson, "monsoon", passage, sizeof passage);
    assert_memory_equal(passage, "\xe2\x80\xa6 on and on", 13); /* from the middle, where the sentence began long before */
    assert_non_null(strstr(passage, "until the monsoon."));
    for (size_t size = 8; size < sizeof passage; size++) { /* never half a character */
        menu_passage(LANGUAGE_ENGLISH, &lesson, "monsoon", passage, size);
        assert_true(strlen(passage) < size);
        assert_false(passage[0] != '\0' && (unsigned char)passage[strlen(passage) - 1] >= 0xc0);
    }
}

/* Whatever word of whatever lesson is looked for. */
static void what_is_found_are_plain_words(void **state)
{
    (void)state;
    size_t found = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        for (int language = 0; language < (int)LANGUAGE_COUNT; language++) {
            const char *words = lesson_words(lesson_at(i), (Language)language);
            for (const char *at = words; *at; at += strcspn(at, " \n\"`"), at += strspn(at, " \n\"`")) {
                char word[64], passage[400];
                snprintf(word, sizeof word, "%.*s", (int)strcspn(at, " \n\"`"), at);
                menu_passage((Language)language, lesson_at(i), word, passage, sizeof passage);
                bool marked = strpbrk(passage, "`#\n") != NULL || strncmp(passage, "- ", 2) == 0 || strstr(passage, "Goal:") != NULL;
                if (marked || strstr(passage, "Questions") != NULL || strstr(passage, "Ask:") != NULL) {
                    fail_msg("%s, looked for \"%s\": %s", lesson_at(i)->name, word, passage);
                }
                found += passage[0] != '\0';
            }
        }
    }
    assert_true(found > 1000);
}

static void keys_that_write_do_nothing_else_in_the_menu(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 3, 1440, 900);
    Theme theme = shown.app.ui.theme;
    type(&shown, "t");
    assert_true(app_key(&shown.app, "T", false, 0));
    assert_int_equal(shown.app.ui.theme, theme);
    press(&shown, "Escape");
    press(&shown, "Shift+Slash"); /* the help, and its sign is not written */
    assert_true(shown.app.ui.help);
    app_text(&shown.app, "?");
    press(&shown, "Escape");
    app_text(&shown.app, "?");
    assert_int_equal(shown.app.ui.menu.search.length, 0);
    press(&shown, "Slash");
    app_text(&shown.app, "/");
    assert_int_equal(shown.app.ui.menu.search.length, 0);
    press(&shown, "Space"); /* with nothing written it opens, as everywhere */
    assert_non_null(shown.app.want_lesson);
    hide(&shown);
}

static void a_recording_of_the_list_is_opened_by_click_and_by_enter(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 0, 1440, 900);
    recent_add(&shown.app.kept.recent, "/a/first.loopscope", 1);
    recent_add(&shown.app.kept.recent, "/b/second.loopscope", 2);
    draw(&shown);
    press(&shown, "End");
    press(&shown, "Return");
    assert_string_equal(shown.app.want_path, "/a/first.loopscope");
    type(&shown, "second");
    press(&shown, "Return");
    assert_string_equal(shown.app.want_path, "/b/second.loopscope");
    hide(&shown);
}

static void the_menu_as_text(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 0, 1440, 900);
    Kept *kept = &shown.app.kept;
    progress_reached(&kept->progress, "say_after", 8, 8);
    progress_scored(&kept->progress, "say_after", 3, 2);
    progress_reached(&kept->progress, "create_task", 3, 10);
    recent_add(&kept->recent, "/home/ada/runs/crawler.loopscope", 1000);
    recent_add(&kept->recent, "/home/ada/left_over.loopscope", 90000);
    kept->wall_time = 90060;
    check_golden(&shown, "menu_with_progress.txt");
    type(&shown, "crawl");
    check_golden(&shown, "menu_filtered.txt");
    type(&shown, "x");
    check_golden(&shown, "menu_nothing.txt");
    hide(&shown);
}

static void the_cards_say_what_is_due_what_is_solved_and_what_comes_next(void **state)
{
    (void)state;
    Shown shown;
    show(&shown, 0, 960, 600);
    Kept *kept = &shown.app.kept;
    progress_reached(&kept->progress, "calling", 8, 8);
    progress_solved(&kept->progress, "calling");
    progress_scored(&kept->progress, "calling", 3, 2);
    progress_reached(&kept->progress, "say_after", 2, 5);
    review_answered(&kept->review, "calling", "await 1", false, 20421);
    review_answered(&kept->review, "calling", "tasks 2", false, 20421);
    review_answered(&kept->review, "calling", "no question of this version 1", false, 20421);
    review_answered(&kept->review, "gather", "start 1", false, 20421);
    kept->today = 20422;
    press(&shown, "Home");
    check_golden(&shown, "menu_due.txt");
    app_command(&shown.app, COMMAND_PREDICTIONS, 0);
    check_golden(&shown, "predictions.txt");
    hide(&shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_and_summaries_are_whole_in_the_smallest_window),
        cmocka_unit_test(the_arrows_reach_every_lesson_and_show_it_whole),
        cmocka_unit_test(up_and_down_keep_the_column_and_come_to_both_ends),
        cmocka_unit_test(a_page_down_shows_other_lessons_and_a_page_up_comes_back),
        cmocka_unit_test(the_wheel_scrolls_from_the_first_lesson_to_the_last_recording),
        cmocka_unit_test(nothing_in_the_scrolled_list_can_be_clicked_through_the_head),
        cmocka_unit_test(writing_filters_at_once_and_enter_opens_what_is_left),
        cmocka_unit_test(what_is_written_narrows_and_backspace_widens),
        cmocka_unit_test(a_search_looks_at_the_beginnings_of_words_in_any_case),
        cmocka_unit_test(a_lesson_that_is_found_by_its_text_shows_the_sentence),
        cmocka_unit_test(what_is_found_are_plain_words),
        cmocka_unit_test(keys_that_write_do_nothing_else_in_the_menu),
        cmocka_unit_test(a_recording_of_the_list_is_opened_by_click_and_by_enter),
        cmocka_unit_test(the_menu_as_text),
        cmocka_unit_test(the_cards_say_what_is_due_what_is_solved_and_what_comes_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
