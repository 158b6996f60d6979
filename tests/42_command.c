/* 42_command.c: one table: names and keys are found, none stands twice, and no line of the help changes unseen. */
#include "command.h"
#include "support_golden.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_help_is_as_kept),
        cmocka_unit_test(every_command_is_found_by_its_name_and_keys),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
