/* small.c: a picture within a picture keeps its proportions, lies in the middle of its place, and nothing of it can be clicked or stands outside. */
#include "draw/small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void a_picture_is_fitted_into_the_middle(void **state)
{
    (void)state;
    DrawList picture, list;
    drawlist_init(&picture, drawlist_stub_metrics());
    drawlist_init(&list, drawlist_stub_metrics());
    draw_clip(&picture, (Rect){0, 0, 400, 200});
    draw_fill(&picture, (Rect){200, 100, 200, 100}, 8, TOKEN_RUNNING, 255);
    draw_text(&picture, 0, 0, 0, FONT_BODY, TOKEN_TEXT, "words");
    draw_hatch(&picture, (Rect){0, 0, 40, 20}, 5, TOKEN_AWAITING, 200);
    draw_hit(&picture, (Rect){0, 0, 400, 200}, HIT_COMMAND, 1);
    draw_unclip(&picture);
    Rect place = draw_small(&list, &picture, 400, 200, (Rect){10, 10, 100, 100});
    assert_true(place.x == 10 && place.y == 35 && place.w == 100 && place.h == 50);
    assert_int_equal(list.hit_count, 0);
    assert_int_equal(list.clip_depth, 0);
    size_t fills = 0;
    for (size_t i = 0; i < list.count; i++) {
        const DrawCommand *one = &list.commands[i];
        assert_true(one->kind != DRAW_TEXT && one->kind != DRAW_HATCH); /* too fine to be seen */
        if (one->kind == DRAW_FILL && fills++ == 0) {
            assert_true(one->rect.x == 60 && one->rect.y == 60 && one->rect.w == 50 && one->rect.h == 25 && one->radius == 2);
        }
    }
    assert_int_equal(fills, 3);
    drawlist_free(&picture);
    drawlist_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_picture_is_fitted_into_the_middle)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
