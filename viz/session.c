/* session.c: the window's loop: waits for input or for the next moment that something moves, hands it to the app, draws when something changed. */
#include "session.h"

#include "live.h"
#include "session_files.h"
#include "session_keep.h"
#include "sdl_window.h"
#include "session_desktop.h"
#include "settings_file.h"
#include "tell_why.h"

#include <stdlib.h>
#include <string.h>

static const int64_t settings_rest = 2000000000; /* ns after a change until it is written */
static const int64_t live_interval = 20000000;   /* ns between looks at a live run's pipe */

typedef struct Session {
    App app;
    Window *window;
    DrawList frame;
    Source source; /* what is shown: a lesson recorded at once, a recording, or what has arrived of a live run */
    Live *live;    /* NULL: not live */
    const char *program;
    float scale;
    bool redraw;          /* the window itself needs a frame */
    bool keeping_failed;  /* and it has been said */
    size_t drops, opened; /* files dropped since the last frame, and how many of them could be opened */
    SettingsFile settings;
    int64_t keep_at; /* ns: when to write the settings that were changed; 0: none were */
} Session;

static void show_title(Session *session)
{
    char title[200];
    const char *run = session->source.lesson != NULL ? session->source.lesson->title : trace_title(session->source.trace);
    snprintf(title, sizeof title, "%.150s%sLoopscope", run, run[0] != '\0' ? " - " : "");
    window_set_title(session->window, title);
}

/* Writes what was reached. `gone`: a recording to take off the list, or NULL. A fault is said once; a notice that stands there stays. */
static void keep(Session *session, const char *gone)
{
    App *app = &session->app;
    char sentence[STORE_NOTICE];
    bool failed = !keep_save(&app->kept, gone, sentence);
    app->kept_changed = false;
    if (sentence[0] != '\0' && !(failed && session->keeping_failed) && app->notice[0] == '\0') {
        app_notice(app, sentence);
    }
    session->keeping_failed = session->keeping_failed || failed;
}

/* A recording was opened: it is the first in the menu's list. */
static void remember(Session *session, const char *path)
{
    if (path[0] == '/' && recent_add(&session->app.kept.recent, path, window_wall_time())) {
        keep(session, NULL);
    }
}

/* Shows another run; the one before is given up only when the new one stands. Takes `next` and `live` over. */
static void show(Session *session, Source next, Live *live)
{
    LiveState state = live != NULL ? LIVE_RUNNING : LIVE_NONE;
    app_leave_lesson(&session->app);
    if (session->app.kept_changed) {
        keep(session, NULL);
    }
    if (!app_open(&session->app, next.trace, next.lesson, state)) {
        live_free(live);
        source_close(&next);
        app_notice(&session->app, "There is not enough memory to open that run.");
        return;
    }
    live_free(session->live);
    source_close(&session->source);
    session->live = live;
    session->source = next;
    app_notice(&session->app, next.notice);
    show_title(session);
}

/* The lesson that is shown keeps its knobs as they stand; another one begins with those in its text. */
static void open_recorded(Session *session, const Lesson *lesson)
{
    Source next;
    if (source_record(&next, lesson, lesson == session->source.lesson ? &session->app.ui.knobs : NULL)) {
        show(session, next, NULL);
    } else {
        app_notice(&session->app, next.notice);
    }
}

/* What cannot be opened is said, and what was shown stays. False: it could not. */
static bool open_file(Session *session, const char *name)
{
    App *app = &session->app;
    Source next;
    bool wrong_call = false;
    char path[RECENT_PATH], sentence[256];
    if (!session_path(name, path, sizeof path)) {
        app_notice(app, "The path of that file is too long.");
        return false;
    }
    if (source_open(&next, path, &wrong_call)) {
        show(session, next, NULL);
        remember(session, path);
        return true;
    }
    if (wrong_call) {
        bool listed = recent_remove(&app->kept.recent, path);
        snprintf(sentence, sizeof sentence, "There is no file %.150s%s", path, listed ? " any more: it was taken off the list." : ".");
        app_notice(app, sentence);
        if (listed) {
            keep(session, path);
        }
    } else {
        app_notice(app, next.notice);
    }
    return false;
}

/* Several files dropped at once: each is opened, so each is in the menu's list, and the last one stays. */
static void say_drops(Session *session)
{
    App *app = &session->app;
    char sentence[sizeof app->notice];
    if (session->drops > 1 && session->opened > 0) {
        size_t failed = session->drops - session->opened;
        int length =
            snprintf(sentence, sizeof sentence, "%zu recordings were opened: the last one shows, all are in the menu.", session->opened);
        if (failed > 0 && length > 0) {
            snprintf(sentence + length, sizeof sentence - (size_t)length, " %zu of the %zu files could not be opened.", failed,
                     session->drops);
        }
        app_notice(app, sentence);
    }
    session->drops = session->opened = 0;
}

