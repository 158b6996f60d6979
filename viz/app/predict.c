/* predict.c: predict mode: the run is shown as far as the reader has come, and a question stands before each step that goes further. */
#include "answered.h"
#include "parts.h"

#include "view/axis.h"
#include "lesson/program.h"
#include "model/seen.h"
#include "panels/predict.h"
#include "panels/program.h"
#include "words/course/moments.h"

#include <stdlib.h>
#include <string.h>

/* While predict mode is on, the app shows `seen`, and what belongs to the whole run waits here. */
typedef struct Predicting {
    Seen *seen; /* NULL: the mode is off, and all but `answered` is empty */
    const Trace *whole;
    Model *model;
    Spans *spans;
    Lints *lints;
    uint64_t run; /* which run this is: equal runs are one */
    uint64_t live_runs;
    CourseMoment chosen[COURSE_MOMENTS]; /* the questions of the lesson, in order */
    size_t chosen_count;                 /* 0: whatever can be asked is */
    Answered answered;                   /* of the lesson */
} Predicting;

static Predicting *predicting(App *app)
{
    if (app->predicting == NULL) {
        app->predicting = calloc(1, sizeof(Predicting));
    }
    return app->predicting;
}

static bool is_on(const App *app) { return app->predicting != NULL && app->predicting->seen != NULL; }

const Trace *app_whole(const App *app) { return is_on(app) ? app->predicting->whole : app->trace; }

const Spans *app_whole_spans(const App *app) { return is_on(app) ? app->predicting->spans : app->spans; }

PredictScore app_predict_score(const App *app) { return app->ui.predict.score; }

/* Caches that know a trace by its address must not meet another one there. */
static void drop_caches(App *app)
{
    app_why_free(app);
    app_statistics_forget(app);
    axis_reset(app->axis);
    app->ui.remark = 0;
    app->player.previous = app->player.n;
    app->player.glide = false;
}

/* A live run is like no other. */
static uint64_t run_of(Predicting *p, const App *app) { return app->live != LIVE_NONE ? ++p->live_runs : answered_run(app->trace); }

static size_t next_stop(const App *app, StepSize size)
{
    const Predicting *p = app->predicting;
    size_t frontier = app->ui.predict.frontier, next = player_target(p->spans, p->whole, frontier, size, 1);
    for (size_t i = 0; i < p->chosen_count; i++) { /* no step passes a question by */
        if (p->chosen[i].n > frontier && p->chosen[i].n < next) {
            return p->chosen[i].n;
        }
    }
    return next;
}

/* The lesson's own question of this moment, where it has chosen some; else whatever can be asked. */
static bool find_question(const App *app, size_t next, Question *question)
{
    const Predicting *p = app->predicting;
    size_t frontier = app->ui.predict.frontier;
    if (p->chosen_count == 0) {
        return predict_question(app->ui.language, p->whole, p->model, p->spans, frontier, next, question);
    }
    for (size_t i = 0; i < p->chosen_count; i++) {
        if (p->chosen[i].n == frontier) {
            return course_question(app->ui.language, &p->chosen[i], p->whole, p->model, p->spans, question);
        }
    }
    return false;
}

/* The end of what a live run has told so far is no stop: what the step leads to is not known yet. */
static bool is_known(const App *app, size_t next)
{
    return next > app->ui.predict.frontier && (next < trace_count(app->predicting->whole) || !live_grows(app->live));
}

/* What was asked last, from another moment: there is nothing new in it. */
static bool is_same(const PredictUi *ui, const Question *question)
{
    const Question *last = &ui->question;
    return ui->number > 0 && last->kind == question->kind && last->shown_at == question->shown_at && last->task == question->task;
}

