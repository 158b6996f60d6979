/* monkey.c: whatever is pressed, clicked, dragged, wheeled and resized in whatever order: every frame is sound, and each moment looks as if come to afresh.

   LOOPSCOPE_SEED=n tries another order, LOOPSCOPE_MONKEY=100000 so many inputs. */
#include "app/parts.h"
#include "support/part_of.h"
#include "support/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_INPUTS = 4000, COMPARED_EVERY = 40 };

typedef struct Monkey {
    App app;
    Trace *trace;
    DrawList frame;
    float width, height;
    int64_t now; /* ns */
    uint64_t seed, state;
    size_t input, compared;
    char last[96]; /* the input, in words */
} Monkey;

static uint32_t choose(Monkey *monkey, uint32_t below)
{
    monkey->state = monkey->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(monkey->state >> 33) % below;
}

static void give_up(const Monkey *monkey, const char *what)
{
    fail_msg("seed %llu, input %zu (%s): %s", (unsigned long long)monkey->seed, monkey->input, monkey->last, what);
}

static void demand(const Monkey *monkey, bool so, const char *what)
{
    if (!so) {
        give_up(monkey, what);
    }
}

static void open_trace(Monkey *monkey, Trace *trace, const Lesson *lesson)
{
    demand(monkey, trace != NULL && app_open(&monkey->app, trace, lesson, LIVE_NONE), "the trace could not be opened");
    trace_free(monkey->trace);
    monkey->trace = trace;
}

static void open_number(Monkey *monkey, uint32_t number)
{
    const Lesson *lesson = number < lesson_count() ? lesson_at(number) : NULL;
    Trace *trace = lesson ? trace_new() : runs_record((int)(number - lesson_count()));
    if (lesson && trace) {
        lesson_record(lesson, trace_sink(trace));
    }
    open_trace(monkey, trace, lesson);
}

/* What main does after an input. */
static void serve(Monkey *monkey)
{
    App *app = &monkey->app;
    const Lesson *lesson = app->want_lesson ? app->want_lesson : app->want_rerun ? app->lesson : NULL;
    if (lesson) {
        Trace *trace = trace_new();
        lesson_record(lesson, trace_sink(trace));
        open_trace(monkey, trace, lesson);
    } else if (app->want_turned && app->lesson) {
        Trace *trace = trace_new();
        lesson_run(app->lesson, &app->ui.knobs, trace_sink(trace), false);
        demand(monkey, app_turned(app, trace, monkey->trace), "a turned knob's run could not be shown");
        monkey->trace = trace;
    }
    app->want_lesson = NULL;
    app->want_path[0] = '\0';
    app->want_listing = false;
    if (app->want_export) { /* it is written at once, or cannot be */
        app_exported(app, choose(monkey, 2) == 0 ? APP_EXPORTED : APP_EXPORT_THERE, "");
    }
    app->want_export = app->want_stop_export = false;
    app->want_turned = app->want_rerun = app->want_real_time = app->want_full_screen = app->quit = false;
    app_tick(app, monkey->now);
}

static bool sound(Rect rect) { return isfinite(rect.x) && isfinite(rect.y) && isfinite(rect.w) && isfinite(rect.h); }

static void draw(Monkey *monkey)
{
    App *app = &monkey->app;
    DrawList *frame = &monkey->frame;
    drawlist_clear(frame);
    app_draw(app, frame, monkey->width, monkey->height, monkey->now);
    demand(monkey, !frame->failed, "the frame failed");
    demand(monkey, frame->clip_depth == 0, "a clip was left open");
    for (size_t i = 0; i < frame->count; i++) {
        demand(monkey, sound(frame->commands[i].rect), "something is drawn nowhere");
    }
    for (size_t i = 0; i < frame->hit_count; i++) {
        const HitArea *hit = &frame->hits[i];
        demand(monkey, sound(hit->rect), "something to click lies nowhere");
        demand(monkey, hit->kind != HIT_COMMAND || hit->id < COMMAND_COUNT, "a click on no command");
        demand(monkey, hit->kind != HIT_EVENT || hit->id <= trace_count(monkey->trace), "a click leads beyond the end");
    }
    const Ui *ui = &app->ui;
    demand(monkey, app->player.n <= trace_count(monkey->trace), "the cursor stands beyond the end");
    demand(monkey, ui->pan >= 0 && ui->pan <= 1 && ui->zoom >= 1 && isfinite(ui->zoom), "the timeline shows no part of the run");
    demand(monkey, ui->scale >= 0.5F && ui->scale <= 4, "the scale is none");
    demand(monkey, ui->selected <= spans_task_count(app->spans), "a task is selected that does not exist");
    demand(monkey, model_error(app->model) == NULL, "the model broke");
}

