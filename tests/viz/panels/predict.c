/* predict.c: the panel that asks: how it looks at each of its phases, and that every question of the lessons stands in it whole. */
#include "panels/predict.h"
#include "support/golden.h"
#include "support/predicting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A question of this test's own, so that only its look is kept here. */
static const Question example = {.task = 2,
                                 .line = 16,
                                 .choice_count = 3,
                                 .right = 1,
                                 .text = "The loop has nothing ready. Which task runs next?",
                                 .choices = {"main", "API A", "File C"},
                                 .misconception = {BELIEF_WAKES_AT_ONCE, -1, -1},
                                 .reason = "API A's timer is due first, and main waits for all three."};

static void put_panel(Shown *shown, PredictPhase phase, size_t choice, float width, float height, FILE *out)
{
    View view;
    Sentence sentence;
    PredictUi *ui = &shown->app.ui.predict;
    ui->phase = phase;
    ui->choice = choice;
    ui->question = example;
    assert_true(app_view(&shown->app, &view, &sentence, 0));
    Layout layout = layout_of(width, height, &shown->app.ui);
    drawlist_clear(&shown->frame);
    view_predict(&shown->frame, &view, &layout);
    fprintf(out, "phase %d, choice %zu, %gx%g\n", (int)phase, choice, (double)width, (double)height);
    drawlist_dump(&shown->frame, out);
}

static void the_panel_is_as_kept(void **state)
{
    (void)state;
    static const float sizes[][2] = {{1440, 900}, {960, 600}};
    Shown shown;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    predicting_show_lesson(&shown, "gather");
    player_seek(&shown.app.player, shown.trace, 40);
    predicting_press(&shown, "P");
    shown.app.ui.predict.number = 2;
    shown.app.ui.predict.score = (PredictScore){4, 3};
    shown.app.ui.predict.answers[0] = (PredictAnswer){21, PREDICT_NEXT, true};
    shown.app.ui.predict.answers[1] = (PredictAnswer){38, PREDICT_SLEEP_END, false};
    shown.app.ui.predict.answer_count = 2;
    for (size_t i = 0; i < 2; i++) {
        put_panel(&shown, PREDICT_ASKED, 0, sizes[i][0], sizes[i][1], out);
        put_panel(&shown, PREDICT_ANSWERED, 1, sizes[i][0], sizes[i][1], out);
        put_panel(&shown, PREDICT_ANSWERED, 0, sizes[i][0], sizes[i][1], out);
        put_panel(&shown, PREDICT_OVER, 0, sizes[i][0], sizes[i][1], out);
    }
    fclose(out);
    golden_check("panels_predict.txt", text, length);
    free(text);
    predicting_hide(&shown);
}

/* Whatever is asked in the lessons, in whatever window: the words stand in the panel whole. */
static void no_question_is_cut(void **state)
{
    (void)state;
    static const float sizes[][2] = {{960, 600}, {1440, 900}, {1920, 1080}};
    for (size_t i = 0; i < lesson_count(); i++) {
        Shown shown;
        predicting_show(&shown, predicting_recorded(lesson_at(i)), lesson_at(i), LIVE_NONE);
        predicting_press(&shown, "P");
        for (int step = 0; step < STEPS && predicting_ui(&shown)->phase != PREDICT_OVER; step++) {
            for (size_t size = 0; size < 3; size++) {
                float bottom = 0, last = 0;
                drawlist_clear(&shown.frame);
                app_draw(&shown.app, &shown.frame, sizes[size][0], sizes[size][1], shown.now);
                for (size_t k = 0; k < shown.frame.hit_count && predict_stands(predicting_ui(&shown)); k++) {
                    HitArea hit = shown.frame.hits[k];
                    bottom = hit.kind == HIT_PANEL && hit.id == PANEL_OUTPUT ? hit.rect.y + hit.rect.h : bottom;
                    last = hit.kind == HIT_ANSWER ? hit.rect.y + hit.rect.h : last;
                }
                assert_true(last <= bottom);
            }
            if (predicting_ui(&shown)->phase == PREDICT_ASKED) {
                predicting_answer(&shown, step % 2 == 0);
            } else {
                predicting_press(&shown, "Return");
            }
        }
        predicting_hide(&shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_panel_is_as_kept),
        cmocka_unit_test(no_question_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