void app_predict_ask(App *app)
{
    PredictUi *ui = &app->ui.predict;
    if (!is_on(app) || predict_stands(ui) || app->player.n != ui->frontier) {
        return;
    }
    size_t next = next_stop(app, app->player.size);
    Question question;
    ui->phase = PREDICT_WATCH;
    if (ui->frontier >= trace_count(app->predicting->whole) && !live_grows(app->live)) {
        ui->phase = PREDICT_OVER;
    } else if (ui->frontier >= ui->quiet_until && is_known(app, next) && find_question(app, next, &question) && !is_same(ui, &question)) {
        ui->question = question;
        ui->urged = false;
        ui->phase = PREDICT_ASKED;
        ui->choice = 0;
        ui->number++;
        app->player.playing = false;
    }
    app->changed = true;
}

/* No question stands any more, and there is none before this one's answer has been seen. */
void app_predict_close(App *app)
{
    PredictUi *ui = &app->ui.predict;
    if (ui->phase == PREDICT_ANSWERED && app->ui.selected == ui->question.task) {
        app->ui.selected = ui->selected;
    }
    if (predict_stands(ui)) {
        ui->quiet_until = ui->frontier + 1;
        ui->phase = PREDICT_WATCH;
    }
}

/* On to n, as far as a question does not stand before it. */
static void go_further(App *app, size_t n)
{
    PredictUi *ui = &app->ui.predict;
    Predicting *p = app->predicting;
    if (!seen_grow(p->seen, n)) {
        app_notice(app, "There is not enough memory to go on predicting: P, or the button above, shows the whole run.");
    }
    ui->frontier = trace_count(app->trace);
    spans_update(app->spans);
}

void app_predict_make_way(App *app, StepSize size)
{
    PredictUi *ui = &app->ui.predict;
    if (!is_on(app) || app->player.n != ui->frontier) {
        return;
    }
    ui->urged = ui->phase == PREDICT_ASKED;
    if (!ui->urged) {
        app_predict_close(app);
        go_further(app, next_stop(app, size));
    }
}

static void show_whole(App *app)
{
    Predicting *p = app->predicting;
    model_free(app->model);
    spans_free(app->spans);
    lints_free(app->lints);
    app->trace = p->whole;
    app->model = p->model;
    app->spans = p->spans;
    app->lints = p->lints;
    seen_free(p->seen);
    p->seen = NULL;
    p->whole = NULL;
    drop_caches(app);
}

/* What the reader has not seen is taken away. False: out of memory, and nothing has changed. */
static bool show_seen(App *app, size_t n)
{
    Predicting *p = predicting(app);
    Seen *seen = p != NULL ? seen_new(app->trace, n) : NULL;
    Model *model = seen != NULL ? model_new(seen_trace(seen)) : NULL;
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    if (model == NULL || spans == NULL) {
        model_free(model);
        spans_free(spans);
        seen_free(seen);
        return false;
    }
    Lints *lints = lints_of_model(model); /* without memory there are no remarks */
    spans_update(spans);
    model_share_labels(model, app->model);
    p->run = run_of(p, app);
    p->seen = seen;
    p->whole = app->trace;
    p->model = app->model;
    p->spans = app->spans;
    p->lints = app->lints;
    bool chooses = app->lesson != NULL && app->live == LIVE_NONE && (!app->ui.predict.every || app->ui.round.kind != ROUND_NONE);
    p->chosen_count = chooses ? course_moments(&app->lesson->page, p->whole, p->model, p->spans, p->chosen) : 0;
    app->trace = seen_trace(seen);
    app->model = model;
    app->spans = spans;
    app->lints = lints;
    app->player.following = false;
    app->ui.selected = app->ui.selected <= spans_task_count(spans) ? app->ui.selected : 0;
    drop_caches(app);
    return true;
}

bool app_predict_suspend(App *app)
{
    bool on = is_on(app);
    if (on) {
        app_predict_close(app);
        show_whole(app);
    }
    app->ui.predict.on = false;
    return on;
}

void app_predict_resume(App *app)
{
    PredictUi *ui = &app->ui.predict;
    if (app->trace == NULL || is_on(app) ||
        app_policy_forbids(app, WORDS("Predict mode asks about asyncio's order, and this is another."))) {
        return;
    }
    ui->on = show_seen(app, app->player.n);
    if (!ui->on) {
        app_notice(app, "There is not enough memory to hide what comes next.");
        return;
    }
    ui->frontier = app->player.n;
    ui->quiet_until = 0;
    ui->number = 0;
    ui->answer_count = 0;
    ui->phase = PREDICT_WATCH;
    app->player.playing = false;
    app_predict_ask(app);
}

