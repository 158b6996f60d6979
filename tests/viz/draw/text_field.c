/* text_field.c: writing into a line of text: whole characters, whatever is written and whichever keys are pressed. */
#include "draw/text_field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void characters_are_written_and_taken_out_whole(void **state)
{
    (void)state;
    TextField field = {0};
    text_field_write(&field, "a\xc3\xa9\xe2\x86\x92z");
    assert_true(text_field_key(&field, "Left"));
    assert_true(text_field_key(&field, "Backspace"));
    assert_string_equal(field.text, "a\xc3\xa9z");
    assert_true(text_field_key(&field, "Left"));
    assert_true(text_field_key(&field, "Delete"));
    assert_string_equal(field.text, "az");
    text_field_write(&field, "-");
    assert_string_equal(field.text, "a-z");
    assert_true(text_field_key(&field, "End"));
    assert_int_equal(field.cursor, 3);
    assert_true(text_field_key(&field, "Ctrl+Backspace"));
    assert_int_equal(field.length, 0);
    assert_false(text_field_key(&field, "F5"));
}

static void at_its_ends_nothing_happens(void **state)
{
    (void)state;
    static const char *const keys[] = {"Left", "Right", "Backspace", "Delete", "Home", "End", "Ctrl+Backspace"};
    TextField field = {0};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        assert_true(text_field_key(&field, keys[i]));
        assert_int_equal(field.length, 0);
        assert_int_equal(field.cursor, 0);
    }
}

static void what_is_no_text_is_left_out_and_what_is_too_long_is_cut(void **state)
{
    (void)state;
    TextField field = {0};
    text_field_write(&field, "\x1b\n\xff"
                             "a\xc3\x80\xc3");
    assert_string_equal(field.text, "a\xc3\x80");
    for (int i = 0; i < 100; i++) {
        text_field_write(&field, "\xe2\x86\x92");
    }
    assert_true(field.length < TEXT_FIELD_BYTES);
    assert_int_equal((field.length - 3) % 3, 0);
    assert_int_equal(strlen(field.text), field.length);
}

static void assert_selected(const TextField *field, size_t from, size_t to)
{
    size_t have_from, have_to;
    text_field_selection(field, &have_from, &have_to);
    assert_int_equal(have_from, from);
    assert_int_equal(have_to, to);
}

static void with_control_the_cursor_goes_by_words(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        size_t cursor;
    } steps[] = {{"Ctrl+Left", 8},  {"Ctrl+Left", 5},  {"Ctrl+Left", 0},  {"Ctrl+Left", 0},
                 {"Ctrl+Right", 3}, {"Ctrl+Right", 7}, {"Ctrl+Right", 13}};
    TextField field = {0};
    text_field_write(&field, "two  \xc3\xa9 words");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        assert_true(text_field_key(&field, steps[i].key));
        assert_int_equal(field.cursor, steps[i].cursor);
    }
}

static void what_is_selected_is_taken_out_or_written_over(void **state)
{
    (void)state;
    TextField field = {0};
    text_field_write(&field, "one two");
    assert_selected(&field, 7, 7);
    text_field_key(&field, "Ctrl+Shift+Left");
    assert_selected(&field, 4, 7);
    text_field_write(&field, "2");
    assert_string_equal(field.text, "one 2");
    assert_selected(&field, 5, 5);
    text_field_key(&field, "Shift+Home");
    assert_selected(&field, 0, 5);
    text_field_key(&field, "Shift+Right");
    assert_selected(&field, 1, 5);
    text_field_key(&field, "Right"); /* leaves the selection at that side */
    assert_int_equal(field.cursor, 5);
    assert_selected(&field, 5, 5);
    text_field_key(&field, "Shift+Left");
    text_field_key(&field, "Shift+Left");
    text_field_key(&field, "Left");
    assert_int_equal(field.cursor, 3);
    text_field_key(&field, "Shift+End");
    text_field_key(&field, "Backspace");
    assert_string_equal(field.text, "one");
    text_field_select_all(&field);
    text_field_key(&field, "Delete");
    assert_int_equal(field.length, 0);
    text_field_key(&field, "Shift+Left"); /* and nothing at all is selected in nothing */
    assert_selected(&field, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_written_and_taken_out_whole),
        cmocka_unit_test(with_control_the_cursor_goes_by_words),
        cmocka_unit_test(what_is_selected_is_taken_out_or_written_over),
        cmocka_unit_test(at_its_ends_nothing_happens),
        cmocka_unit_test(what_is_no_text_is_left_out_and_what_is_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
