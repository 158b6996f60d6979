/* ui_scripts.c: plays tests/ui/NAME.script on the app, with no window and no clock.

   Lines in capitals do something, lines in small letters say what must then be so, # begins a comment.
     LESSON name · SIZE 1440x900 · KEY Shift+Right · ANSWER right | wrong · COMMAND theme · TICK milliseconds · WHEEL panel notches
     CLICK x,y | command:name | task:number | event:n | line:number | lesson:index | speed:percent | fold:task | entry:Ref | answer:n | setting:id | term:word | taught:word | way:entry of the menu
     DAY number (since 1970: what day it is)
     TYPE text (into the open sheet) · HOVER as CLICK: the mouse rests there until a tip shows
     DRAG scrubber part | cursor n | border:number dx,dy | knob:index dx,dy | minimap dx,dy
     WRITING percent · WRITTEN sentence · THERE sentence · UNWRITTEN sentence (what main says of a file that is being exported)
     MEASURE n n (the right button from where the cursor stands at the first n to where it stands at the second)
     n · step · total · turn · selected · theme · output · playing · size · speed · screen · language · help · axis · choice · scale · opens · remarks · remark · label N text
     runs (path of the program that main was asked to run)
     panel (with the focus) · held (kind:id of what is chosen there) · lit (spotlight) · details · breakpoints · writes (file that main was asked for)
     pan · measured · folded · sheet · row · predict · score
     text some words (the frame shows them) · notext some words */
#include "support/observe.h"

#include "app/parts.h"
#include "lesson/glossary.h"
#include "view/axis.h"
#include "panels/timeline/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Stage {
    const char *path;
    int line;
    App app;
    Trace *trace;
    DrawList frame;
    float width, height;
    int64_t now; /* ns */
    char opens[64];
    char clipboard[TEXT_FIELD_BYTES];
    char writes[TEXT_FIELD_BYTES + 64];
    char runs[RECENT_PATH];
} Stage;

static void give_up(const Stage *stage, const char *what, const char *detail)
{
    fail_msg("%s:%d: %s: %s", stage->path, stage->line, what, detail);
}

static void open_lesson(Stage *stage, const Lesson *lesson)
{
    Trace *trace = trace_new();
    assert_non_null(trace);
    lesson_record(lesson, trace_sink(trace));
    assert_true(app_open(&stage->app, trace, lesson, LIVE_NONE));
    trace_free(stage->trace);
    stage->trace = trace;
}

static void draw(Stage *stage)
{
    drawlist_clear(&stage->frame);
    app_draw(&stage->app, &stage->frame, stage->width, stage->height, stage->now);
    assert_false(stage->frame.failed);
}

/* What main does after every input. */
static void serve(Stage *stage)
{
    App *app = &stage->app;
    if (app->want_lesson) {
        snprintf(stage->opens, sizeof stage->opens, "%s", app->want_lesson->name);
        open_lesson(stage, app->want_lesson);
    } else if (app->want_rerun && app->lesson) {
        open_lesson(stage, app->lesson);
    } else if (app->want_turned) {
        Trace *trace = trace_new();
        assert_non_null(trace);
        lesson_run(app->lesson, &app->ui.knobs, trace_sink(trace), false);
        assert_true(app_turned(app, trace, stage->trace));
        stage->trace = trace;
    }
    app->want_turned = false;
    if (app->want_program[0] != '\0') {
        snprintf(stage->runs, sizeof stage->runs, "%s", app->want_program);
        app->want_program[0] = '\0';
    }
    if (app->want_export) {
        size_t from = 0, until = 0;
        app_export_part(app, &from, &until);
        snprintf(stage->writes, sizeof stage->writes, "%s%s as %s", app->export_file, app->export_over ? " over it" : "",
                 format_ending(app_export_format(app)));
        if (app->ui.exporting.subject == EXPORT_FILM) {
            size_t length = strlen(stage->writes);
            snprintf(stage->writes + length, sizeof stage->writes - length, " from %zu until %zu", from, until);
        }
    } else if (app->want_stop_export) {
        snprintf(stage->writes, sizeof stage->writes, "stop");
    }
    app->want_export = app->want_stop_export = false;
    if (app->want_copy) {
        snprintf(stage->clipboard, sizeof stage->clipboard, "%s", app->clipboard);
    } else if (app->want_paste) {
        app_text(app, stage->clipboard);
    }
    app->want_copy = app->want_paste = false;
    app->want_lesson = NULL;
    app->want_listing = false;
    app->want_rerun = app->want_real_time = app->want_full_screen = false;
    app_tick(app, stage->now);
    draw(stage);
}