static void open_live(Session *session, const Lesson *lesson)
{
    char child[] = "--child", option[] = "--fd", set[] = "--set", descriptor[16], name[64], sets[LESSON_KNOBS][96], error[200] = "";
    snprintf(descriptor, sizeof descriptor, "%d", LIVE_DESCRIPTOR);
    snprintf(name, sizeof name, "%s", lesson->name);
    char *program = strdup(session->program);
    Source next = {.trace = trace_new(), .lesson = lesson};
    Live *live = NULL;
    char *arguments[6 + 2 * LESSON_KNOBS] = {program, child, name, option, descriptor};
    size_t count = 0, used = 5;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count && i < session->app.ui.knobs.count && lesson == session->source.lesson; i++) {
        char value[32];
        knob_plain_text(session->app.ui.knobs.value[i], value, sizeof value);
        snprintf(sets[i], sizeof sets[i], "%.50s=%s", knobs[i].name, value);
        arguments[used++] = set;
        arguments[used++] = sets[i];
    }
    if (program != NULL && next.trace != NULL) {
        live = live_start(arguments, next.trace, error, sizeof error);
    }
    free(program);
    if (live == NULL) {
        source_close(&next);
        app_notice(&session->app, error[0] != '\0' ? error : "There is not enough memory to run the lesson live.");
        return;
    }
    show(session, next, live);
}

/* The knobs were turned: records the lesson anew, once for each frame. A live run starts again when the knob is let go. */
static void serve_knobs(Session *session)
{
    App *app = &session->app;
    const Lesson *lesson = session->source.lesson;
    if (!app->want_turned || lesson == NULL || (session->live != NULL && app->ui.pressed.kind == HIT_KNOB)) {
        return;
    }
    app->want_turned = false;
    if (session->live != NULL) {
        open_live(session, lesson);
        return;
    }
    Source next;
    if (source_record(&next, lesson, &app->ui.knobs) && app_turned(app, next.trace, session->source.trace)) {
        session->source = next;
        return;
    }
    source_close(&next);
    app->ui.knobs = knobs_of_trace(lesson, session->source.trace); /* the run that is still shown */
    app_notice(app, "There is not enough memory to run the lesson anew.");
}

/* What commands asked for and only the window's owner can do. */
static void serve_wants(Session *session)
{
    App *app = &session->app;
    const Lesson *open = app->want_lesson;
    const Lesson *shown = session->source.lesson;
    bool switch_clock = app->want_real_time, rerun = app->want_rerun, full_screen = app->want_full_screen;
    app->want_lesson = NULL;
    app->want_real_time = app->want_rerun = app->want_full_screen = false;
    if (app->want_copy) {
        window_copy(app->clipboard);
    } else if (app->want_paste) {
        char text[TEXT_FIELD_BYTES];
        window_paste(text, sizeof text);
        app_text(app, text);
    }
    app->want_copy = app->want_paste = false;
    if (full_screen) {
        window_toggle_full_screen(session->window);
    }
    if (app->want_listing) {
        app->want_listing = false;
        app_listed(app, session_list(app->want_folder));
    }
    if (app->want_path[0] != '\0') {
        char path[RECENT_PATH];
        snprintf(path, sizeof path, "%s", app->want_path);
        app->want_path[0] = '\0';
        (void)open_file(session, path);
    } else if (open != NULL) {
        open_recorded(session, open);
    } else if ((switch_clock || rerun) && shown == NULL) {
        app_notice(&session->app, "This is a recording, so it cannot be run again: open a lesson.");
    } else if (switch_clock || rerun) {
        bool live = (session->live != NULL) != switch_clock;
        (live ? open_live : open_recorded)(session, shown);
    }
    if (app->kept_changed && app->ui.screen == SCREEN_MENU) {
        keep(session, NULL); /* the lesson was left */
    }
    if (app->ui.scale != session->scale) {
        session->scale = app->ui.scale;
        window_set_scale(session->window, session->scale);
        session->redraw = true;
    }
}

