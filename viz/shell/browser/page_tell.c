/* page_tell.c: the window in words: a sentence that is read aloud when it changes, and the state of each panel. */
#include "page.h"

#include "language/words_in.h"
#include "view/layout.h"
#include "words/tell/state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* In web/library.js. */
void page_told(const char *sentence, const char *state, const char *theme, const char *language);

enum { OUTPUT_MOST = 20000 /* events: what a longer run has printed is told in its output panel alone */ };

/* The texts that were drawn inside of a rectangle, a line each row. */
static void write_words(const DrawList *frame, Rect in, FILE *out)
{
    static const float same_row = 4; /* px */
    float row = NAN;
    for (size_t i = 0; i < frame->count; i++) {
        const DrawCommand *command = &frame->commands[i];
        float x = command->rect.x + command->rect.w / 2, y = command->rect.y + command->rect.h / 2;
        if (command->kind == DRAW_TEXT && rect_contains(in, x, y)) {
            putc(isnan(row) || fabsf(y - row) <= same_row ? ' ' : '\n', out);
            fputs(frame->text + command->text, out);
            row = y;
        }
    }
}

/* The area of that kind and number, as drawn last; NULL: there is none. */
static const Rect *area_of(const DrawList *frame, HitKind kind, uint32_t id)
{
    for (size_t i = frame->hit_count; i-- > 0;) {
        if (frame->hits[i].kind == kind && frame->hits[i].id == id) {
            return &frame->hits[i].rect;
        }
    }
    return NULL;
}

static bool write_area(const DrawList *frame, HitKind kind, size_t id, const char *before, FILE *out)
{
    const Rect *area = area_of(frame, kind, (uint32_t)id);
    if (area == NULL) {
        return false;
    }
    fputs(before, out);
    write_words(frame, *area, out);
    return true;
}

static void write_question(Language language, const PredictUi *predict, FILE *out)
{
    const Question *question = &predict->question;
    if (predict->phase == PREDICT_ANSWERED) {
        bool right = predict->choice == question->right;
        fprintf(out, right ? words_in(language, "Right. The answer: %s. %s") : words_in(language, "Not so. The answer: %s. %s"),
                question->choices[question->right], question->reason);
        return;
    }
    fprintf(out, words_in(language, "Question: %s"), question->text);
    for (size_t i = 0; i < question->choice_count; i++) {
        fprintf(out, " %zu: %s.", i + 1, question->choices[i]);
    }
}

/* The knob that the arrows turn. */
static void write_knob(const App *app, FILE *out)
{
    char value[64];
    size_t count = 0, at = app->ui.knob_focus - 1;
    const Knob *knobs = lesson_knobs(app->lesson, &count);
    if (app->ui.knob_focus > 0 && at < count && at < app->ui.knobs.count) {
        fprintf(out, "%s %s. ", words_in(app->ui.language, knobs[at].words),
                words_in(app->ui.language, knob_text(&knobs[at], app->ui.knobs.value[at], value, sizeof value)));
    }
}

static void write_sentence(const Session *session, FILE *out)
{
    const App *app = &session->app;
    const Ui *ui = &app->ui;
    const DrawList *frame = &session->frame;
    const char *chosen = words_in(ui->language, "Chosen:");
    Sentence sentence;
    if (app->notice[0] != '\0') {
        fprintf(out, "%s ", app->notice);
    }
    if (ui->help) {
        fputs(words_in(ui->language, "The help is open: all keys."), out);
    } else if (ui->sheet.kind != SHEET_CLOSED) {
        (void)(write_area(frame, HIT_CHOICE, ui->sheet.choice, chosen, out) || fputs(words_in(ui->language, "A sheet is open."), out));
    } else if (ui->screen == SCREEN_MENU) {
        (void)(write_area(frame, HIT_LESSON, ui->menu_choice, words_in(ui->language, "The menu. Chosen:"), out) ||
               fputs(words_in(ui->language, "The menu of lessons."), out));
    } else if (predict_stands(&ui->predict)) {
        write_question(ui->language, &ui->predict, out);
    } else if (ui->focus.panel != 0 && ui->focus.kind != HIT_NONE && write_area(frame, ui->focus.kind, ui->focus.id, chosen, out)) {
        return;
    } else {
        write_knob(app, out);
        narrate(app->ui.language, app->model, app->spans, app->trace, app->player.n, &sentence);
        fputs(sentence.text, out);
    }
}

static void write_state(const Session *session, FILE *out)
{
    const App *app = &session->app;
    const Ui *ui = &app->ui;
    const Rect everything = {0, 0, app->width, app->height};
    if (ui->help || ui->sheet.kind != SHEET_CLOSED || ui->screen == SCREEN_MENU) {
        write_words(&session->frame, everything, out);
        return;
    }
    const TellRun run = {.model = app->model,
                         .spans = app->spans,
                         .lints = app->lints,
                         .trace = app->trace,
                         .lesson = app->lesson,
                         .python = ui->python,
                         .language = ui->language};
    (void)tell_state(&run, app->player.n, "", trace_count(app->trace) <= OUTPUT_MOST, out);
    if (ui->page.open || ui->why.open) {
        (void)write_area(&session->frame, HIT_PANEL, PANEL_LOOP, "\n", out);
    }
}

/* Both are written into memory; without memory nothing is told this time. */
void page_tell(const Session *session)
{
    char *sentence = NULL, *state = NULL;
    size_t sentence_length = 0, state_length = 0;
    FILE *said = open_memstream(&sentence, &sentence_length), *shown = open_memstream(&state, &state_length);
    if (said != NULL && shown != NULL) {
        write_sentence(session, said);
        write_state(session, shown);
    }
    bool good = said != NULL && fclose(said) == 0;
    good = shown != NULL && fclose(shown) == 0 && good;
    if (good) {
        page_told(sentence, state, theme_name(session->app.ui.theme), language_code(session->app.ui.language));
    }
    free(sentence);
    free(state);
}