static void press(Stage *stage, float x, float y, float to_x, float to_y)
{
    app_mouse_move(&stage->app, &stage->frame, x, y, stage->now);
    app_mouse_button(&stage->app, &stage->frame, x, y, true, stage->now);
    draw(stage);
    if (x < to_x || x > to_x || y < to_y || y > to_y) {
        app_mouse_move(&stage->app, &stage->frame, to_x, to_y, stage->now);
        draw(stage);
    }
    app_mouse_button(&stage->app, &stage->frame, to_x, to_y, false, stage->now);
}

static void do_click(Stage *stage, const char *at)
{
    float x, y;
    Rect area;
    if (sscanf(at, "%f,%f", &x, &y) != 2 && !observe_area(&stage->frame, at, &x, &y, &area)) {
        give_up(stage, "nothing to click on", at);
    }
    press(stage, x, y, x, y);
}

static void do_hover(Stage *stage, const char *at)
{
    float x, y;
    Rect area;
    if (!observe_area(&stage->frame, at, &x, &y, &area)) {
        give_up(stage, "nothing to rest on", at);
    }
    app_mouse_move(&stage->app, &stage->frame, x, y, stage->now);
    stage->now += 1000000000;
}

static void do_drag(Stage *stage, const char *rest)
{
    char what[64];
    float x = 0, y = 0, dx = 0, dy = 0;
    Rect area = {0, 0, 0, 0};
    if (sscanf(rest, "%63s %f,%f", what, &dx, &dy) < 2 || !observe_area(&stage->frame, what, &x, &y, &area)) {
        give_up(stage, "nothing to drag", rest);
    }
    if (strcmp(what, "scrubber") == 0) {
        press(stage, x, y, area.x + dx * area.w, y);
    } else if (strcmp(what, "cursor") == 0) {
        View view;
        Sentence sentence;
        assert_true(app_view(&stage->app, &view, &sentence, stage->now));
        float to = timeline_x_of(&view, app_layout(&stage->app).panel[PANEL_TIMELINE], (size_t)dx);
        press(stage, x, y, to, y);
    } else {
        press(stage, x, y, x + dx, y + dy);
    }
}

static void do_measure(Stage *stage, const char *rest)
{
    size_t from = 0, to = 0;
    View view;
    Sentence sentence;
    if (sscanf(rest, "%zu %zu", &from, &to) != 2 || !app_view(&stage->app, &view, &sentence, stage->now)) {
        give_up(stage, "MEASURE takes two n", rest);
    }
    Rect area = app_layout(&stage->app).panel[PANEL_TIMELINE];
    float y = timeline_plot(&view, area).y + 10, x = timeline_x_of(&view, area, to);
    app_mouse_measure(&stage->app, &stage->frame, timeline_x_of(&view, area, from), y, stage->now);
    draw(stage);
    app_mouse_move(&stage->app, &stage->frame, x, y, stage->now);
    draw(stage);
    app_mouse_button(&stage->app, &stage->frame, x, y, false, stage->now);
}

static const char *const names[PANEL_COUNT] = {
#define PANEL(id, name) [PANEL_##id] = #name,
    PANELS(PANEL)
#undef PANEL
};

static void do_wheel(Stage *stage, const char *rest)
{
    char name[32];
    float notches;
    if (sscanf(rest, "%31s %f", name, &notches) == 2) {
        for (int i = 0; i < PANEL_COUNT; i++) {
            if (strcmp(names[i], name) == 0) {
                Rect r = app_layout(&stage->app).panel[i];
                app_mouse_wheel(&stage->app, &stage->frame, r.x + r.w / 2, r.y + r.h / 2, 0, notches, false, false, stage->now);
                return;
            }
        }
    }
    give_up(stage, "no such panel", rest);
}

/* By its digit: where the right choice stands is not the script's concern. */
static void do_answer(Stage *stage, const char *rest)
{
    const Question *question = &stage->app.ui.predict.question;
    char key[2] = {(char)('1' + (strcmp(rest, "right") == 0 ? question->right : question->right == 0)), '\0'};
    if (stage->app.ui.predict.phase != PREDICT_ASKED) {
        give_up(stage, "nothing is asked", rest);
    }
    app_key(&stage->app, key, false, stage->now);
}

