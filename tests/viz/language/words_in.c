/* words_in.c: each text of a catalogue is found by its English one, what is in none stays English, and the catalogues are in order. */
#include "language/words_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void english_is_what_stands_in_the_program(void **state)
{
    (void)state;
    const char *text = "lesson %s, %s";
    assert_int_equal(words_count(LANGUAGE_ENGLISH), 0);
    assert_ptr_equal(words_in(LANGUAGE_ENGLISH, text), text);
    assert_string_equal(words_counted(LANGUAGE_ENGLISH, "one", "many", 1), "one");
    assert_string_equal(words_counted(LANGUAGE_ENGLISH, "one", "many", 0), "many");
}

static void a_text_is_found_in_another_language(void **state)
{
    (void)state;
    assert_string_equal(words_in(LANGUAGE_GERMAN, "lesson %s, %s"), "Lektion %s, %s");
}

static void what_is_in_no_catalogue_stays_as_it_is(void **state)
{
    (void)state;
    const char *unknown = "a text that nobody has translated";
    assert_ptr_equal(words_in(LANGUAGE_GERMAN, unknown), unknown);
    assert_ptr_equal(words_meant(LANGUAGE_GERMAN, "nowhere", unknown), unknown);
    assert_string_equal(words_counted(LANGUAGE_GERMAN, "no such one", "no such many", 2), "no such many");
    assert_string_equal(words_in(LANGUAGE_GERMAN, ""), ""); /* and not the head of the catalogue */
}

static void every_text_of_a_catalogue_is_found_by_its_key(void **state)
{
    (void)state;
    for (int language = LANGUAGE_ENGLISH + 1; language < LANGUAGE_COUNT; language++) {
        assert_true(words_count((Language)language) > 1);
        for (size_t i = 1; i < words_count((Language)language); i++) { /* behind the head */
            const char *key = words_key((Language)language, i);
            assert_true(strcmp(words_key((Language)language, i - 1), key) < 0);
            assert_ptr_equal(words_in((Language)language, key), words_value((Language)language, i));
            assert_int_not_equal(words_value((Language)language, i)[0], '\0');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_is_what_stands_in_the_program),
        cmocka_unit_test(a_text_is_found_in_another_language),
        cmocka_unit_test(what_is_in_no_catalogue_stays_as_it_is),
        cmocka_unit_test(every_text_of_a_catalogue_is_found_by_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
