/* narrow.c: in the smallest window nothing lies on something else: knobs and the button behind them, a question and the loop above it, a heading and the words beside it, the line of causes and the words of the bars, a remark and the program. */
#include "lesson/knobs.h"
#include "panels/panels.h"
#include "panels/predict.h"
#include "support/predicting.h"
#include "language/words_in.h"
#include "view/panel.h"
#include "support/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *text_of(const DrawList *list, const DrawCommand *command) { return list->text + command->text; }

static float width_of(const DrawList *list, const DrawCommand *command)
{
    const char *text = text_of(list, command);
    return list->metrics.width(list->metrics.context, command->font, text, strlen(text));
}

/* About as wide as the typefaces are. */
static float like_the_typefaces(void *context, Font font, const char *text, size_t length)
{
    (void)context;
    size_t characters = 0;
    for (size_t i = 0; i < length; i++) {
        characters += ((unsigned char)text[i] & 0xc0U) != 0x80U;
    }
    return (float)characters * (font == FONT_CODE || font == FONT_CODE_BOLD ? 8.4F : 6.6F);
}

static void the_button_behind_the_knobs_lies_on_none_of_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < lesson_count(); i++) {
        for (int language = 0; language < (int)LANGUAGE_COUNT; language++) {
            size_t count = 0;
            const Knob *knobs = lesson_knobs(lesson_at(i), &count);
            Stage stage;
            stage_open(&stage, NULL, false);
            stage.view.lesson = lesson_at(i);
            stage.ui.language = (Language)language;
            stage.ui.knobs = knobs_usual(lesson_at(i));
            stage.ui.knobs.value[0] = knobs[0].usual < knobs[0].most ? knobs[0].most : knobs[0].least;
            stage.list.metrics.width = like_the_typefaces;
            view_knobs(&stage.list, &stage.view, (Rect){0, 48, 960, 32});
            const char *reset = words_in((Language)language, "reset");
            float button = 0, end = 0;
            for (size_t k = 0; k < stage.list.count; k++) {
                const DrawCommand *command = &stage.list.commands[k];
                if (command->kind == DRAW_TEXT && strcmp(text_of(&stage.list, command), reset) == 0) {
                    button = command->rect.x;
                } else if (command->kind == DRAW_TEXT) {
                    float here = command->rect.x + width_of(&stage.list, command);
                    end = here > end ? here : end;
                }
            }
            if (button <= 0 || end > button) {
                fail_msg("%s, language %d: the last knob ends at %g, and the button stands at %g", lesson_at(i)->name, language,
                         (double)end, (double)button);
            }
            stage_close(&stage);
        }
    }
}

static Rect panel_of(const DrawList *list, Panel panel)
{
    Rect found = {0, 0, 0, 0};
    for (size_t i = 0; i < list->hit_count; i++) {
        found = list->hits[i].kind == HIT_PANEL && list->hits[i].id == (uint32_t)panel ? list->hits[i].rect : found;
    }
    return found;
}

static bool is_words(const DrawCommand *command)
{
    return command->kind == DRAW_TEXT && (command->font == FONT_HEADING || command->font == FONT_SMALL);
}

/* Of the words in that row no two lie on each other. */
static void assert_apart(const DrawList *list, Rect row)
{
    for (size_t i = 0; i < list->count; i++) {
        for (size_t k = i + 1; k < list->count; k++) {
            const DrawCommand *one = &list->commands[i], *other = &list->commands[k];
            if (!is_words(one) || !is_words(other) || !rect_contains(row, one->rect.x, one->rect.y) ||
                !rect_contains(row, other->rect.x, other->rect.y)) {
                continue;
            }
            if (one->rect.x < other->rect.x + width_of(list, other) && other->rect.x < one->rect.x + width_of(list, one)) {
                fail_msg("\"%s\" lies on \"%s\"", text_of(list, one), text_of(list, other));
            }
        }
    }
}

static void a_question_lies_on_no_line_of_the_loop_and_its_heading_on_no_hint(void **state)
{
    (void)state;
    size_t asked = 0;
    for (size_t i = 0; i < lesson_count(); i++) {
        Shown shown;
        predicting_show(&shown, predicting_recorded(lesson_at(i)), lesson_at(i), LIVE_NONE);
        shown.app.ui.language = i % 2 == 0 ? LANGUAGE_GERMAN : LANGUAGE_ENGLISH;
        predicting_press(&shown, "P");
        for (int step = 0; step < STEPS && predicting_ui(&shown)->phase != PREDICT_OVER; step++) {
            if (predicting_ui(&shown)->phase == PREDICT_ASKED) {
                for (int urged = 0; urged < 2; urged++) {
                    drawlist_clear(&shown.frame);
                    app_draw(&shown.app, &shown.frame, 960, 600, shown.now);
                    Rect loop = panel_of(&shown.frame, PANEL_LOOP), question = panel_of(&shown.frame, PANEL_OUTPUT);
                    assert_true(loop.h > 0 && loop.y + loop.h <= question.y);
                    assert_apart(&shown.frame, (Rect){question.x, question.y, question.w, 26});
                    predicting_press(&shown, "Right");
                }
                predicting_answer(&shown, true);
                asked++;
            } else {
                predicting_press(&shown, "Return");
            }
        }
        predicting_hide(&shown);
    }
    assert_true(asked > 80);
}

