/* The pictures of the README and the manual show the window as it is: what they draw has the same mark as when they were made.

   The mark is of the draw list under stub metrics, which no font changes. To make them anew: cmake --build --preset release --target pictures */
#include "support/readme_pictures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKS LOOPSCOPE_SOURCE_DIR "/docs/pictures/marks.txt"

typedef struct Marks {
    FILE *out;
    DrawList list;
} Marks;

/* FNV-1a, 64 bits. */
static uint64_t mark_of(const char *text)
{
    uint64_t mark = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++) {
        mark = (mark ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return mark;
}

static bool add_mark(void *context, const char *name, App *app)
{
    Marks *marks = context;
    char *text = NULL;
    size_t length = 0;
    drawlist_clear(&marks->list);
    app_draw(app, &marks->list, README_WIDTH, README_HEIGHT, 1000000000);
    FILE *dump = open_memstream(&text, &length);
    drawlist_dump(&marks->list, dump);
    fclose(dump);
    fprintf(marks->out, "%s %016llx\n", name, (unsigned long long)mark_of(text));
    free(text);
    return true;
}

static void the_pictures_show_the_window_as_it_is(void **state)
{
    (void)state;
    char *now = NULL;
    size_t length = 0;
    Marks marks = {.out = open_memstream(&now, &length)};
    drawlist_init(&marks.list, drawlist_stub_metrics());
    assert_true(readme_pictures_each(marks.list.metrics, add_mark, &marks));
    fclose(marks.out);
    drawlist_free(&marks.list);
    if (getenv("LOOPSCOPE_REWRITE_GOLDENS") != NULL) {
        FILE *file = fopen(MARKS, "wb");
        assert_non_null(file);
        fputs(now, file);
        fclose(file);
    }
    char *kept = calloc(1, length + 2);
    FILE *file = fopen(MARKS, "rb");
    size_t read = file != NULL ? fread(kept, 1, length + 1, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    if (read != length || strcmp(kept, now) != 0) {
        fail_msg(
            "the pictures in docs/pictures are stale: cmake --build --preset release --target pictures, look at them, and commit them");
    }
    free(kept);
    free(now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_pictures_show_the_window_as_it_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
