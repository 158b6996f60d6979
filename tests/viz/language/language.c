/* language.c: the environment's variables ask for a language, the first of them that says something. */
#include "language/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_land_and_the_characters_of_a_locale_change_nothing(void **state)
{
    (void)state;
    assert_int_equal(language_of_environment(NULL, NULL, "de"), LANGUAGE_GERMAN);
    assert_int_equal(language_of_environment(NULL, NULL, "de_AT.UTF-8"), LANGUAGE_GERMAN);
    assert_int_equal(language_of_environment(NULL, NULL, "de.ISO-8859-1"), LANGUAGE_GERMAN);
    assert_int_equal(language_of_environment(NULL, NULL, "de@euro"), LANGUAGE_GERMAN);
    assert_int_equal(language_of_environment(NULL, NULL, "en_GB.UTF-8"), LANGUAGE_ENGLISH);
}

static void the_first_variable_that_says_something_counts(void **state)
{
    (void)state;
    assert_int_equal(language_of_environment("de_DE", "en_US", "en_US"), LANGUAGE_GERMAN);
    assert_int_equal(language_of_environment("", "de_DE", "en_US"), LANGUAGE_GERMAN);
    assert_int_equal(language_of_environment("C", "de_DE", "de_DE"), LANGUAGE_ENGLISH);
    assert_int_equal(language_of_environment(NULL, "", "de_CH"), LANGUAGE_GERMAN);
}

static void a_language_that_is_not_spoken_is_english(void **state)
{
    (void)state;
    assert_int_equal(language_of_environment(NULL, NULL, NULL), LANGUAGE_ENGLISH);
    assert_int_equal(language_of_environment("", "", ""), LANGUAGE_ENGLISH);
    assert_int_equal(language_of_environment(NULL, NULL, "fr_FR.UTF-8"), LANGUAGE_ENGLISH);
    assert_int_equal(language_of_environment(NULL, NULL, "den"), LANGUAGE_ENGLISH); /* Slavey, which begins like German */
    assert_int_equal(language_of_environment(NULL, NULL, "C.UTF-8"), LANGUAGE_ENGLISH);
}

static void each_has_a_code_and_calls_itself_by_its_own_name(void **state)
{
    (void)state;
    assert_string_equal(language_code(LANGUAGE_ENGLISH), "en");
    assert_string_equal(language_code(LANGUAGE_GERMAN), "de");
    assert_string_equal(language_name(LANGUAGE_GERMAN), "Deutsch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_land_and_the_characters_of_a_locale_change_nothing),
        cmocka_unit_test(the_first_variable_that_says_something_counts),
        cmocka_unit_test(a_language_that_is_not_spoken_is_english),
        cmocka_unit_test(each_has_a_code_and_calls_itself_by_its_own_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