/* "2" in bold, and the "." behind it, go to the next line together. */
static void no_line_of_a_sentence_begins_with_its_stop(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage, NULL, false);
    Sentence sentence = {.count = 4,
                         .words = {{WORD_STRONG, TASK_CREATED, 0, "You choose:", 11},
                                   {WORD_PLAIN, TASK_CREATED, 0, " who runs next? As many as ", 27},
                                   {WORD_STRONG, TASK_CREATED, 0, "twenty", 6},
                                   {WORD_PLAIN, TASK_CREATED, 0, ". asyncio runs the first.", 25}}};
    stage.view.sentence = &sentence;
    for (float width = 260; width < 700; width += 3) {
        drawlist_clear(&stage.list);
        view_sentence(&stage.list, &stage.view, (Rect){0, 0, width, 90});
        float bold_y = -1;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            const char *text = command->kind == DRAW_TEXT ? text_of(&stage.list, command) : "";
            bold_y = strcmp(text, "twenty") == 0 ? command->rect.y : bold_y;
            assert_true(strcmp(text, ".") != 0 || (command->rect.y - bold_y < 2 && bold_y - command->rect.y < 2));
        }
        assert_true(bold_y >= 0);
    }
    stage_close(&stage);
}

/* Its blue line lies below the words of low bars, and not across them. */
static void the_line_of_causes_crosses_no_words(void **state)
{
    (void)state;
    static const char *const names[] = {"async_with", "cancelling", "signalling", "gather"};
    size_t lines = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const Lesson *lesson = lesson_find(names[i]);
        Shown shown;
        predicting_show(&shown, predicting_recorded(lesson), lesson, LIVE_NONE);
        predicting_press(&shown, "Y");
        for (int step = 0; step < 12; step++) {
            predicting_press(&shown, "Right");
            drawlist_clear(&shown.frame);
            app_draw(&shown.app, &shown.frame, 960, 600, shown.now);
            Rect timeline = panel_of(&shown.frame, PANEL_TIMELINE);
            for (size_t k = 0; k < shown.frame.count; k++) {
                const DrawCommand *line = &shown.frame.commands[k];
                bool causes = line->kind == DRAW_FILL && line->token == TOKEN_ACCENT && line->rect.h > 1.9F && line->rect.h < 2.1F &&
                              rect_contains(timeline, line->rect.x, line->rect.y);
                for (size_t j = 0; causes && j < shown.frame.count; j++) {
                    const DrawCommand *words = &shown.frame.commands[j];
                    float middle = words->rect.y + words->rect.h / 2;
                    bool over = words->kind == DRAW_TEXT && words->font == FONT_SMALL && words->rect.x < line->rect.x + line->rect.w &&
                                line->rect.x < words->rect.x + words->rect.w && line->rect.y > middle - 8 && line->rect.y < middle + 6;
                    if (over) {
                        fail_msg("%s: the line of causes lies on \"%s\"", names[i], text_of(&shown.frame, words));
                    }
                }
                lines += causes;
            }
        }
        predicting_hide(&shown);
    }
    assert_true(lines > 40);
}

/* Its card lies over the loop, and the line that it is about stays in sight. */
/* Words that are wider than a line, as code without a space is, go on in the next one; nothing is left out. */
static void a_long_word_is_parted_and_not_cut(void **state)
{
    (void)state;
    static const char text[] =
        "fetch blocks the loop (urllib's urlopen() in body = urllib.request.urlopen(f\"http://127.0.0.1:{port}/{number}\").read()): it holds on.";
    DrawList list;
    drawlist_init(&list, drawlist_stub_metrics());
    for (float width = 80; width < 700; width += 24) {
        char whole[2 * sizeof text] = "";
        drawlist_clear(&list);
        (void)panel_flow(&list, &list, (Rect){0, 0, width, 0}, FONT_BODY, TOKEN_TEXT, 20, text);
        for (size_t i = 0; i < list.count; i++) {
            assert_true(width_of(&list, &list.commands[i]) <= width);
            strcat(whole, text_of(&list, &list.commands[i]));
        }
        const char *at = whole;
        for (size_t i = 0; i < sizeof text - 1; i++) { /* but for the spaces at the ends of lines */
            at += *at == text[i];
            assert_true(text[i] == ' ' || at[-1] == text[i]);
        }
        assert_true(*at == '\0');
        assert_null(strstr(whole, "\xe2\x80\xa6"));
    }
    drawlist_free(&list);
}

static void a_remark_leaves_the_program_in_sight(void **state)
{
    (void)state;
    size_t cards = 0;
    for (size_t i = 0; i < lesson_mistake_count(); i++) {
        const Lesson *lesson = lesson_mistake_at(i);
        Shown shown;
        predicting_show(&shown, predicting_recorded(lesson), lesson, LIVE_NONE);
        predicting_press(&shown, "N");
        drawlist_clear(&shown.frame);
        app_draw(&shown.app, &shown.frame, 960, 600, shown.now);
        Rect program = panel_of(&shown.frame, PANEL_PROGRAM);
        for (size_t k = 0; k < shown.frame.count; k++) {
            const DrawCommand *card = &shown.frame.commands[k];
            if (card->kind == DRAW_OUTLINE && card->token == TOKEN_ACCENT && card->rect.w > 300 && card->rect.h > 100) {
                assert_true(card->rect.x >= program.x + program.w && card->rect.x + card->rect.w <= 960);
                cards++;
            }
        }
        predicting_hide(&shown);
    }
    assert_int_equal(cards, lesson_mistake_count());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_button_behind_the_knobs_lies_on_none_of_them),
        cmocka_unit_test(a_question_lies_on_no_line_of_the_loop_and_its_heading_on_no_hint),
        cmocka_unit_test(the_line_of_causes_crosses_no_words),
        cmocka_unit_test(a_long_word_is_parted_and_not_cut),
        cmocka_unit_test(a_remark_leaves_the_program_in_sight),
        cmocka_unit_test(no_line_of_a_sentence_begins_with_its_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
