/* 19_text_field.c: writing into a line of text: whole characters, whatever is written and whichever keys are pressed. */
#include "text_field.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_written_and_taken_out_whole),
        cmocka_unit_test(at_its_ends_nothing_happens),
        cmocka_unit_test(what_is_no_text_is_left_out_and_what_is_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
