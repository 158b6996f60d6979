/* timeline.c: what a frame costs in runs of a million events of a thousand and of ten thousand tasks, while it is zoomed, panned, scrolled and folded. */
#include "app/app.h"
#include "sdl/picture.h"
#include "support/runs.h"

#include <stdlib.h>
#include <time.h>

enum { WIDTH = 1920, HEIGHT = 1080, FRAMES = 120, EVENTS = 1000000 };

static double processor_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

typedef struct Bench {
    App app;
    Picture *picture;
    DrawList frame;
    int64_t now; /* ns */
} Bench;

static void zoom_in(Bench *bench, int i) { app_command(&bench->app, i % 60 < 40 ? COMMAND_ZOOM_IN : COMMAND_ZOOM_OUT, bench->now); }

static void pan(Bench *bench, int i) { app_command(&bench->app, i % 40 < 20 ? COMMAND_PAN_RIGHT : COMMAND_PAN_LEFT, bench->now); }

static void scroll(Bench *bench, int i) { bench->app.ui.scroll_timeline = (float)(i * 200); }

static void step(Bench *bench, int i)
{
    (void)i;
    app_command(&bench->app, COMMAND_STEP, bench->now);
}

static void jump(Bench *bench, int i)
{
    player_seek(&bench->app.player, bench->app.trace, (size_t)i * 7919 % 97 * (trace_count(bench->app.trace) / 97));
    bench->app.changed = true;
}

static void measure(Bench *bench, const char *what, void (*act)(Bench *, int), double zoom, Axis axis)
{
    double taken[FRAMES];
    bench->app.ui.zoom = zoom;
    bench->app.ui.pan = zoom > 1 ? 0.4 : 0;
    bench->app.ui.axis = axis;
    for (int i = 0; i < FRAMES; i++) {
        bench->now += 1000000000;
        double began = processor_ms();
        act(bench, i);
        app_tick(&bench->app, bench->now);
        drawlist_clear(&bench->frame);
        app_draw(&bench->app, &bench->frame, WIDTH, HEIGHT, bench->now + 500000000);
        picture_draw(bench->picture, &bench->frame, bench->app.ui.theme);
        taken[i] = processor_ms() - began;
    }
    qsort(taken, FRAMES, sizeof taken[0], by_size);
    printf("  %-44s %8.2f %8.2f %8.2f\n", what, taken[FRAMES / 2], taken[FRAMES * 9 / 10], taken[FRAMES - 1]);
    fflush(stdout);
}

static bool bench_run(unsigned tasks)
{
    Bench bench = {0};
    Trace *trace = runs_many_sleepers(tasks, EVENTS);
    if (trace == NULL || !app_init(&bench.app) || !app_open(&bench.app, trace, NULL, LIVE_NONE) ||
        picture_open(&bench.picture, WIDTH, HEIGHT, 1) != NULL) {
        fprintf(stderr, "bench_timeline: the run cannot be opened\n");
        return false;
    }
    drawlist_init(&bench.frame, picture_metrics(bench.picture));
    player_seek(&bench.app.player, trace, trace_count(trace) / 2);
    printf("a frame of %zu events of %u tasks, %dx%d, processor ms (at most 16)\n", trace_count(trace), tasks, WIDTH, HEIGHT);
    printf("  %-44s %8s %8s %8s\n", "", "median", "9 of 10", "slowest");
    double began = processor_ms();
    app_draw(&bench.app, &bench.frame, WIDTH, HEIGHT, bench.now);
    picture_draw(bench.picture, &bench.frame, bench.app.ui.theme);
    printf("  %-44s %8.2f\n", "the first, in the middle of the run", processor_ms() - began);
    measure(&bench, "zooming in and out, elastic", zoom_in, 1, AXIS_ELASTIC);
    measure(&bench, "zooming in and out, in time", zoom_in, 1, AXIS_TIME);
    measure(&bench, "zooming in and out, by steps", zoom_in, 1, AXIS_STEPS);
    measure(&bench, "panning, a tenth of the run in sight", pan, 10, AXIS_ELASTIC);
    measure(&bench, "panning, a thousandth of the run in sight", pan, 1000, AXIS_ELASTIC);
    measure(&bench, "scrolling through the tasks", scroll, 1, AXIS_ELASTIC);
    measure(&bench, "stepping, the whole run in sight", step, 1, AXIS_ELASTIC);
    measure(&bench, "jumping anywhere", jump, 1, AXIS_ELASTIC);
    bench.app.ui.all_links = true;
    measure(&bench, "zooming with all arrows", zoom_in, 1, AXIS_ELASTIC);
    bench.app.ui.all_links = false;
    app_command(&bench.app, COMMAND_FOLD, bench.now);
    measure(&bench, "zooming, all tasks folded into one", zoom_in, 1, AXIS_ELASTIC);
    drawlist_free(&bench.frame);
    app_free(&bench.app);
    picture_close(bench.picture);
    trace_free(trace);
    return true;
}

int main(void) { return bench_run(1000) && bench_run(10000) ? 0 : 1; }