static char *dump(DrawList *frame)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    drawlist_dump(frame, out);
    fclose(out);
    return text;
}

static void show_difference(const char *walked, const char *fresh)
{
    while (*walked && *fresh) {
        size_t a = strcspn(walked, "\n"), b = strcspn(fresh, "\n");
        if (a != b || memcmp(walked, fresh, a) != 0) {
            break;
        }
        walked += a + (walked[a] == '\n');
        fresh += b + (fresh[b] == '\n');
    }
    fprintf(stderr, "after the walk: %.*s\nfreshly:        %.*s\n", (int)strcspn(walked, "\n"), walked, (int)strcspn(fresh, "\n"), fresh);
}

/* A new App that has the reader's choices and the cursor draws the same: nothing depends on the way. */
static void compare_with_a_fresh_one(Monkey *monkey)
{
    App *app = &monkey->app, fresh;
    if (app->ghost != NULL || !app_init(&fresh)) { /* the run before is not a choice, but what happened to the knobs */
        return;
    }
    monkey->now += 1000000000;
    app->player.playing = app->player.following = app->player.glide = false; /* movement is over */
    app->player.previous = app->player.n;
    draw(monkey);
    demand(monkey, app_open(&fresh, monkey->trace, app->lesson, LIVE_NONE), "the trace could not be opened");
    fresh.ui = app->ui;
    fresh.moved = false; /* what the cursor has moved is in `ui` */
    fresh.player = app->player;
    fresh.kept = app->kept;
    app_predict_take_up(&fresh);
    memcpy(fresh.notice, app->notice, sizeof fresh.notice);
    fresh.order = app->order;
    DrawList frame;
    drawlist_init(&frame, drawlist_stub_metrics());
    app_draw(&fresh, &frame, monkey->width, monkey->height, monkey->now);
    char *walked = dump(&monkey->frame), *freshly = dump(&frame);
    if (strcmp(walked, freshly) != 0) {
        show_difference(walked, freshly);
        give_up(monkey, "the same moment looks different when one comes to it afresh");
    }
    free(walked);
    free(freshly);
    drawlist_free(&frame);
    app_free(&fresh);
    monkey->compared++;
}

static void some_place(Monkey *monkey, float *x, float *y)
{
    const DrawList *frame = &monkey->frame;
    *x = (float)choose(monkey, (uint32_t)monkey->width + 40) - 20;
    *y = (float)choose(monkey, (uint32_t)monkey->height + 40) - 20;
    if (frame->hit_count > 0 && choose(monkey, 4) > 0) { /* mostly where there is something */
        Rect at = frame->hits[choose(monkey, (uint32_t)frame->hit_count)].rect;
        *x = at.x + at.w * (float)choose(monkey, 100) / 100;
        *y = at.y + at.h * (float)choose(monkey, 100) / 100;
    }
}

static void use_the_mouse(Monkey *monkey)
{
    App *app = &monkey->app;
    float x, y, to_x, to_y;
    some_place(monkey, &x, &y);
    some_place(monkey, &to_x, &to_y);
    uint32_t what = choose(monkey, 9);
    snprintf(monkey->last, sizeof monkey->last, "mouse %u at %g,%g to %g,%g", (unsigned)what, (double)x, (double)y, (double)to_x,
             (double)to_y);
    switch (what) {
    case 0: app_mouse_move(app, &monkey->frame, x, y, monkey->now); break;
    case 1: app_mouse_button(app, &monkey->frame, x, y, true, monkey->now); break;
    case 2: app_mouse_button(app, &monkey->frame, x, y, false, monkey->now); break;
    case 3:
        app_mouse_wheel(app, &monkey->frame, x, y, (float)choose(monkey, 3) - 1, (float)choose(monkey, 7) - 3, choose(monkey, 2) == 1,
                        choose(monkey, 3) == 0, monkey->now);
        break;
    case 8:
        app_pinch(app, &monkey->frame, x, y, (to_x - x) / 10, (to_y - y) / 10, 0.5F + (float)choose(monkey, 150) / 100, monkey->now);
        break;
    case 4: app_mouse_measure(app, &monkey->frame, x, y, monkey->now); break;
    default: /* a click or a drag */
        app_mouse_move(app, &monkey->frame, x, y, monkey->now);
        app_mouse_button(app, &monkey->frame, x, y, true, monkey->now);
        if (what > 5) {
            to_x = x;
            to_y = y;
        } else {
            app_mouse_move(app, &monkey->frame, to_x, to_y, monkey->now);
        }
        serve(monkey);
        draw(monkey);
        app_mouse_button(app, &monkey->frame, to_x, to_y, false, monkey->now);
    }
}

