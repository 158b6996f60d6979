/* golden.c: reads, compares, and on request rewrites golden texts. */
#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *read_whole(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t used = 0, got = 0;
    *length = 0;
    if (!file) {
        return NULL;
    }
    do {
        used += got;
        char *larger = realloc(text, used + 65537);
        if (!larger) {
            free(text);
            fclose(file);
            return NULL;
        }
        text = larger;
    } while ((got = fread(text + used, 1, 65536, file)) > 0);
    fclose(file);
    text[used] = '\0'; /* so that a line can be printed */
    *length = used;
    return text;
}

static void print_first_difference(const char *path, const char *want, size_t want_length, const char *have, size_t have_length)
{
    size_t at = 0, line = 1, start = 0;
    while (at < want_length && at < have_length && want[at] == have[at]) {
        if (want[at++] == '\n') {
            line++;
            start = at;
        }
    }
    int want_line = start < want_length ? (int)strcspn(want + start, "\n") : 0;
    int have_line = start < have_length ? (int)strcspn(have + start, "\n") : 0;
    print_error("%s, line %zu:\n  kept: %.*s\n  now:  %.*s\n", path, line, want_line, want + start, have_line, have + start);
}

void golden_check(const char *name, const char *text, size_t length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/%s", LOOPSCOPE_SOURCE_DIR, name);
    if (getenv("LOOPSCOPE_REWRITE_GOLDENS") && !getenv("CI")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text, 1, length, file), length);
        assert_int_equal(fclose(file), 0);
        return;
    }
    size_t kept_length;
    char *kept = read_whole(path, &kept_length);
    if (!kept) {
        fail_msg("%s cannot be read", path);
        return;
    }
    bool same = kept_length == length && memcmp(kept, text, length) == 0;
    if (!same) {
        print_first_difference(path, kept, kept_length, text, length);
    }
    free(kept);
    assert_true(same);
}

void golden_check_told(const char *name, void (*tell)(Language language, FILE *out))
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    tell(LANGUAGE_ENGLISH, out);
    assert_int_equal(fclose(out), 0);
    golden_check(name, text, length);
    free(text);
}
