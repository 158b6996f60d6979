/* session.c: the window's loop: waits for input or for the next moment that something moves, hands it to the app, draws when something changed. */
#include "session_parts.h"

#include "language/said.h"
#include "session_desktop.h"
#include "session_files.h"
#include "session_keep.h"
#include "subject/link.h"
#include "words/tell/why.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const int64_t settings_rest = 2000000000;       /* ns after a change until it is written */
static const int64_t time_to_close_again = 5000000000; /* ns */
static const int64_t live_interval = 20000000;         /* ns between looks at a live run's pipe */
static const int64_t watch_interval = 15000000;        /* ns between looks at a file that may be saved */
static const int64_t coming_interval = 3000000;        /* ns between looks at the run of what was saved, which somebody waits for */
static const int64_t frame_while_reading = 250000000;  /* ns between frames while a long recording is read: drawing takes time from that */

/* A program of the user's own that still runs would be killed: that is asked for, and done when the same is wanted again soon. True: it has just been asked. */
static bool asks_first(Session *session, const char *sentence)
{
    bool runs = session->own_shown && session->live != NULL && live_running(session->live);
    int64_t now = window_now();
    if (!runs || now <= session->close_until) {
        return false;
    }
    app_notice(&session->app, sentence);
    session->redraw = true;
    session->close_until = now + time_to_close_again;
    return true;
}

static bool asks_to_leave(Session *session)
{
    return asks_first(session, WORDS("The program still runs, and opening something else ends it: choose that once more to do so."));
}

void session_serve(Session *session)
{
    App *app = &session->app;
    if ((app->want_lesson != NULL || app->want_path[0] != '\0' || app->want_program[0] != '\0') && asks_to_leave(session)) {
        app->want_lesson = NULL;
        app->want_path[0] = app->want_program[0] = '\0';
    }
    const Lesson *open = app->want_lesson;
    const Lesson *shown = session->source.lesson;
    bool switch_clock = app->want_real_time, rerun = app->want_rerun, edit = app->want_edit, full_screen = app->want_full_screen;
    app->want_lesson = NULL;
    app->want_real_time = app->want_rerun = app->want_edit = app->want_full_screen = false;
    if (app->want_copy) {
        window_copy(app->clipboard);
    } else if (app->want_paste) {
        char text[TEXT_FIELD_BYTES];
        window_paste(text, sizeof text);
        app_text(app, text);
    }
    app->want_copy = app->want_paste = false;
    if (app->want_link) {
        app->want_link = false;
        link_copy(session);
    }
    if (full_screen) {
        window_toggle_full_screen(session->window);
    }
    if (app->want_listing) {
        app->want_listing = false;
        app_listed(app, session_list(app->want_folder));
    }
    if (app->want_export) {
        app->want_export = false;
        session_export_start(&session->writing, app, session->source.name);
    }
    if (app->want_stop_export) {
        app->want_stop_export = false;
        session_export_stop(&session->writing);
    }
    if (app->want_path[0] != '\0') {
        char path[RECENT_PATH];
        snprintf(path, sizeof path, "%s", app->want_path);
        app->want_path[0] = '\0';
        (void)session_open_file(session, path);
    } else if (app->want_program[0] != '\0') {
        char name[RECENT_PATH];
        snprintf(name, sizeof name, "%s", app->want_program);
        app->want_program[0] = '\0';
        session_own_run(session, name);
    } else if (open != NULL) {
        session_open_lesson(session, open);
    } else if (edit) {
        session_edit(session);
    } else if ((switch_clock || rerun) && shown == NULL && session->own_shown) {
        session_open_own(session);
    } else if ((switch_clock || rerun) && shown == NULL) {
        app_notice(&session->app, "This is a recording, so it cannot be run again: open a lesson.");
    } else if (switch_clock || rerun) {
        bool live = (session->live != NULL) != switch_clock;
        (live ? session_open_live : session_open_lesson)(session, shown);
    }
    app->want_question = app->want_lesson != NULL ? app->want_question : 0; /* it could not be opened */
    if (app->kept_changed && app->ui.screen == SCREEN_MENU) {
        session_keep(session, NULL); /* the lesson was left */
    }
    session_scale(session);
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
    session->redraw = session->redraw || session->app.live == LIVE_READING; /* at once, whatever else is done */
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
        if (!asks_to_leave(session)) {
            session->drops++;
            session->opened += session_open_file(session, input->path);
        }
        break;
    case WINDOW_QUIT: app->quit = true; break;
    }
    window_take_text(app_takes_text(app));
    session_serve(session);
}

