/* command.c: one table: names and keys are found, none stands twice, and no line of the help changes unseen. */
#include "view/command.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void the_whole_help_is_as_kept(void **state)
{
    (void)state;
    char *text = NULL, key[32];
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    const char *group = "";
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const CommandInfo *info = command_info((Command)i);
        if (strcmp(group, command_group((Command)i)) != 0) {
            group = command_group((Command)i);
            fprintf(out, "%s\n", group);
        }
        fprintf(out, "  %-12s %-24s %-16s %s\n", command_key_text((Command)i, key, sizeof key), info->keys, info->name, info->help);
    }
    fclose(out);
    golden_check("help.txt", text, length);
    free(text);
}

static void every_command_is_found_by_its_name_and_keys(void **state)
{
    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const CommandInfo *info = command_info((Command)i);
        char keys[64];
        assert_int_equal(command_by_name(info->name), i);
        snprintf(keys, sizeof keys, "%s", info->keys);
        for (char *key = strtok(keys, " "); key; key = strtok(NULL, " ")) {
            assert_int_equal(command_by_key(key), i); /* so no key stands twice */
        }
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    assert_int_equal(command_by_name("fly"), COMMAND_NONE);
    assert_int_equal(command_by_name(""), COMMAND_NONE);
    assert_int_equal(command_by_key(""), COMMAND_NONE);
    assert_int_equal(command_by_key("Shift"), COMMAND_NONE);
    assert_int_equal(command_by_key("Righ"), COMMAND_NONE);
    assert_string_equal(command_info(COMMAND_COUNT)->name, "");
}

/* Two keyboards that stand in for all: what is shown is what is printed there, what is bound is the place. */
static void keys_are_shown_as_they_are_printed(void **state)
{
    (void)state;
    KeyLetters azerty = {.letter = {[0] = "Q", [16] = "A", [22] = "Z", [25] = "W", [12] = ","}}; /* in the places of A, Q, W, Z and M */
    KeyLetters qwertz = {.letter = {[24] = "Z", [25] = "Y"}};
    char key[48];
    assert_string_equal(key_place_name(0), "A");
    assert_string_equal(key_place_name(25), "Z");
    assert_null(key_place_name(KEY_PLACES));
    assert_string_equal(command_key_local(&azerty, COMMAND_ZOOM_IN, key, sizeof key), "Z");
    assert_string_equal(command_key_local(&azerty, COMMAND_PAN_LEFT, key, sizeof key), "Q");
    assert_string_equal(command_key_local(&azerty, COMMAND_QUIT, key, sizeof key), "Ctrl A");
    assert_string_equal(command_key_local(&azerty, COMMAND_MARK_NEXT, key, sizeof key), "Shift ,");
    assert_string_equal(command_key_local(&azerty, COMMAND_STEP, key, sizeof key), "\xe2\x86\x92");
    assert_string_equal(command_key_local(&qwertz, COMMAND_WHY, key, sizeof key), "Z");
    assert_string_equal(command_key_local(&qwertz, COMMAND_SPOTLIGHT, key, sizeof key), "Y");
    assert_string_equal(command_key_local(NULL, COMMAND_WHY, key, sizeof key), "Y");
    for (size_t place = 0; place < KEY_PLACES; place++) {
        assert_true(strlen(key_place_name(place)) > 0);
        for (size_t other = 0; other < place; other++) {
            assert_string_not_equal(key_place_name(place), key_place_name(other));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_help_is_as_kept),
        cmocka_unit_test(keys_are_shown_as_they_are_printed),
        cmocka_unit_test(every_command_is_found_by_its_name_and_keys),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
