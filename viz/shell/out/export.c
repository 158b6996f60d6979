/* export.c: writes a run to a file: first beside it, then in its place, so that a failure leaves nothing half done. */
#include "export.h"

#include "language/said.h"
#include "shell/handout/handout.h"
#include "film.h"
#include "out.h"
#include "pdf.h"

#include "sdl/picture.h"
#include "trace/jsonl.h"
#include "trace/stream.h"
#include "draw/svg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ExportFormat export_format(const char *name, bool handout, char *error, size_t size)
{
    ExportFormat format = format_of_name(name);
    if (format == EXPORT_UNKNOWN) {
        snprintf(error, size, SAID("export cannot tell what %.200s is to be: end the name with one of%s"), name, FORMAT_ENDINGS);
    }
    return handout && format == EXPORT_PAGE ? EXPORT_HANDOUT_HTML : handout && format == EXPORT_PDF ? EXPORT_HANDOUT_PDF : format;
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

/* Also shapes and text are measured by the picture's fonts, so that all three look the same. */
static bool write_picture(Export *export, FILE *out)
{
    Picture *picture = NULL;
    Theme theme = export->app->ui.theme;
    float scale = export->scale, width = (float)export->width / scale, height = (float)export->height / scale;
    const char *fault = picture_open(&picture, export->width, export->height, scale), *title = trace_title(export->trace);
    if (fault != NULL) {
        snprintf(export->error, sizeof export->error, SAID("the picture cannot be drawn: %.300s"), fault);
        return false;
    }
    DrawList list;
    drawlist_init(&list, picture_metrics(picture));
    app_draw_picture(export->app, export->what, &list, width, height, 0);
    bool drawn = !list.failed;
    if (drawn && export->format == EXPORT_SVG) {
        drawn = svg_write(&list, theme, width, height, scale, title, out);
    } else if (drawn && export->format == EXPORT_PDF) {
        drawn = pdf_of_picture(&list, theme, width, height, scale, title, out, export->error, sizeof export->error);
    } else if (drawn) {
        picture_draw(picture, &list, theme);
        drawn = picture_write_png(picture, out);
    }
    drawlist_free(&list);
    picture_close(picture);
    return drawn;
}

static bool write_handout(Export *export, FILE *out)
{
    const char *fault = export->trace != NULL ? handout_write(export->language, export->trace, export->lesson, export->name, out)
                                              : handout_write_all(export->language, out);
    if (fault != NULL) {
        snprintf(export->error, sizeof export->error, SAID("the handout cannot be made: %.300s"), fault);
    }
    return fault == NULL && !ferror(out);
}

static bool write_handout_as_pdf(Export *export, FILE *out)
{
    char *html = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&html, &length);
    bool good = memory != NULL && write_handout(export, memory);
    good = memory != NULL && fclose(memory) == 0 && good;
    good = good && pdf_of_html(html, length, out, export->error, sizeof export->error);
    free(html);
    return good;
}

static bool write_film(Export *export, const char *file)
{
    Film film = {.app = export->app,
                 .gif = export->format == EXPORT_GIF,
                 .width = export->width,
                 .height = export->height,
                 .scale = export->scale,
                 .rate = export->rate,
                 .from = export->from,
                 .until = export->until,
                 .file = file,
                 .progress = export->progress,
                 .context = export->context};
    return film_write(&film, export->error, sizeof export->error);
}

/* What is made of the bars. */
static bool write_spans(const Trace *trace, bool (*write)(const OutRun *run, FILE *out), FILE *out)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    bool written = false;
    if (spans != NULL) {
        spans_update(spans); /* of a damaged trace the sound part is written */
        written = write(&(OutRun){trace, model, spans}, out);
    }
    model_free(model);
    spans_free(spans);
    return written;
}

static bool write_format(Export *export, const char *file, FILE *out)
{
    switch (export->format) {
    case EXPORT_PNG:
    case EXPORT_SVG:
    case EXPORT_PDF: return write_picture(export, out);
    case EXPORT_HANDOUT_HTML: return write_handout(export, out);
    case EXPORT_HANDOUT_PDF: return write_handout_as_pdf(export, out);
    case EXPORT_GIF:
    case EXPORT_MP4: return write_film(export, file);
    case EXPORT_CHROME: return write_spans(export->trace, out_chrome, out);
    case EXPORT_OTLP: return write_spans(export->trace, out_otlp, out);
    case EXPORT_CSV: return write_spans(export->trace, out_csv, out);
    case EXPORT_JSONL: return trace_write_jsonl(export->trace, out);
    case EXPORT_RECORDING: return write_recording(export->trace, out);
    case EXPORT_PAGE: return export->write_page != NULL && export->write_page(export->page, out, export->error, sizeof export->error);
    case EXPORT_UNKNOWN: break;
    }
    return false;
}

static bool failed(Export *export, int reason)
{
    if (export->error[0] == '\0') {
        snprintf(export->error, sizeof export->error, SAID("%.200s cannot be written: %s"), export->output,
                 reason != 0 ? strerror(reason) : SAID("memory has run out"));
    }
    return false;
}

/* Pipes and devices ("/dev/stdout") are written as they are: nothing stands beside them that could take their place. */
static bool is_special(const char *name)
{
    struct stat about;
    return stat(name, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

static bool is_there(const char *name, char *error, size_t size)
{
    snprintf(error, size, SAID("%.200s exists already: add --force to write over it"), name);
    return false;
}

bool export_may_write(const char *name, bool force, char *error, size_t size)
{
    return force || is_special(name) || access(name, F_OK) != 0 || is_there(name, error, size);
}

/* Without --force the name itself is taken first, so that nobody else's file can be written over in between. */
static bool reserve(Export *export)
{
    int descriptor = open(export->output, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (descriptor >= 0) {
        close(descriptor);
        return true;
    }
    return errno == EEXIST ? is_there(export->output, export->error, sizeof export->error) : failed(export, errno);
}

static bool write_to(Export *export, const char *name)
{
    FILE *out = fopen(name, "wb");
    if (out == NULL) {
        return failed(export, errno);
    }
    errno = 0;
    bool written = write_format(export, name, out);
    int reason = errno;
    if (fclose(out) != 0) {
        reason = errno;
        written = false;
    }
    return written || failed(export, reason);
}

/* An empty file beside it, of a name that nobody has; the caller frees the name. NULL: none can be made, and that was told. */
static char *make_beside(Export *export)
{
    enum { MOST_TRIES = 100 };
    size_t size = strlen(export->output) + sizeof ".part99";
    char *name = malloc(size);
    int descriptor = -1;
    errno = 0;
    for (int i = 0; name != NULL && descriptor < 0 && i < MOST_TRIES && (i == 0 || errno == EEXIST); i++) {
        char number[8] = "";
        if (i > 0) {
            snprintf(number, sizeof number, "%d", i);
        }
        snprintf(name, size, "%s.part%s", export->output, number);
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
    }
    if (descriptor >= 0) {
        close(descriptor);
        return name;
    }
    (void)failed(export, name != NULL ? errno : 0);
    free(name);
    return NULL;
}

bool export_run(Export *export)
{
    if (is_special(export->output)) {
        return write_to(export, export->output);
    }
    bool reserved = !export->force;
    if (reserved && !reserve(export)) {
        return false;
    }
    char *beside = make_beside(export);
    bool written = beside != NULL && write_to(export, beside);
    if (written && rename(beside, export->output) != 0) {
        written = failed(export, errno);
    }
    if (beside != NULL && !written) {
        unlink(beside);
    }
    if (!written && reserved) {
        unlink(export->output);
    }
    free(beside);
    return written;
}
