/* link.c: puts together what opens a moment again. */
#include "link.h"

#include "async.h"
#include "lesson/policy.h"
#include "lesson/timing.h"

#include "trace/stream.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Text {
    char *text;
    size_t length;
    bool full;
} Text;

static void add(Text *text, const char *format, ...)
{
    size_t room = LINK_TEXT - text->length;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text->text + text->length, room, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= room) {
        text->full = true;
    } else {
        text->length += (size_t)length;
    }
}

static void add_knobs(Text *text, const LinkForm *form, const Lesson *lesson, const KnobValues *values)
{
    KnobValues usual = knobs_usual(lesson);
    char value[32];
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    for (size_t i = 0; i < count && i < values->count; i++) {
        if (values->value[i] != usual.value[i]) {
            add(text, "%s%s%s%s", form->knob, knobs[i].name, form->knob_is, knob_plain_text(values->value[i], value, sizeof value));
        }
    }
    char long_value[POLICY_TEXT]; /* which is the longest */
    if (values->timing.count > 0) {
        timing_text(&values->timing, long_value, sizeof long_value);
        for (char *blank = long_value; (blank = strchr(blank, ' ')) != NULL;) { /* which a shell would take for the end of it */
            *blank = ',';
        }
        add(text, "%s%s%s%s", form->knob, LESSON_TIMING, form->knob_is, long_value);
    }
    if (values->policy.kind == POLICY_PICKS && values->policy.count > 0) {
        add(text, "%s%s%s%s", form->knob, LESSON_PICKS, form->knob_is, policy_picks_text(&values->policy, long_value, sizeof long_value));
    } else if (values->policy.kind == POLICY_LAST_IN || values->policy.kind == POLICY_RANDOM) {
        add(text, "%s%s%s%s", form->knob, LESSON_POLICY, form->knob_is, policy_text(&values->policy, long_value, sizeof long_value));
    }
    if (values->rules != 0) {
        add(text, "%s%s", form->rules, async_rules_name(values->rules, value, sizeof value));
    }
}

static bool write_bytes(void *out, const void *bytes, size_t length) { return fwrite(bytes, 1, length, out) == length; }

char *link_bytes(const Trace *trace, size_t *length)
{
    enum { MOST_EVENTS = 100000 /* which no compression makes small enough */ };
    char *bytes = NULL;
    FILE *out = trace_count(trace) <= MOST_EVENTS ? open_memstream(&bytes, length) : NULL;
    TraceWriter *writer = out != NULL ? trace_writer_new(write_bytes, out) : NULL;
    bool good = writer != NULL;
    if (good) {
        trace_replay(trace, trace_writer_sink(writer));
        good = trace_writer_flush(writer) && !trace_writer_failed(writer);
    }
    trace_writer_free(writer);
    good = out != NULL && fclose(out) == 0 && good;
    if (!good) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

bool link_write(const Session *session, const LinkForm *form, char buffer[LINK_TEXT])
{
    const App *app = &session->app;
    const Lesson *lesson = session->source.lesson;
    Text text = {.text = buffer};
    buffer[0] = '\0';
    if (lesson != NULL) {
        add(&text, "%s%s", form->lesson, lesson->name);
    }
    add(&text, "%s%zu", form->at, app->player.n);
    if (lesson != NULL) {
        add_knobs(&text, form, lesson, &app->ui.knobs);
        add(&text, "%s", app->ui.python ? form->python : "");
    }
    add(&text, "%s", app->ui.predict.on ? form->predict : "");
    return !text.full;
}
