/* filter.c: see filter.h. */
#include "filter.h"

#include "draw/text_field.h"

#include <stdlib.h>
#include <string.h>

enum { NAME = 64 };

struct LaneFilter {
    char words[TEXT_FIELD_BYTES]; /* with which it was filled; "": nothing is hidden */
    size_t n, tasks;              /* the moment, and how many tasks the trace had */
    size_t shown;
    bool *hidden; /* by task number - 1 */
    size_t capacity;
};

LaneFilter *filter_new(void) { return calloc(1, sizeof(LaneFilter)); }

void filter_free(LaneFilter *filter)
{
    if (filter != NULL) {
        free(filter->hidden);
        free(filter);
    }
}

void filter_reset(LaneFilter *filter)
{
    filter->words[0] = '\0';
    filter->tasks = filter->shown = 0;
}

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool holds(const char *text, const char *word, size_t length)
{
    for (; *text != '\0'; text++) {
        size_t same = 0;
        while (same < length && text[same] != '\0' && small(text[same]) == small(word[same])) {
            same++;
        }
        if (same == length) {
            return true;
        }
    }
    return length == 0;
}

/* What is known of a task, also of one that is made after the cursor. */
typedef struct Known {
    char name[NAME];
    const char *coroutine, *state, *made_in, *defined_in; /* the last two are paths; "" where that is not known */
} Known;

static Known known_of(const Model *model, const Spans *spans, const State *state, uint32_t number)
{
    Known known = {.coroutine = "", .state = "", .made_in = "", .defined_in = ""};
    const Span *first = NULL;
    Ref ref = ref_make(REF_TASK, number);
    model_task_label(model, ref, known.name, sizeof known.name);
    const ModelTask *task = state_task(state, ref);
    known.state = task != NULL ? model_state_name(task->state) : "";
    const Trace *trace = model_trace(model);
    if (task != NULL && task->frame_count > 0 && task->frames[0].definition != 0) {
        known.defined_in = trace_place(trace, task->frames[0].definition)->file;
    }
    if (spans_of(spans, number, &first) > 0) {
        const Event *made = trace_event(trace, first[0].from);
        known.coroutine = trace_text(trace, made->c);
        known.made_in = made->d != 0 ? trace_place(trace, made->d)->file : "";
    }
    return known;
}

static bool shows(const char *words, const Known *known)
{
    for (const char *at = words + strspn(words, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        bool without = at[0] == '-' && length > 1;
        const char *word = at + without;
        size_t part = length - without;
        bool found = holds(known->name, word, part) || holds(known->coroutine, word, part) || holds(known->state, word, part) ||
                     holds(known->made_in, word, part) || holds(known->defined_in, word, part);
        if (found == without) {
            return false;
        }
        at += length;
    }
    return true;
}

void filter_update(LaneFilter *filter, const char *words, const Model *model, const Spans *spans, const State *state)
{
    size_t count = spans_task_count(spans);
    if (strcmp(words, filter->words) == 0 && (words[0] == '\0' || (filter->n == state->n && filter->tasks == count))) {
        return;
    }
    if (words[0] != '\0' && count > filter->capacity) {
        bool *hidden = realloc(filter->hidden, count * sizeof *hidden);
        if (hidden == NULL) {
            filter_reset(filter);
            return;
        }
        filter->hidden = hidden;
        filter->capacity = count;
    }
    snprintf(filter->words, sizeof filter->words, "%s", words);
    filter->n = state->n;
    filter->tasks = words[0] != '\0' ? count : 0;
    filter->shown = 0;
    for (size_t i = 0; i < filter->tasks; i++) {
        Known known = known_of(model, spans, state, (uint32_t)i + 1);
        filter->hidden[i] = !shows(words, &known);
        filter->shown += !filter->hidden[i];
    }
}

bool filter_hides(const LaneFilter *filter, uint32_t task)
{
    return filter != NULL && task >= 1 && task <= filter->tasks && filter->hidden[task - 1];
}

size_t filter_count(const LaneFilter *filter) { return filter->shown; }
