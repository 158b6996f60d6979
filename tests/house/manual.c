/* The manual's key table says what the command table says: every command with a key has its row there, in the same words. */
#include "view/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_manual(void)
{
    FILE *file = fopen(LOOPSCOPE_SOURCE_DIR "/docs/manual.md", "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 18);
    assert_non_null(text);
    size_t length = fread(text, 1, (1 << 18) - 1, file);
    assert_true(length > 0);
    fclose(file);
    return text;
}

static void the_key_table_of_the_manual_is_the_command_table(void **state)
{
    (void)state;
    char *manual = read_manual();
    int missing = 0;
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        const CommandInfo *info = command_info((Command)i);
        if (!*info->keys) {
            continue;
        }
        char key[32], row[160];
        command_key_text((Command)i, key, sizeof key);
        snprintf(row, sizeof row, "| `%s` | %s |", key, info->help);
        if (!strstr(manual, row)) {
            printf("%s\n", row); /* the row to put there */
            missing++;
        }
    }
    free(manual);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_key_table_of_the_manual_is_the_command_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
