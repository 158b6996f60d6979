/* window.c: what the program's promises cost, measured: a table of medians, with the best and the worst round. */
#include "app/app.h"
#include "sdl/picture.h"
#include "sdl/window.h"
#include "shell/subject/source.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 7, RECORDINGS = 200, WIDTH = 1920, HEIGHT = 1080, IDLE_SECONDS = 2 };

static double clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_row(const char *what, const char *aim, double *rounds)
{
    qsort(rounds, ROUNDS, sizeof rounds[0], by_size);
    printf("%-66s %9.3f %9.3f %9.3f   %s\n", what, rounds[ROUNDS / 2], rounds[0], rounds[ROUNDS - 1], aim);
    fflush(stdout);
}

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static Source record(const char *name)
{
    Source source;
    const Lesson *lesson = lesson_find(name);
    if (lesson == NULL || !source_record(&source, lesson, NULL)) {
        give_up("the lesson cannot be recorded");
    }
    return source;
}

static App open_app(const Source *source)
{
    App app;
    if (!app_init(&app) || !app_open(&app, source->trace, source->lesson, LIVE_NONE)) {
        give_up("there is not enough memory");
    }
    return app;
}

/* In a child process of its own, as for the user who has just called the program: nothing is in any cache of ours. */
static void show_first_frame(void)
{
    Window *window = NULL;
    if (window_open(&window, "bench", WIDTH, HEIGHT) != NULL) {
        _exit(1);
    }
    Source source = record("gather");
    App app = open_app(&source);
    DrawList frame;
    drawlist_init(&frame, window_metrics(window));
    float width = 0, height = 0;
    window_size(window, &width, &height);
    app_draw(&app, &frame, width, height, window_now());
    window_draw(window, &frame, app.ui.theme);
    _exit(0);
}

/* Waits for a child and adds up what it cost. */
static void finish_child(pid_t child, double began, double *wall, double *processor)
{
    int status = 0;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child || status != 0) {
        give_up("the program that is measured failed");
    }
    *wall = clock_ms(CLOCK_MONOTONIC) - began;
    *processor =
        (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void measure_first_frame(void)
{
    double wall[ROUNDS], processor[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double began = clock_ms(CLOCK_MONOTONIC);
        pid_t child = fork();
        if (child == 0) {
            show_first_frame();
        }
        finish_child(child, began, &wall[round], &processor[round]);
    }
    print_row("window, recording and first frame of gather, elapsed ms", "at most 300", wall);
    print_row("window, recording and first frame of gather, processor ms", "", processor);
}

static void measure_whole_program(const char *program)
{
    double wall[ROUNDS], processor[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double began = clock_ms(CLOCK_MONOTONIC);
        pid_t child = fork();
        if (child == 0) {
            if (freopen("/dev/null", "w", stdout) != NULL) {
                execl(program, program, "tell", "gather", (char *)NULL);
            }
            _exit(1);
        }
        finish_child(child, began, &wall[round], &processor[round]);
    }
    print_row("loopscope tell gather, from start to end, elapsed ms", "", wall);
    print_row("loopscope tell gather, from start to end, processor ms", "", processor);
}

static void measure_recording(void)
{
    double rounds[ROUNDS];
    const Lesson *lesson = lesson_find("gather");
    for (int round = 0; round < ROUNDS; round++) {
        double began = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < RECORDINGS; i++) {
            Trace *trace = trace_new();
            if (trace == NULL || lesson_record(lesson, trace_sink(trace)) != 0) {
                give_up("the lesson cannot be recorded");
            }
            trace_free(trace);
        }
        rounds[round] = (clock_ms(CLOCK_PROCESS_CPUTIME_ID) - began) / RECORDINGS;
    }
    print_row("recording gather in virtual time, processor ms", "at most 1", rounds);
}