static void do_something(Monkey *monkey)
{
    static const float sizes[][2] = {{960, 600}, {1440, 900}, {1920, 1080}, {3840, 2160}, {400, 300}, {1199, 700}};
    uint32_t what = choose(monkey, 100);
    if (what < 42) {
        Command command = (Command)choose(monkey, COMMAND_COUNT);
        snprintf(monkey->last, sizeof monkey->last, "command %s", command_info(command)->name);
        app_command(&monkey->app, command, monkey->now);
    } else if (what < 84) {
        use_the_mouse(monkey);
    } else if (what < 91) {
        /* Digits answer a question, or are commands; the others choose and write in whatever has the keyboard. */
        static const char *const keys[] = {"1",      "2",        "3",    "4",  "Up",    "Down",   "PageUp",     "PageDown",   "Left",
                                           "Right",  "Return",   "F6",   "F3", "Slash", "Ctrl+A", "Ctrl+X",     "Shift+Left", "X",
                                           "Return", "Shift+F6", "Down", "Up", "Down",  "Home",   "Ctrl+Right", "Backspace",  "B"};
        const char *key = keys[choose(monkey, sizeof keys / sizeof keys[0])];
        snprintf(monkey->last, sizeof monkey->last, "key %s", key);
        if (!app_key(&monkey->app, key, false, monkey->now)) {
            app_command(&monkey->app, command_by_key(key), monkey->now);
        }
        app_text(&monkey->app, choose(monkey, 2) == 1 ? "a" : "");
    } else if (what < 96) {
        snprintf(monkey->last, sizeof monkey->last, "time");
        monkey->now += (int64_t)choose(monkey, 2000) * 1000000;
    } else if (what < 98) {
        const float *size = sizes[choose(monkey, sizeof sizes / sizeof sizes[0])];
        snprintf(monkey->last, sizeof monkey->last, "size %gx%g", (double)size[0], (double)size[1]);
        monkey->width = size[0];
        monkey->height = size[1];
    } else {
        uint32_t number = choose(monkey, (uint32_t)lesson_count() + RUN_COUNT);
        snprintf(monkey->last, sizeof monkey->last, "open %u", (unsigned)number);
        open_number(monkey, number);
    }
    serve(monkey);
    draw(monkey);
}

static void any_input_in_any_order_leaves_sound_frames(void **state)
{
    (void)state;
    const char *seed = getenv("LOOPSCOPE_SEED"), *inputs = getenv("LOOPSCOPE_MONKEY");
    size_t count = inputs ? (size_t)strtoul(inputs, NULL, 10) : (size_t)(USUAL_INPUTS / part_of_many(6));
    Monkey monkey = {.width = 1440, .height = 900, .now = 1000000000, .seed = seed ? strtoull(seed, NULL, 10) : 1};
    monkey.state = monkey.seed * 2654435769U + 1;
    printf("seed %llu, %zu inputs\n", (unsigned long long)monkey.seed, count);
    assert_true(app_init(&monkey.app));
    drawlist_init(&monkey.frame, drawlist_stub_metrics());
    open_number(&monkey, 0);
    draw(&monkey);
    for (monkey.input = 1; monkey.input <= count; monkey.input++) {
        do_something(&monkey);
        if (monkey.input % COMPARED_EVERY == 0) {
            compare_with_a_fresh_one(&monkey);
        }
    }
    assert_true(monkey.compared > count / COMPARED_EVERY / 4);
    app_free(&monkey.app);
    drawlist_free(&monkey.frame);
    trace_free(monkey.trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_input_in_any_order_leaves_sound_frames)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