static bool do_line(Stage *stage, const char *word, const char *rest)
{
    if (strcmp(word, "LESSON") == 0) {
        const Lesson *lesson = lesson_find(rest);
        if (!lesson) {
            give_up(stage, "no such lesson", rest);
        }
        open_lesson(stage, lesson);
    } else if (strcmp(word, "DAY") == 0) {
        stage->app.kept.today = (uint32_t)strtoul(rest, NULL, 10);
    } else if (strcmp(word, "SIZE") == 0) {
        assert_int_equal(sscanf(rest, "%fx%f", &stage->width, &stage->height), 2);
    } else if (strcmp(word, "KEY") == 0) {
        if (!app_key(&stage->app, rest, false, stage->now)) {
            app_command(&stage->app, command_by_key(rest), stage->now);
        }
    } else if (strcmp(word, "ANSWER") == 0) {
        do_answer(stage, rest);
    } else if (strcmp(word, "TYPE") == 0) {
        for (; *rest; rest++) { /* as the window gives it: a key goes down, and then it writes */
            char written[2] = {*rest, '\0'};
            app_key(&stage->app, "X", false, stage->now);
            app_text(&stage->app, written);
        }
    } else if (strcmp(word, "COMMAND") == 0) {
        app_command(&stage->app, command_by_name(rest), stage->now);
    } else if (strcmp(word, "TICK") == 0) {
        stage->now += (int64_t)strtol(rest, NULL, 10) * 1000000;
    } else if (strcmp(word, "CLICK") == 0) {
        do_click(stage, rest);
    } else if (strcmp(word, "HOVER") == 0) {
        do_hover(stage, rest);
    } else if (strcmp(word, "DRAG") == 0) {
        do_drag(stage, rest);
    } else if (strcmp(word, "WRITING") == 0) {
        app_export_progress(&stage->app, atoi(rest), true);
    } else if (strcmp(word, "WRITTEN") == 0) {
        app_exported(&stage->app, APP_EXPORTED, rest);
    } else if (strcmp(word, "THERE") == 0) {
        app_exported(&stage->app, APP_EXPORT_THERE, rest);
    } else if (strcmp(word, "UNWRITTEN") == 0) {
        app_exported(&stage->app, APP_EXPORT_FAILED, rest);
    } else if (strcmp(word, "MEASURE") == 0) {
        do_measure(stage, rest);
    } else if (strcmp(word, "WHEEL") == 0) {
        do_wheel(stage, rest);
    } else {
        return false;
    }
    serve(stage);
    return true;
}

static void expect_line(Stage *stage, const char *word, const char *rest)
{
    char have[256];
    if (strcmp(word, "text") == 0 || strcmp(word, "notext") == 0) {
        if (observe_text(&stage->frame, rest) != (word[0] == 't')) {
            give_up(stage, word[0] == 't' ? "the frame does not show" : "the frame shows", rest);
        }
    } else if (strcmp(word, "writes") == 0) {
        assert_string_equal(stage->writes, rest);
    } else if (strcmp(word, "runs") == 0) {
        assert_string_equal(stage->runs, rest);
    } else if (!observe_word(&stage->app, stage->opens, stage->now, word, have, sizeof have)) {
        give_up(stage, "an unknown word", word);
    } else if (strcmp(have, rest) != 0) {
        fail_msg("%s:%d: %s is %s and should be %s", stage->path, stage->line, word, have, rest);
    }
}

static void play_script(void **state)
{
    Stage stage = {.path = *state, .width = 1440, .height = 900, .now = 1000000000};
    char line[256];
    FILE *file = fopen(stage.path, "r");
    assert_non_null(file);
    assert_true(app_init(&stage.app));
    drawlist_init(&stage.frame, drawlist_stub_metrics());
    while (fgets(line, sizeof line, file)) {
        stage.line++;
        line[strcspn(line, "\n")] = '\0';
        char *rest = line + strcspn(line, " ");
        if (line[0] == '\0' || line[0] == '#') {
            continue;
        }
        if (*rest) {
            *rest++ = '\0';
        }
        if (!do_line(&stage, line, rest)) {
            expect_line(&stage, line, rest);
        }
    }
    fclose(file);
    app_free(&stage.app);
    drawlist_free(&stage.frame);
    trace_free(stage.trace);
}

static int is_script(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".script") == 0;
}

int main(void)
{
    enum { MOST = 64 };
    static struct CMUnitTest tests[MOST];
    static char paths[MOST][512];
    struct dirent **entries = NULL;
    int count = scandir(LOOPSCOPE_SOURCE_DIR "/tests/ui", &entries, is_script, alphasort);
    assert_in_range(count, 1, MOST);
    for (int i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/tests/ui/%s", LOOPSCOPE_SOURCE_DIR, entries[i]->d_name);
        tests[i] = (struct CMUnitTest){.name = strrchr(paths[i], '/') + 1, .test_func = play_script, .initial_state = paths[i]};
        free(entries[i]);
    }
    free(entries);
    return _cmocka_run_group_tests("scripts", tests, (size_t)count, NULL, NULL);
}
