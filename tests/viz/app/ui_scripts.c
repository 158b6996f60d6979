/* ui_scripts.c: plays tests/ui/NAME.script on the app, with no window and no clock.

   Lines in capitals do something, lines in small letters say what must then be so, # begins a comment.
     LESSON name · SIZE 1440x900 · KEY Shift+Right · COMMAND theme · TICK milliseconds · WHEEL panel notches
     CLICK x,y | command:name | task:number | event:n | line:number | lesson:index | speed:percent | fold:task | entry:Ref | answer:n | setting:id | term:word | taught:word | way:entry of the menu
     DAY number (since 1970: what day it is)
     TYPE text (into the open sheet) · HOVER as CLICK: the mouse rests there until a tip shows
     DRAG scrubber part | cursor n | border:number dx,dy | knob:index dx,dy | minimap dx,dy
     MEASURE n n (the right button from where the cursor stands at the first n to where it stands at the second)
     n · step · total · turn · selected · theme · output · playing · size · speed · screen · language · help · axis · choice · scale · opens · remarks · remark · label N text
     panel (with the focus) · held (kind:id of what is chosen there) · lit (spotlight) · details · breakpoints
     pan · measured · folded · sheet · row · predict · score
     text some words (the frame shows them) · notext some words */
#include "app/parts.h"
#include "lesson/glossary.h"
#include "view/axis.h"
#include "view/ghost.h"
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

static const struct {
    const char *name;
    HitKind kind;
} kinds[] = {{"command", HIT_COMMAND},
             {"task", HIT_TASK},
             {"event", HIT_EVENT},
             {"line", HIT_LINE},
             {"lesson", HIT_LESSON},
             {"speed", HIT_SPEED},
             {"scrubber", HIT_SCRUBBER},
             {"timeline", HIT_TIMELINE},
             {"cursor", HIT_CURSOR},
             {"remark", HIT_REMARK},
             {"border", HIT_SPLITTER},
             {"knob", HIT_KNOB},
             {"minimap", HIT_MINIMAP},
             {"answer", HIT_ANSWER},
             {"fold", HIT_FOLD},
             {"breakpoint", HIT_BREAKPOINT},
             {"choice", HIT_CHOICE},
             {"recent", HIT_RECENT},
             {"entry", HIT_ENTRY},
             {"setting", HIT_SETTING},
             {"term", HIT_TERM},
             {"taught", HIT_TAUGHT},
             {"way", HIT_WAY}};

static HitKind hit_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return kinds[i].kind;
        }
    }
    return HIT_NONE;
}

/* The middle of the topmost area that is called "kind:id", where nothing else lies over it. */
static bool find_area(const Stage *stage, const char *called, float *x, float *y, Rect *area)
{
    char kind_name[32], id_text[64] = "0";
    if (sscanf(called, "%31[a-z]:%63s", kind_name, id_text) < 1) {
        return false;
    }
    HitKind kind = hit_kind(kind_name);
    bool word = kind == HIT_TERM || kind == HIT_TAUGHT;
    uint32_t id = kind == HIT_COMMAND ? (uint32_t)command_by_name(id_text)
                  : word              ? (uint32_t)glossary_find(id_text)
                                      : (uint32_t)strtoul(id_text, NULL, 10);
    for (size_t i = stage->frame.hit_count; i-- > 0;) {
        const HitArea *hit = &stage->frame.hits[i];
        *x = hit->rect.x + hit->rect.w / 2;
        *y = hit->rect.y + hit->rect.h / 2;
        HitArea top = drawlist_hit(&stage->frame, *x, *y);
        if (hit->kind == kind && hit->id == id && top.kind == kind && top.id == id) {
            *area = hit->rect;
            return true;
        }
    }
    return false;
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
    if (sscanf(at, "%f,%f", &x, &y) != 2 && !find_area(stage, at, &x, &y, &area)) {
        give_up(stage, "nothing to click on", at);
    }
    press(stage, x, y, x, y);
}