void app_predict_take_up(App *app)
{
    size_t remark = app->ui.remark;
    Player player = app->player;
    if (app->ui.predict.on && !is_on(app)) {
        app->ui.predict.on = show_seen(app, app->ui.predict.frontier);
        app->ui.remark = remark; /* nothing has changed for the reader */
        app->player = player;
    }
}

void app_predict_forget(App *app)
{
    app->ui.predict.score = (PredictScore){0, 0};
    if (app->predicting != NULL) {
        app->predicting->answered.count = 0;
    }
}

void app_predict_free(App *app)
{
    app_predict_suspend(app);
    if (app->predicting != NULL) {
        answered_free(&app->predicting->answered);
        free(app->predicting);
        app->predicting = NULL;
    }
}

bool app_predict_grown(App *app)
{
    if (!is_on(app)) {
        return false;
    }
    spans_update(app->predicting->spans);
    app_predict_ask(app);
    app->changed = true;
    return true;
}

/* The line that shows why is to be seen, wherever the program has been scrolled to. */
static void show_lit_line(App *app)
{
    View view;
    Sentence sentence;
    if (app_view(app, &view, &sentence, 0)) {
        uint32_t line = view_predict_lit(&view);
        Rect area = app_layout(app).panel[PANEL_PROGRAM];
        app->ui.scroll_program = line > 0 ? program_scroll_for(&view, area, line) : app->ui.scroll_program;
    }
}

static void list_answer(PredictUi *ui, bool right)
{
    if (ui->answer_count == PREDICT_ANSWERS) {
        memmove(ui->answers, ui->answers + 1, (PREDICT_ANSWERS - 1) * sizeof ui->answers[0]);
        ui->answer_count--;
    }
    ui->answers[ui->answer_count++] = (PredictAnswer){ui->question.at, ui->question.kind, right};
}

/* What the lesson's page asked here, for the day on which it is due again; whatever else was asked comes with the run. */
static void note_answer(App *app, bool right)
{
    const Predicting *p = app->predicting;
    const Question *question = &app->ui.predict.question;
    for (size_t i = 0; i < p->chosen_count; i++) {
        if (p->chosen[i].n == question->at && p->chosen[i].kind == question->kind) {
            app_note_answer(app, p->chosen[i].question, right);
        }
    }
}

void app_predict_answer(App *app, size_t choice)
{
    PredictUi *ui = &app->ui.predict;
    if (!is_on(app) || ui->phase != PREDICT_ASKED) {
        return;
    }
    if (choice >= ui->question.choice_count) {
        app->changed = true;
        if (choice == PREDICT_CHOICES) {
            app_predict_close(app);
            app_way_goes_on(app);
        }
        return;
    }
    ui->choice = choice;
    ui->phase = PREDICT_ANSWERED;
    if (answered_add(&app->predicting->answered, app->predicting->run, ui->question.at)) {
        ui->score.asked++;
        ui->score.right += choice == ui->question.right;
    }
    list_answer(ui, choice == ui->question.right);
    note_answer(app, choice == ui->question.right);
    ui->selected = app->ui.selected;
    if (ui->question.task > 0 && ui->question.task <= spans_task_count(app->spans)) {
        app->ui.selected = ui->question.task; /* lit wherever it is */
    }
    show_lit_line(app);
    app->changed = true;
}

/* Before each tick: a player that plays on at the frontier has a place to step to. */
void app_predict_before_tick(App *app, int64_t now)
{
    Player *player = &app->player;
    if (is_on(app) && player->playing && now >= player->next_at) {
        app_predict_make_way(app, player->size);
    }
}

/* After each tick: the end of what has been seen is not the end of the run. */
void app_predict_after_tick(App *app, bool played)
{
    if (is_on(app)) {
        app_predict_ask(app);
        app->player.playing = played && app->ui.predict.phase == PREDICT_WATCH;
    }
}
