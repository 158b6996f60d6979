/* export_call.c: see export_call.h. */
#include "export_call.h"

#include "draw/theme.h"
#include "language/said.h"
#include "shell/handout/handout.h"
#include "shell/page/page.h"

#include "words/tell/why.h"
#include "language/words_in.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool wrong(Cli *cli, const char *sentence)
{
    snprintf(cli->error, sizeof cli->error, "%s", sentence);
    return false;
}

/* What says how a run looks, and at which moment: the name of one that was given, or NULL. */
static const char *given_for_looks(const Cli *cli, char *buffer, size_t size)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (cli->given[i] && i != SETTING_OF_RULES && i != SETTING_OF_LANGUAGE) {
            snprintf(buffer, size, "--%s", setting_info((Setting)i)->name);
            return buffer;
        }
    }
    return cli->at_given ? "--at" : cli->why != NULL ? "--why" : cli->predict ? "--predict" : cli->present ? "--present" : NULL;
}

/* Options that say nothing to this format are a mistake of the caller's. */
static bool options_fit(Cli *cli, FormatGroup group)
{
    bool moves = cli->given[SETTING_OF_STEP] || cli->given[SETTING_OF_SPEED] || cli->given[SETTING_OF_MOTION];
    if (group == FORMAT_FILM && cli->at_given) {
        return wrong(cli, SAID("--at is one moment, and a film goes from one to another: give --from and --until"));
    }
    if (group == FORMAT_FILM && cli->predict) {
        return wrong(cli, SAID("--predict hides what comes, and a film shows it: leave one of the two out"));
    }
    if (group != FORMAT_FILM && (cli->from_given || cli->until_given || cli->rate != 0 || moves)) {
        return wrong(
            cli,
            SAID("--from, --until, --fps, --step, --speed and --motion are for films: leave them out, or end the name with .mp4 or .gif"));
    }
    if (cli->from_given && cli->until_given && cli->from >= cli->until) {
        return wrong(cli, SAID("--from comes before --until in a film: give the smaller number to --from"));
    }
    if (cli->timeline && (group != FORMAT_PICTURE || cli->given[SETTING_OF_SIZE])) {
        return wrong(cli, group != FORMAT_PICTURE
                              ? SAID("--timeline is for pictures: end the name with .png, .svg or .pdf, or leave it out")
                              : SAID("--timeline takes the room that its lanes need: leave --size out, --scale makes it larger"));
    }
    if (cli->handout && group != FORMAT_HANDOUT) {
        return wrong(cli, SAID("a handout is a page to print: end the name with .html or .pdf, or leave --handout out"));
    }
    char name[40];
    const char *looks = group == FORMAT_DATA || group == FORMAT_HANDOUT ? given_for_looks(cli, name, sizeof name) : NULL;
    if (looks != NULL) {
        snprintf(
            cli->error, sizeof cli->error,
            group == FORMAT_DATA
                ? SAID(
                      "%s is for what is looked at, and data is of the whole run: leave it out, or end the name with .png, .svg, .pdf or .html")
                : SAID(
                      "%s is for what is looked at, and a handout has a look of its own: leave it out, or end the name with .png, .svg, .pdf or .html"),
            looks);
        return false;
    }
    if (group == FORMAT_PAGE && cli->given[SETTING_OF_SIZE]) {
        return wrong(cli, SAID("--size is for pictures and films, and a page is as large as where it is shown: leave it out"));
    }
    return true;
}

ExportFormat export_call_format(Cli *cli)
{
    if (cli->verb == CLI_RECORD) {
        return EXPORT_RECORDING;
    }
    ExportFormat format = export_format(cli->output, cli->handout, cli->error, sizeof cli->error);
    return format != EXPORT_UNKNOWN && options_fit(cli, format_group(format)) ? format : EXPORT_UNKNOWN;
}

