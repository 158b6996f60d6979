/* source.c: opens a run: records a lesson, or reads a recording as far as it is whole. */
#include "source.h"

#include "cli.h"
#include "trace/stream.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool no_memory(Source *source)
{
    source_close(source);
    snprintf(source->notice, sizeof source->notice, "there is not enough memory to open this run: close other programs and try again");
    return false;
}

bool source_record(Source *source, const Lesson *lesson, const KnobValues *values)
{
    *source = (Source){.trace = trace_new(), .lesson = lesson};
    if (source->trace == NULL) {
        return no_memory(source);
    }
    source->status = lesson_run(lesson, values, trace_sink(source->trace), false);
    return !trace_full(source->trace) || no_memory(source);
}

/* A recording of a lesson as it is now can show that lesson's Python twin too. */
static const Lesson *lesson_of(const Trace *trace)
{
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        for (size_t j = 0; j < trace_source_count(trace); j++) {
            if (strcmp(trace_source_file(trace, j), lesson->c_file) == 0 && strcmp(trace_source_text(trace, j), lesson->c_text) == 0) {
                return lesson;
            }
        }
    }
    return NULL;
}

/* Feeds the whole file to the reader; false when the stream is damaged or the file could not be read to its end. */
static bool read_all(FILE *file, TraceReader *reader)
{
    char bytes[1 << 16];
    size_t length;
    while ((length = fread(bytes, 1, sizeof bytes, file)) > 0) {
        if (!trace_reader_feed(reader, bytes, length)) {
            return false;
        }
    }
    return trace_reader_finish(reader) && !ferror(file);
}

static bool read_recording(Source *source, const char *name, FILE *file)
{
    source->trace = trace_new();
    TraceReader *reader = source->trace != NULL ? trace_reader_new(source->trace) : NULL;
    if (reader == NULL) {
        return no_memory(source);
    }
    bool whole = read_all(file, reader);
    const char *error = trace_reader_error(reader);
    if (!whole && trace_count(source->trace) > 0) {
        snprintf(source->notice, sizeof source->notice, "%.60s is damaged: %.130s; what comes before it is shown", name,
                 error != NULL ? error : "it could not be read to its end");
    } else if (!whole) {
        snprintf(source->notice, sizeof source->notice, "%.70s cannot be opened as a recording: %.130s", name,
                 error != NULL ? error : "it could not be read");
    }
    trace_reader_free(reader);
    if (trace_full(source->trace)) {
        return no_memory(source);
    }
    if (!whole && trace_count(source->trace) == 0) {
        source_close(source);
        return false;
    }
    source->lesson = lesson_of(source->trace);
    return true;
}

bool source_open(Source *source, const char *subject, bool *wrong_call)
{
    *wrong_call = false;
    const Lesson *lesson = lesson_find(subject);
    if (lesson != NULL) {
        return source_record(source, lesson, NULL);
    }
    *source = (Source){.trace = NULL};
    struct stat about;
    if (stat(subject, &about) == 0 && S_ISDIR(about.st_mode)) {
        snprintf(source->notice, sizeof source->notice, "%.150s is a folder: give a lesson or a recording", subject);
        return false;
    }
    FILE *file = fopen(subject, "rb");
    if (file == NULL && errno == ENOENT) {
        *wrong_call = true;
        cli_unknown_subject(subject, source->notice, sizeof source->notice);
        return false;
    }
    if (file == NULL) {
        snprintf(source->notice, sizeof source->notice, "%.120s cannot be read: %.100s", subject, strerror(errno));
        return false;
    }
    bool opened = read_recording(source, subject, file);
    fclose(file);
    return opened;
}

void source_close(Source *source)
{
    trace_free(source->trace);
    trace_free(source->usual);
    source->trace = source->usual = NULL;
}