static void follow_live(Session *session, int64_t now)
{
    if (session->live == NULL || !live_running(session->live)) {
        return;
    }
    if (live_read(session->live, now)) {
        app_grown(&session->app, now);
        if (!session->titled) {
            session_title(session);
        }
    }
    if (!live_running(session->live)) {
        session->app.live = LIVE_ENDED;
        app_grown(&session->app, now);               /* what was not known while it ran may be asked now */
        if (live_notice(session->live)[0] != '\0') { /* what was said of its beginning, as where it is edited, stays */
            app_notice(&session->app, live_notice(session->live));
        }
        if (session->own_shown) {
            session_own_ended(session);
        }
    }
}

static void draw(Session *session, int64_t now)
{
    float width = 0, height = 0;
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
    bool live = (session->live != NULL && live_running(session->live)) || session->source.rest != NULL || session->writing.process != 0 ||
                (session->watched != NULL && session->own_shown) || session->lesson_run != NULL;
    int64_t quiet = due == INT64_MAX ? -1 : due > now ? due - now : 0;
    int64_t watch = session->coming != NULL ? coming_interval : watch_interval;
    int64_t interval = session->watched != NULL && session->own_shown ? watch
                       : session->lesson_run != NULL                  ? coming_interval
                                                                      : live_interval;
    return live && (quiet < 0 || quiet > interval) ? interval : quiet;
}

/* From one wait to the next. */
bool session_pass(Session *session)
{
    int64_t now = window_now();
    keep_time(&session->app.kept, window_wall_time());
    follow_live(session, now);
    session_watch(session, now);
    session_follow_editor(session);
    session_lesson_follow(session, now);
    session_export_follow(&session->writing, &session->app);
    session_serve_knobs(session);
    follow_settings(session, now);
    session_task(session);
    session_scale(session);
    bool reads = session_read_on(session, now), changed = app_tick(&session->app, now);
    session->redraw = session->redraw || (changed && !reads) || (reads && now - session->drawn_at > frame_while_reading);
    if (session->redraw) {
        draw(session, now);
        session->drawn_at = now;
    }
    WindowInput input;
    for (bool more = window_wait(session->window, reads ? 0 : quiet_time(session, window_now()), &input); more && !session->app.quit;
         more = window_wait(session->window, 0, &input)) {
        take_input(session, &input, window_now());
    }
    session_say_drops(session);
    if (session->app.quit &&
        asks_first(session, WORDS("The program still runs, and closing the window ends it: close once more to do so."))) {
        session->app.quit = false;
    }
    return !session->app.quit;
}

void session_leave(Session *session)
{
    app_leave_lesson(&session->app);
    if (session->app.kept_changed) {
        session_keep(session, NULL);
    }
    keep_settings(session);
}

static void apply_options(Session *session, const Cli *cli)
{
    Ui *ui = &session->app.ui;
    settings_apply(&cli->settings, ui, &session->app.player);
    /* Rules that were kept: the lesson was recorded before they were known. */
    if (session->source.lesson != NULL && !lesson_is_own(session->source.lesson) && cli->verb != CLI_VERSIONS &&
        ui->knobs.rules != ui_rules(ui)) {
        ui->knobs.rules = ui_rules(ui);
        session->app.want_turned = true;
    }
    ui_present(&session->app.ui, cli->present);
    ui->screen = cli->verb == CLI_MENU ? SCREEN_MENU : SCREEN_LESSON;
    if (cli->why != NULL) {
        ui->selected = tell_why_task(session->app.model, session->app.spans, cli->why);
        ui->why.open = ui->selected != 0;
        if (ui->selected == 0) {
            app_notice(&session->app, "There is no task of that name in this run: give its label, like \"API A\", or its number.");
        }
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
        app->ui.page.open = app->lesson != NULL; /* as when it is chosen in the menu */
        session_keep(session, NULL);
    } else if (cli->verb != CLI_RUN && cli->subject != NULL && lesson_find(cli->subject) == NULL &&
               session_path(cli->subject, path, sizeof path)) {
        session_remember(session, path);
    }
}