/* The run as the window would show it. */
static bool open_app(Cli *cli, Source *source, App *app, bool film)
{
    if (!app_init(app) || !app_open_beside(app, source->trace, source->lesson, source->usual)) {
        return wrong(cli, SAID("there is not enough memory to draw this run: close other programs and try again"));
    }
    source->usual = NULL;
    settings_apply(&cli->settings, &app->ui, &app->player);
    app->ui.reduced_motion = app->ui.reduced_motion || !film;
    app->ui.present = cli->present; /* as large as --scale says */
    snprintf(app->notice, sizeof app->notice, "%.250s", source->notice);
    player_seek(&app->player, source->trace, cli->at_given ? cli->at : trace_count(source->trace));
    if (cli->why != NULL) {
        app->ui.selected = tell_why_task(app->model, app->spans, cli->why);
        app->ui.why.open = true;
        if (app->ui.selected == 0) {
            return wrong(cli, SAID("--why names no task of this run: give a label, like \"API A\", or a number"));
        }
    }
    if (cli->predict && !film) {
        app_command(app, COMMAND_PREDICT, 0);
    }
    return true;
}

static volatile sig_atomic_t stop_asked;
static void ask_to_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

typedef struct Shown {
    Language language;
    unsigned shown; /* percent */
} Shown;

/* On a terminal, over what it said before. */
static bool show_progress(void *context, unsigned percent)
{
    Shown *progress = context;
    if (percent != progress->shown && isatty(STDERR_FILENO)) {
        putc('\r', stderr);
        fprintf(stderr, words_in(progress->language, "%3u %% of the film"), percent);
        fputs(percent >= 100 ? "\r                   \r" : "", stderr);
        fflush(stderr);
        progress->shown = percent;
    }
    return stop_asked == 0;
}

/* What takes a while and cannot say how far it is: on a terminal, while it lasts. */
static bool run_told(Export *export)
{
    bool told = isatty(STDERR_FILENO) && (export->format == EXPORT_HANDOUT_PDF || export->format == EXPORT_PDF);
    if (told) {
        fprintf(stderr, "%s\r", words_in(export->language, "WeasyPrint sets the pages ..."));
    }
    bool good = export_run(export);
    fputs(told ? "                             \r" : "", stderr);
    return good;
}

static bool lies_within(Cli *cli, size_t events)
{
    const bool from = cli->from_given && cli->from >= events;
    if (from || (cli->at_given && cli->at > events)) {
        snprintf(cli->error, sizeof cli->error, SAID("%s %zu is behind the end of the run: it has %zu events"), from ? "--from" : "--at",
                 from ? cli->from : cli->at, events);
        return false;
    }
    return true;
}

static void film_options(const Cli *cli, const Source *source, Export *export)
{
    size_t count = trace_count(source->trace);
    bool gif = export->format == EXPORT_GIF;
    export->from = cli->from_given && cli->from < count ? cli->from : 0;
    export->until = cli->until_given && cli->until < count ? cli->until : count;
    export->rate = cli->rate != 0 ? cli->rate : gif ? 12 : 25;
    export->progress = show_progress;
    struct sigaction stop = {.sa_handler = ask_to_stop}; /* Ctrl-C leaves nothing half done */
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    if (!cli->given[SETTING_OF_SIZE]) {
        export->width = gif ? 960 : 1280;
        export->height = gif ? 600 : 720;
    }
}

typedef struct PageCall {
    Cli *cli;
    const Source *source;
} PageCall;

static bool write_page(void *context, FILE *out, char *error, size_t size)
{
    PageCall *call = context;
    bool written = page_write(call->cli, call->source, out);
    if (!written) {
        snprintf(error, size, "%s", call->cli->error);
    }
    return written;
}

/* As in a window: a scale at which the least layout would not fit into the picture is not used, since a part of it would be outside. */
static float fitting_scale(float scale, int width, int height)
{
    const float steps = 72; /* of a scale: what the fonts can follow exactly */
    float fits = fminf((float)width / THEME_LEAST_WIDTH, (float)height / THEME_LEAST_HEIGHT);
    return scale > fits ? floorf(fits * steps) / steps : scale;
}

