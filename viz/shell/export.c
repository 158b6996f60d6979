/* export.c: writes a run to a file: first beside it, then in its place, so that a failure leaves nothing half done. */
#include "export.h"

#include "out/out.h"
#include "page/page.h"

#include "sdl/picture.h"
#include "words/tell/why.h"
#include "trace/jsonl.h"
#include "trace/stream.h"
#include "app/app.h"
#include "draw/svg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* " .png .svg ...": each as the table has it. */
#define ENDING(id, ending) " " ending
#define ENDINGS EXPORT_FORMATS(ENDING)

ExportFormat export_format(Cli *cli)
{
    static const char *const endings[] = {
#define FORMAT(id, ending) ending,
        EXPORT_FORMATS(FORMAT)
#undef FORMAT
    };
    if (cli->verb == CLI_RECORD) {
        return EXPORT_RECORDING;
    }
    size_t length = strlen(cli->output);
    for (int i = 0; i < EXPORT_UNKNOWN; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(cli->output + length - ending, endings[i]) == 0) {
            return (ExportFormat)i;
        }
    }
    snprintf(cli->error, sizeof cli->error, "export cannot tell what %.200s is to be: end the name with one of" ENDINGS, cli->output);
    return EXPORT_UNKNOWN;
}

static bool write_bytes(void *context, const void *bytes, size_t length) { return fwrite(bytes, 1, length, context) == length; }

static bool write_recording(const Trace *trace, FILE *out)
{
    TraceWriter *writer = trace_writer_new(write_bytes, out);
    if (writer == NULL) {
        return false;
    }
    trace_replay(trace, trace_writer_sink(writer));
    bool written = trace_writer_flush(writer) && !trace_writer_failed(writer);
    trace_writer_free(writer);
    return written;
}

static int width_of(const Cli *cli) { return setting_pixels_width(cli->settings.value[SETTING_OF_SIZE]); }
static int height_of(const Cli *cli) { return setting_pixels_height(cli->settings.value[SETTING_OF_SIZE]); }

/* The frame that the window would show. */
static bool draw_frame(const Cli *cli, Source *source, DrawList *list)
{
    App app;
    if (!app_init(&app)) {
        return false;
    }
    bool opened = app_open_beside(&app, source->trace, source->lesson, source->usual);
    if (opened) {
        source->usual = NULL;
        settings_apply(&cli->settings, &app.ui, &app.player);
        app.ui.reduced_motion = true;
        app.ui.present = cli->present; /* as large as --scale says */
        snprintf(app.notice, sizeof app.notice, "%.250s", source->notice);
        player_seek(&app.player, source->trace, cli->at_given ? cli->at : trace_count(source->trace));
        if (cli->why != NULL) {
            app.ui.selected = tell_why_task(app.model, app.spans, cli->why);
            app.ui.why.open = true;
        }
        if (cli->predict) {
            app_command(&app, COMMAND_PREDICT, 0);
        }
        app_draw(&app, list, (float)width_of(cli) / app.ui.scale, (float)height_of(cli) / app.ui.scale, 0);
    }
    app_free(&app);
    return opened && !list->failed;
}

/* Also shapes and text are measured by the picture's fonts, so that both look the same. */
static bool write_picture(Cli *cli, Source *source, ExportFormat format, FILE *out)
{
    Picture *picture = NULL;
    Theme theme = (Theme)cli->settings.value[SETTING_OF_THEME];
    float scale = (float)cli->settings.value[SETTING_OF_SCALE] / 100;
    const char *fault = picture_open(&picture, width_of(cli), height_of(cli), scale);
    if (fault != NULL) {
        snprintf(cli->error, sizeof cli->error, "the picture cannot be drawn: %.300s", fault);
        return false;
    }
    DrawList list;
    drawlist_init(&list, picture_metrics(picture));
    bool drawn = draw_frame(cli, source, &list);
    if (drawn && format == EXPORT_SVG) {
        drawn =
            svg_write(&list, theme, (float)width_of(cli) / scale, (float)height_of(cli) / scale, scale, trace_title(source->trace), out);
    } else if (drawn) {
        picture_draw(picture, &list, theme);
        drawn = picture_write_png(picture, out);
    }
    drawlist_free(&list);
    picture_close(picture);
    return drawn;
}

/* What is made of the bars. */
static bool write_spans(const Source *source, bool (*write)(const OutRun *run, FILE *out), FILE *out)
{
    Model *model = model_new(source->trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    bool written = false;
    if (spans != NULL) {
        spans_update(spans); /* of a damaged trace the sound part is written */
        written = write(&(OutRun){source->trace, model, spans}, out);
    }
    model_free(model);
    spans_free(spans);
    return written;
}

static bool write_format(Cli *cli, Source *source, ExportFormat format, FILE *out)
{
    switch (format) {
    case EXPORT_PNG:
    case EXPORT_SVG: return write_picture(cli, source, format, out);
    case EXPORT_CHROME: return write_spans(source, out_chrome, out);
    case EXPORT_OTLP: return write_spans(source, out_otlp, out);
    case EXPORT_CSV: return write_spans(source, out_csv, out);
    case EXPORT_PAGE: return page_write(cli, source, out);
    case EXPORT_JSONL: return trace_write_jsonl(source->trace, out);
    case EXPORT_RECORDING: return write_recording(source->trace, out);
    case EXPORT_UNKNOWN: break;
    }
    return false;
}

static bool failed(Cli *cli, int reason)
{
    if (cli->error[0] == '\0') {
        snprintf(cli->error, sizeof cli->error, "%.200s cannot be written: %s", cli->output,
                 reason != 0 ? strerror(reason) : "memory has run out");
    }
    return false;
}

/* Pipes and devices ("/dev/stdout") are written as they are: nothing stands beside them that could take their place. */
static bool is_special(const char *name)
{
    struct stat about;
    return stat(name, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

/* Without --force the name itself is taken first, so that nobody else's file can be written over in between. */
static bool reserve(Cli *cli)
{
    int descriptor = open(cli->output, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (descriptor >= 0) {
        close(descriptor);
        return true;
    }
    if (errno == EEXIST) {
        snprintf(cli->error, sizeof cli->error, "%.200s exists already: add --force to write over it", cli->output);
        return false;
    }
    return failed(cli, errno);
}

static bool write_to(Cli *cli, Source *source, ExportFormat format, const char *name)
{
    FILE *out = fopen(name, "wb");
    if (out == NULL) {
        return failed(cli, errno);
    }
    errno = 0;
    bool written = write_format(cli, source, format, out);
    int reason = errno;
    if (fclose(out) != 0) {
        reason = errno;
        written = false;
    }
    return written || failed(cli, reason);
}

bool export_write(Cli *cli, Source *source, ExportFormat format)
{
    if (is_special(cli->output)) {
        return write_to(cli, source, format, cli->output);
    }
    bool reserved = !cli->force;
    if (reserved && !reserve(cli)) {
        return false;
    }
    size_t size = strlen(cli->output) + sizeof ".part";
    char *beside = malloc(size);
    bool written = false;
    if (beside == NULL) {
        (void)failed(cli, 0);
    } else {
        snprintf(beside, size, "%s.part", cli->output);
        written = write_to(cli, source, format, beside);
        if (written && rename(beside, cli->output) != 0) {
            written = failed(cli, errno);
        }
        if (!written) {
            unlink(beside);
        }
    }
    if (!written && reserved) {
        unlink(cli->output);
    }
    free(beside);
    return written;
}