/* A key that is held repeats what moves; what switches is done once a press. */
static bool repeats(Command command)
{
    switch (command) {
    case COMMAND_STEP:
    case COMMAND_BACK:
    case COMMAND_EVENT_STEP:
    case COMMAND_EVENT_BACK:
    case COMMAND_TURN_STEP:
    case COMMAND_TURN_BACK:
    case COMMAND_TASK_NEXT:
    case COMMAND_TASK_PREVIOUS:
    case COMMAND_ZOOM_IN:
    case COMMAND_ZOOM_OUT:
    case COMMAND_PAN_LEFT:
    case COMMAND_PAN_RIGHT:
    case COMMAND_SELECT_UP:
    case COMMAND_SELECT_DOWN:
    case COMMAND_PANEL_LARGER:
    case COMMAND_PANEL_SMALLER:
    case COMMAND_CODE_RIGHT:
    case COMMAND_CODE_LEFT:
    case COMMAND_FIND_NEXT:
    case COMMAND_FIND_PREVIOUS:
    case COMMAND_SCALE_UP:
    case COMMAND_SCALE_DOWN: return true;
    default: return false;
    }
}

static void take_input(Session *session, const WindowInput *input, int64_t now)
{
    App *app = &session->app;
    const DrawList *drawn = &session->frame;
    Command command = COMMAND_NONE;
    switch (input->kind) {
    case WINDOW_NOTHING: break;
    case WINDOW_KEY:
        command = command_by_key(input->key);
        if (app_key(app, input->key, input->repeat, now)) {
            break; /* it was for the sheet */
        }
        if (command != COMMAND_NONE && (!input->repeat || repeats(command))) {
            app_command(app, command, now);
        }
        break;
    case WINDOW_TEXT: app_text(app, input->text); break;
    case WINDOW_MOUSE_MOVE: app_mouse_move(app, drawn, input->x, input->y, now); break;
    case WINDOW_MOUSE_LEAVE: app_mouse_move(app, drawn, -1, -1, now); break;
    case WINDOW_MOUSE_DOWN:
        if (input->shift || input->right) {
            app_mouse_measure(app, drawn, input->x, input->y, now);
        } else {
            app_mouse_button(app, drawn, input->x, input->y, true, now);
        }
        break;
    case WINDOW_MOUSE_UP: app_mouse_button(app, drawn, input->x, input->y, false, now); break;
    case WINDOW_WHEEL:
        app_mouse_wheel(app, drawn, input->x, input->y, input->wheel_x, input->wheel_y, input->ctrl, input->shift, now);
        break;
    case WINDOW_PINCH: app_pinch(app, drawn, input->x, input->y, input->moved_x, input->moved_y, input->zoom, now); break;
    case WINDOW_REDRAW: session->redraw = true; break;
    case WINDOW_KEYBOARD:
        window_letters(&app->letters);
        app->changed = true;
        break;
    case WINDOW_DROP:
        session->drops++;
        session->opened += open_file(session, input->path);
        break;
    case WINDOW_QUIT: app->quit = true; break;
    }
    window_take_text(app_takes_text(app));
    serve_wants(session);
}

static void follow_live(Session *session, int64_t now)
{
    if (session->live == NULL || !live_running(session->live)) {
        return;
    }
    if (live_read(session->live, now)) {
        app_grown(&session->app, now);
    }
    if (!live_running(session->live)) {
        session->app.live = LIVE_ENDED;
        app_grown(&session->app, now); /* what was not known while it ran may be asked now */
        app_notice(&session->app, live_notice(session->live));
    }
}

static void draw(Session *session, int64_t now)
{
    float width = 0, height = 0;
    if (session->app.ui.screen == SCREEN_MENU) {
        session->app.kept.wall_time = window_wall_time();
    }
    window_size(session->window, &width, &height);
    session->frame.metrics = window_metrics(session->window);
    drawlist_clear(&session->frame);
    app_draw(&session->app, &session->frame, width, height, now);
    window_draw(session->window, &session->frame, session->app.ui.theme);
    session->redraw = false;
}

/* The settings as they stand. The window's size is that of a window, not of a screen that it fills. */
static Settings settings_now(const Session *session)
{
    Settings now = session->settings.shown;
    settings_read(&session->app.ui, &session->app.player, &now);
    int width = 0, height = 0;
    if (window_own_size(session->window, &width, &height)) {
        now.value[SETTING_OF_SIZE] = setting_within(SETTING_OF_SIZE, SETTING_PACKED(width, height));
    }
    return now;
}

static void keep_settings(Session *session)
{
    Settings now = settings_now(session);
    char notice[STORE_NOTICE];
    if (!settings_file_keep(&session->settings, &now, notice)) {
        app_notice(&session->app, notice);
    }
    session->keep_at = 0;
}

/* Some time after the last change: what is dragged or held is written once. */
static void follow_settings(Session *session, int64_t now)
{
    Settings settings = settings_now(session);
    if (!settings_file_differs(&session->settings, &settings)) {
        session->keep_at = 0;
    } else if (session->keep_at == 0) {
        session->keep_at = now + settings_rest;
    } else if (now >= session->keep_at) {
        keep_settings(session);
    }
}