/* Every step of the run, each with its frame, as when the key is held down. */
static void measure_stepping(void)
{
    double rounds[ROUNDS];
    Source source = record("gather");
    Picture *picture = NULL;
    if (picture_open(&picture, WIDTH, HEIGHT, 1) != NULL) {
        give_up("no picture can be drawn");
    }
    for (int round = 0; round < ROUNDS; round++) {
        App app = open_app(&source);
        DrawList frame;
        drawlist_init(&frame, picture_metrics(picture));
        int64_t now = 0;
        int steps = 0;
        double began = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        for (size_t before = SIZE_MAX; before != app.player.n; steps++) {
            before = app.player.n;
            now += 1000000000;
            app_command(&app, COMMAND_EVENT_STEP, now);
            app_tick(&app, now);
            drawlist_clear(&frame);
            app_draw(&app, &frame, WIDTH, HEIGHT, now);
            picture_draw(picture, &frame, app.ui.theme);
        }
        rounds[round] = (clock_ms(CLOCK_PROCESS_CPUTIME_ID) - began) / steps;
        drawlist_free(&frame);
        app_free(&app);
    }
    picture_close(picture);
    source_close(&source);
    print_row("a step of the cursor with its frame, 1920x1080, processor ms", "at most 4", rounds);
}

/* A knob dragged from one end to the other: every value recorded, taken in and drawn, as the window does for each frame. */
static void measure_turning(void)
{
    enum { VALUES = 50 };
    double rounds[ROUNDS];
    Picture *picture = NULL;
    if (picture_open(&picture, WIDTH, HEIGHT, 1) != NULL) {
        give_up("no picture can be drawn");
    }
    for (int round = 0; round < ROUNDS; round++) {
        Source source = record("gather");
        App app = open_app(&source);
        DrawList frame;
        drawlist_init(&frame, picture_metrics(picture));
        player_seek(&app.player, source.trace, trace_count(source.trace) / 2);
        double began = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < VALUES; i++) {
            Source next;
            app.ui.knobs.value[1] = knob_nearest(&lesson_knobs(source.lesson, &(size_t){0})[1], i * 0.1);
            if (!source_record(&next, source.lesson, &app.ui.knobs) || !app_turned(&app, next.trace, source.trace)) {
                give_up("there is not enough memory");
            }
            source = next;
            drawlist_clear(&frame);
            app_draw(&app, &frame, WIDTH, HEIGHT, 0);
            picture_draw(picture, &frame, app.ui.theme);
        }
        rounds[round] = (clock_ms(CLOCK_PROCESS_CPUTIME_ID) - began) / VALUES;
        drawlist_free(&frame);
        app_free(&app);
        source_close(&source);
    }
    picture_close(picture);
    print_row("a knob turned, run anew, with its frame, 1920x1080, processor ms", "at most 16", rounds);
}

static double processor_ms_of(pid_t process)
{
    char path[64];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)process);
    FILE *file = fopen(path, "r");
    /* Fields 14 and 15; the name in field 2 has no space here. */
    if (file == NULL || fscanf(file, "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lu %lu", &user, &system) != 2) {
        give_up("the process's times cannot be read");
    }
    fclose(file);
    return (double)(user + system) * 1e3 / (double)sysconf(_SC_CLK_TCK);
}

static void pause_for(double seconds)
{
    struct timespec left = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&left, NULL);
}

static void measure_idle(const char *program)
{
    if (getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL) {
        printf("%-66s %s\n", "an open window that nobody touches, processor ms a second", "needs a display");
        return;
    }
    double rounds[ROUNDS];
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, "gather", (char *)NULL);
        _exit(1);
    }
    pause_for(2);
    for (int round = 0; round < ROUNDS; round++) {
        double before = processor_ms_of(child);
        pause_for(IDLE_SECONDS);
        rounds[round] = (processor_ms_of(child) - before) / IDLE_SECONDS;
    }
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    print_row("an open window that nobody touches, processor ms a second", "none", rounds);
}

int main(void)
{
    const char *program = getenv("LOOPSCOPE");
    if (program == NULL) {
        give_up("LOOPSCOPE must name the program");
    }
    if (getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL) {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
    }
    printf("%-66s %9s %9s %9s   %s\n", "", "median", "least", "most", "aim");
    measure_recording();
    measure_stepping();
    measure_turning();
    measure_first_frame();
    measure_whole_program(program);
    measure_idle(program);
    return 0;
}