static void do_hover(Stage *stage, const char *at)
{
    float x, y;
    Rect area;
    if (!find_area(stage, at, &x, &y, &area)) {
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
    if (sscanf(rest, "%63s %f,%f", what, &dx, &dy) < 2 || !find_area(stage, what, &x, &y, &area)) {
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

static bool frame_shows(const DrawList *frame, const char *words)
{
    for (size_t i = 0; i < frame->count; i++) {
        if (frame->commands[i].kind == DRAW_TEXT && strstr(frame->text + frame->commands[i].text, words)) {
            return true;
        }
    }
    return false;
}

static const char *const size_names[STEP_SIZE_COUNT] = {"event", "await", "turn", "output"};
static const char *const axis_names[] = {"elastic", "time", "steps"};

static void held_text(const FocusUi *focus, char *out, size_t size)
{
    const char *name = "none";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        name = kinds[i].kind == focus->kind ? kinds[i].name : name;
    }
    if (focus->kind == HIT_COMMAND) {
        snprintf(out, size, "%s:%s", name, command_info((Command)focus->id)->name);
    } else {
        snprintf(out, size, "%s:%u", name, (unsigned)focus->id);
    }
}

/* What stands now under that name, as text; false: no such name. */
static bool observe(Stage *stage, const char *word, char *out, size_t size)
{
    App *app = &stage->app;
    View view;
    Sentence sentence;
    static const char *const phases[] = {"watch", "asked", "answered", "over"};
    size_t k = 0, total = 0;
    bool open = app_view(app, &view, &sentence, stage->now);
    if (open) {
        player_position(&app->player, app->spans, &k, &total);
    }
#define OBSERVE(name, ...)                                                                                                                 \
    if (strcmp(word, name) == 0) {                                                                                                         \
        snprintf(out, size, __VA_ARGS__);                                                                                                  \
        return true;                                                                                                                       \
    }
    OBSERVE("n", "%zu", app->player.n)
    OBSERVE("step", "%zu", k)
    OBSERVE("total", "%zu", total)
    OBSERVE("turn", "%u", open ? (unsigned)view.state->turn : 0U)
    OBSERVE("selected", "%u", (unsigned)app->ui.selected)
    OBSERVE("theme", "%s", theme_name(app->ui.theme))
    OBSERVE("output", "%zu", open ? view.state->output_count : 0)
    OBSERVE("playing", "%s", app->player.playing ? "yes" : "no")
    OBSERVE("size", "%s", size_names[app->player.size])
    OBSERVE("speed", "%d", (int)app->player.speed_percent)
    OBSERVE("screen", "%s", app->ui.screen == SCREEN_MENU ? "menu" : "lesson")
    OBSERVE("language", "%s", app->ui.python ? "python" : "c")
    OBSERVE("help", "%s", app->ui.help ? "yes" : "no")
    OBSERVE("axis", "%s", axis_names[app->ui.axis])
    OBSERVE("choice", "%zu", app->ui.menu_choice)
    OBSERVE("scale", "%g", (double)app->ui.scale)
    OBSERVE("pan", "%.2f", app->ui.pan)
    OBSERVE("folded", "%zu", app->ui.timeline.folded.count)
    OBSERVE("measured", "%s", app->ui.timeline.measured ? "yes" : "no")
    OBSERVE("opens", "%s", stage->opens)
    OBSERVE("remarks", "%zu", lints_count(app->lints))
    OBSERVE("remark", "%zu", app->ui.remark)
    OBSERVE("focus", "%zu", app->ui.knob_focus)
    OBSERVE("ghost", "%s", app->ghost ? "yes" : "no")
    OBSERVE("lasts", "%lld", open ? (long long)(ghost_duration(app->trace) / 1000000) : 0) /* ms */
    OBSERVE("lasted", "%lld", app->ghost ? (long long)(ghost_end(app->ghost) / 1000000) : 0)
    OBSERVE("sheet", "%s", app->ui.sheet.kind == SHEET_CLOSED ? "closed" : "open")
    OBSERVE("predict", "%s", app->ui.predict.on ? phases[app->ui.predict.phase] : "off")
    OBSERVE("score", "%u/%u", (unsigned)app->ui.predict.score.right, (unsigned)app->ui.predict.score.asked)
    OBSERVE("row", "%zu", app->ui.sheet.choice)
    OBSERVE("panel", "%s", app->ui.focus.panel > 0 ? names[app->ui.focus.panel - 1] : "none")
    OBSERVE("breakpoints", "%zu", app->ui.stops.breakpoint_count)
    OBSERVE("lit", "%s", app->ui.spotlight ? "yes" : "no")
    OBSERVE("page", "%s", app->ui.page.open ? "open" : "closed")
    OBSERVE("hints", "%zu", app->ui.page.hints)
    OBSERVE("solved", "%s", app->solved ? "yes" : "no")
    OBSERVE("details", "%s", app->ui.why.open ? "yes" : "no")
    if (strcmp(word, "held") == 0) {
        held_text(&app->ui.focus, out, size);
        return true;
    }
    OBSERVE("quit", "%s", app->quit ? "yes" : "no")
#undef OBSERVE
    return false;
}

static void expect_line(Stage *stage, const char *word, const char *rest)
{
    char have[128];
    if (strcmp(word, "text") == 0 || strcmp(word, "notext") == 0) {
        if (frame_shows(&stage->frame, rest) != (word[0] == 't')) {
            give_up(stage, word[0] == 't' ? "the frame does not show" : "the frame shows", rest);
        }
    } else if (!observe(stage, word, have, sizeof have)) {
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
    if (count < 1 || count > MOST) {
        fprintf(stderr, "no scripts in tests/ui, or more than %d\n", MOST);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/tests/ui/%s", LOOPSCOPE_SOURCE_DIR, entries[i]->d_name);
        tests[i] = (struct CMUnitTest){.name = strrchr(paths[i], '/') + 1, .test_func = play_script, .initial_state = paths[i]};
        free(entries[i]);
    }
    free(entries);
    return _cmocka_run_group_tests("scripts", tests, (size_t)count, NULL, NULL);
}