bool export_call(Cli *cli, Source *source, ExportFormat format)
{
    FormatGroup group = format_group(format);
    bool draws = group == FORMAT_PICTURE || group == FORMAT_FILM, good = true;
    App app;
    long size = cli->settings.value[SETTING_OF_SIZE];
    Shown progress = {.language = cli_language(cli)};
    PageCall page = {cli, source};
    Export export = {.language = cli_language(cli),
                     .format = format,
                     .output = cli->output,
                     .force = cli->force,
                     .trace = source->trace,
                     .lesson = source->lesson,
                     .name = source->name,
                     .width = setting_pixels_width(size),
                     .height = setting_pixels_height(size),
                     .scale = (float)cli->settings.value[SETTING_OF_SCALE] / 100,
                     .context = &progress,
                     .write_page = write_page,
                     .page = &page};
    if (draws && !cli->timeline) {
        export.scale = fitting_scale(export.scale, export.width, export.height);
    }
    if (!lies_within(cli, trace_count(source->trace))) {
        return false;
    }
    if (group == FORMAT_FILM) {
        film_options(cli, source, &export);
    }
    if (draws) {
        good = open_app(cli, source, &app, group == FORMAT_FILM);
        export.app = &app;
        if (good && cli->timeline) {
            float width, height;
            app.ui.exporting.subject = EXPORT_TIMELINE;
            export.what = app_export_picture(&app, &width, &height);
            export.width = (int)(width * export.scale);
            export.height = (int)(height * export.scale);
        }
        snprintf(export.error, sizeof export.error, "%s", good ? "" : cli->error);
    }
    good = good && run_told(&export);
    if (draws) {
        app_free(&app);
    }
    snprintf(cli->error, sizeof cli->error, "%s", export.error);
    return good;
}

static bool write_one(Cli *cli, const Lesson *lesson, const char *file)
{
    Source source;
    bool good = source_record(&source, lesson, NULL);
    Export export = {.language = cli_language(cli),
                     .format = EXPORT_HANDOUT_HTML,
                     .output = file,
                     .force = cli->force,
                     .trace = source.trace,
                     .lesson = lesson,
                     .name = lesson->name};
    snprintf(export.error, sizeof export.error, "%s", source.notice);
    good = good && export_run(&export);
    snprintf(cli->error, sizeof cli->error, "%s", export.error);
    source_close(&source);
    return good;
}

static bool write_index(Cli *cli, const char *file)
{
    if (!export_may_write(file, cli->force, cli->error, sizeof cli->error)) {
        return false;
    }
    FILE *out = fopen(file, "wb");
    bool good = out != NULL && handout_write_index(cli_language(cli), out);
    good = out != NULL && fclose(out) == 0 && good;
    if (!good) {
        snprintf(cli->error, sizeof cli->error, SAID("%.200s cannot be written: %s"), file, strerror(errno));
    }
    return good;
}

/* The folder is made, unless it is there. */
static bool write_folder(Cli *cli)
{
    char name[80];
    size_t size = strlen(cli->output) + sizeof name + 2;
    char *file = malloc(size);
    if (file == NULL || (mkdir(cli->output, 0777) != 0 && errno != EEXIST)) {
        snprintf(cli->error, sizeof cli->error, SAID("the folder %.200s cannot be made: %s"), cli->output, strerror(errno));
        free(file);
        return false;
    }
    snprintf(file, size, "%s/index.html", cli->output);
    bool good = write_index(cli, file);
    for (size_t i = 0; i < lesson_count() && good; i++) {
        handout_file_name(i, name, sizeof name);
        snprintf(file, size, "%s/%s", cli->output, name);
        good = write_one(cli, lesson_at(i), file);
    }
    free(file);
    return good;
}

bool export_call_all(Cli *cli)
{
    char error[400];
    ExportFormat format = export_format(cli->output, true, error, sizeof error);
    if (format == EXPORT_UNKNOWN) {
        return write_folder(cli);
    }
    if (format_group(format) != FORMAT_HANDOUT) {
        return wrong(cli, SAID("--all-lessons makes handouts: give a folder, or a name that ends with .html or .pdf"));
    }
    Export export = {.language = cli_language(cli), .format = format, .output = cli->output, .force = cli->force};
    bool good = run_told(&export);
    snprintf(cli->error, sizeof cli->error, "%s", export.error);
    return good;
}