/* How long nothing will happen, unless there is input; negative: for ever. */
static int64_t quiet_time(const Session *session, int64_t now)
{
    int64_t due = app_due(&session->app, now);
    due = session->keep_at != 0 && session->keep_at < due ? session->keep_at : due;
    bool live = session->live != NULL && live_running(session->live);
    int64_t quiet = due == INT64_MAX ? -1 : due > now ? due - now : 0;
    return live && (quiet < 0 || quiet > live_interval) ? live_interval : quiet;
}

static void loop(Session *session)
{
    while (!session->app.quit) {
        int64_t now = window_now();
        follow_live(session, now);
        serve_knobs(session);
        follow_settings(session, now);
        bool changed = app_tick(&session->app, now);
        if (changed || session->redraw) {
            draw(session, now);
        }
        WindowInput input;
        for (bool more = window_wait(session->window, quiet_time(session, window_now()), &input); more && !session->app.quit;
             more = window_wait(session->window, 0, &input)) {
            take_input(session, &input, window_now());
        }
        say_drops(session);
    }
}

static void apply_options(Session *session, const Cli *cli)
{
    Ui *ui = &session->app.ui;
    settings_apply(&cli->settings, ui, &session->app.player);
    app_present(&session->app.ui, cli->present);
    ui->screen = cli->verb == CLI_MENU ? SCREEN_MENU : SCREEN_LESSON;
    if (cli->why != NULL) {
        ui->selected = tell_why_task(session->app.model, session->app.spans, cli->why);
        ui->why.open = true;
    }
    if (cli->at_given) {
        player_seek(&session->app.player, session->source.trace, cli->at);
    }
    if (cli->predict) {
        app_command(&session->app, COMMAND_PREDICT, window_now());
    }
}

/* What was kept by the runs before. The very first start shows the first lesson, with hints. */
static void load_kept(Session *session, const Cli *cli)
{
    App *app = &session->app;
    char sentence[STORE_NOTICE], path[RECENT_PATH];
    bool first = !keep_load(&app->kept, sentence);
    if (sentence[0] != '\0' && app->notice[0] == '\0') {
        app_notice(app, sentence);
    }
    if (cli->verb == CLI_MENU && first) {
        app_show_hints(app);
        keep(session, NULL);
    } else if (cli->subject != NULL && lesson_find(cli->subject) == NULL && session_path(cli->subject, path, sizeof path)) {
        remember(session, path);
    }
}

int session_run(Cli *cli, Source *source, const char *program)
{
    Session session = {.source = *source, .program = program, .scale = 1, .redraw = true};
    *source = (Source){.trace = NULL};
    int status = EXIT_FAILED;
    char notice[STORE_NOTICE] = "";
    if (!cli->given[SETTING_OF_MOTION] && session_desktop_still()) {
        cli->settings.value[SETTING_OF_MOTION] = 1;
    }
    if (!cli->no_settings) {
        settings_file_read(&cli->settings, cli->given, notice);
    }
    long size = cli->settings.value[SETTING_OF_SIZE];
    const char *fault = window_open(&session.window, "Loopscope", setting_pixels_width(size), setting_pixels_height(size));
    if (fault != NULL) {
        snprintf(cli->error, sizeof cli->error, "no window can be opened: %.150s; loopscope tell and loopscope export work without one",
                 fault);
    } else if (!app_init(&session.app)) {
        snprintf(cli->error, sizeof cli->error, "there is not enough memory for the window: close other programs and try again");
    } else {
        drawlist_init(&session.frame, window_metrics(session.window));
        window_letters(&session.app.letters);
        if (app_open_beside(&session.app, session.source.trace, session.source.lesson, session.source.usual)) {
            session.source.usual = NULL;
            app_notice(&session.app, session.source.notice[0] != '\0' ? session.source.notice : notice);
            show_title(&session);
            apply_options(&session, cli);
            load_kept(&session, cli);
            session.settings.shown = cli->settings;
            Settings at_start = settings_now(&session);
            settings_file_start(&session.settings, &at_start, cli->no_settings);
            if (cli->real_time) {
                session.app.want_real_time = true;
            }
            serve_wants(&session);
            window_take_text(app_takes_text(&session.app));
            loop(&session);
            app_leave_lesson(&session.app);
            if (session.app.kept_changed) {
                keep(&session, NULL);
            }
            keep_settings(&session);
            status = EXIT_DONE;
        } else {
            snprintf(cli->error, sizeof cli->error, "there is not enough memory to open this run: close other programs and try again");
        }
        app_free(&session.app);
        drawlist_free(&session.frame);
    }
    live_free(session.live);
    window_close(session.window);
    source_close(&session.source);
    return status;
}
