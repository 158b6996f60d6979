/* callback.c: see callback.h. The trace knows a callback by its name alone, so the head of its function is looked for in the text. */
#include "callback.h"

#include "trace/fields.h"

#include <ctype.h>
#include <string.h>

enum { LOOKED_AT = 400 /* events */ };

static bool is_callback(Ref ref) { return ref_kind(ref) == REF_HANDLE || ref_kind(ref) == REF_TIMER; }

static uint32_t line_of_event(const ProgramText *shown, const Event *event)
{
    TraceFields fields = trace_fields(event);
    return fields.d == FIELD_PLACE ? program_line(shown, event->d) : 0;
}

/* `name` as a word of its own with a bracket behind it. */
static bool calls(const char *line, size_t length, const char *name, size_t name_length)
{
    for (size_t i = 0; i + name_length < length; i++) {
        bool begins = i == 0 || (!isalnum((unsigned char)line[i - 1]) && line[i - 1] != '_');
        if (begins && strncmp(line + i, name, name_length) == 0 && line[i + name_length] == '(') {
            return true;
        }
    }
    return false;
}

/* In C a function begins at the line's beginning, and what ends with ";" only declares or calls it. */
static bool is_head(bool python, const char *line, size_t length, const char *name, size_t name_length)
{
    if (python) {
        size_t indent = strspn(line, " \t");
        return strncmp(line + indent, "def ", 4) == 0 && calls(line + indent, length - indent, name, name_length);
    }
    bool begins = length > 0 && (isalpha((unsigned char)line[0]) || line[0] == '_');
    return begins && line[length - 1] != ';' && calls(line, length, name, name_length);
}

/* 0: there is none, or more than one, and nobody knows which it is. */
static uint32_t head_line(const ProgramText *shown, const char *name)
{
    const char *of = strrchr(name, '.'); /* of a class */
    name = of != NULL ? of + 1 : name;
    size_t name_length = strlen(name);
    uint32_t found = 0, line = 1;
    for (const char *at = shown->text; name_length > 0 && *at != '\0'; line++) {
        size_t length = strcspn(at, "\n");
        if (is_head(shown->python, at, length, name, name_length)) {
            if (found != 0) {
                return 0;
            }
            found = line;
        }
        at += length + (at[length] != '\0');
    }
    return found;
}

uint32_t callback_line(const ProgramText *shown)
{
    const State *state = shown->state;
    if (!is_callback(state->running) || state->current.call != CALL_USER) {
        return 0;
    }
    for (size_t i = state->n; i > 0 && state->n - i < LOOKED_AT; i--) {
        const Event *event = trace_event(shown->trace, i - 1);
        if (event->kind == EV_CB) {
            break;
        }
        uint32_t line = event->by == state->running ? line_of_event(shown, event) : 0;
        if (line > 0) {
            return line;
        }
    }
    return head_line(shown, trace_text(shown->trace, state->current.name));
}

/* Of a callback that has run: as it was called when it was put into the queue or its timer was set; "": too long ago. */
static const char *name_of(const Trace *trace, size_t index)
{
    Ref who = trace_event(trace, index)->b;
    EventKind made = ref_kind(who) == REF_TIMER ? EV_TIMER_NEW : EV_READY;
    for (size_t i = index; i > 0 && index - i < LOOKED_AT; i--) {
        const Event *event = trace_event(trace, i - 1);
        if (event->kind == made && event->a == ref_number(who)) {
            return event->detail == CALL_USER ? trace_text(trace, event->b) : "";
        }
    }
    return "";
}

uint32_t callback_last_line(const ProgramText *shown)
{
    size_t n = shown->state->n;
    for (size_t i = n; i > 0 && n - i < LOOKED_AT; i--) {
        const Event *event = trace_event(shown->trace, i - 1);
        if (event->kind == EV_STEP) {
            return 0;
        }
        uint32_t line = is_callback(event->by) ? line_of_event(shown, event) : 0;
        if (line == 0 && event->kind == EV_CB && event->detail == CALL_USER) {
            line = head_line(shown, name_of(shown->trace, i - 1));
        }
        if (line > 0) {
            return line;
        }
    }
    return 0;
}