static int run(Session *session, Cli *cli)
{
    int status = EXIT_FAILED;
    char notice[STORE_NOTICE] = "";
    if (!cli->given[SETTING_OF_MOTION] && session_desktop_still()) {
        cli->settings.value[SETTING_OF_MOTION] = 1;
    }
    if (!cli->no_settings) {
        settings_file_read(&cli->settings, cli->given, notice);
    }
    long size = cli->settings.value[SETTING_OF_SIZE];
    const char *fault = window_open(&session->window, "Loopscope", setting_pixels_width(size), setting_pixels_height(size));
    if (fault != NULL) {
        snprintf(cli->error, sizeof cli->error,
                 SAID("no window can be opened: %.150s; loopscope tell and loopscope export work without one"), fault);
    } else if (!app_init(&session->app)) {
        snprintf(cli->error, sizeof cli->error, SAID("there is not enough memory for the window: close other programs and try again"));
    } else {
        session->app.runs_files = session_runs_files();
        session->interpreter = cli->interpreter;
        drawlist_init(&session->frame, window_metrics(session->window));
        window_letters(&session->app.letters);
        if (app_open_beside(&session->app, session->source.trace, session->source.lesson, session->source.usual)) {
            session->source.usual = NULL;
            app_notice(&session->app, session->source.notice[0] != '\0' ? session->source.notice : notice);
            apply_options(session, cli);
            session_title(session);
            load_kept(session, cli);
            session_pictures_load(session);
            session_pictures_keep(session);
            session->settings.shown = cli->settings;
            Settings at_start = settings_now(session);
            settings_file_start(&session->settings, &at_start, cli->no_settings);
            if (session->own != NULL) {
                session_open_own(session);
            } else if (cli->real_time) {
                session->app.want_real_time = true;
            }
            session_serve(session);
            window_take_text(app_takes_text(&session->app));
            session_loop(session);
            session_leave(session);
            status = EXIT_DONE;
        } else {
            snprintf(cli->error, sizeof cli->error,
                     SAID("there is not enough memory to open this run: close other programs and try again"));
        }
        app_free(&session->app);
        drawlist_free(&session->frame);
    }
    session_export_end(&session->writing);
    session_watch_end(session);
    session_lesson_forget(session);
    live_free(session->reserve);
    live_free(session->live);
    session_own_end(session);
    window_close(session->window);
    source_close(&session->source);
    return status;
}

int session_run(Cli *cli, Source *source, const char *program)
{
    Session session = {.source = *source, .program = program, .scale = 1, .redraw = true};
    *source = (Source){.trace = NULL};
    return run(&session, cli);
}

/* What somebody edits who edits that program; NULL: a module, or a command that stands somewhere on the path. */
static const char *file_of(const Cli *cli, char main_of_folder[PATH_MAX])
{
    struct stat about;
    if (cli->module || stat(cli->subject, &about) != 0) {
        return NULL;
    }
    bool whole = snprintf(main_of_folder, PATH_MAX, "%s/__main__.py", cli->subject) < PATH_MAX;
    return !S_ISDIR(about.st_mode) ? cli->subject : whole ? main_of_folder : NULL;
}

int session_run_own(Cli *cli, char **command, const char *program)
{
    Session session = {.program = program, .scale = 1, .redraw = true, .own = command};
    session.own_file = file_of(cli, session.own_main);
    session.watched = cli->watch ? session.own_file : NULL;
    session.source.trace = trace_new();
    if (session.source.trace == NULL) {
        snprintf(cli->error, sizeof cli->error, SAID("there is not enough memory to open this run: close other programs and try again"));
        return EXIT_FAILED;
    }
    return run(&session, cli);
}
