/* picture.c: a picture of no sensible size, or for which there is no room, is refused with a sentence. */
#include "sdl/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void a_picture_that_cannot_be_written_says_so(void **state)
{
    (void)state;
    Picture *picture = NULL;
    DrawList nothing;
    assert_null(picture_open(&picture, 20, 20, 1));
    drawlist_init(&nothing, picture_metrics(picture));
    picture_draw(picture, &nothing, THEME_DARK);
    FILE *full = fopen("/dev/full", "wb");
    if (full != NULL) {
        assert_false(picture_write_png(picture, full));
        fclose(full);
    }
    drawlist_free(&nothing);
    picture_close(picture);
}

static void sizes_beyond_reason_are_refused_with_a_sentence(void **state)
{
    (void)state;
    Picture *picture = NULL;
    assert_non_null(picture_open(&picture, 0, 100, 1));
    assert_non_null(picture_open(&picture, 100, 1000000, 1));
    assert_non_null(picture_open(&picture, 100, 100, 0));
    assert_non_null(picture_open(&picture, 100, 100, NAN));
    assert_null(picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_that_cannot_be_written_says_so),
        cmocka_unit_test(sizes_beyond_reason_are_refused_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
