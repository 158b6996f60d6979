/* find_again.c: from one place of the run that holds the words to the next or the one before. */
#include "lesson/program.h"
#include "sheet.h"

#include <stdint.h>
#include <string.h>

typedef struct Search {
    const View *view;
    const char *words;
    size_t n;
    int direction;
    size_t best; /* SIZE_MAX: nothing yet */
} Search;

static void consider(Search *search, size_t moment)
{
    bool ahead = search->direction > 0;
    bool lies = ahead ? moment > search->n : moment < search->n;
    bool nearer = search->best == SIZE_MAX || (ahead ? moment < search->best : moment > search->best);
    if (moment != SIZE_MAX && lies && nearer) {
        search->best = moment;
    }
}

static bool text_holds(const Search *search, const char *text) { return sheet_holds(text, strlen(text), search->words); }

static void in_tasks(Search *search)
{
    size_t count = 0;
    const uint32_t *lanes = spans_lanes(search->view->spans, &count);
    for (size_t i = 0; i < count; i++) {
        char label[64];
        const Span *spans = NULL;
        model_task_label(search->view->model, ref_make(REF_TASK, lanes[i]), label, sizeof label);
        if (text_holds(search, label) && spans_of(search->view->spans, lanes[i], &spans) > 0) {
            consider(search, (size_t)spans[0].from + 1);
        }
    }
}

static void in_output(Search *search)
{
    size_t count = 0;
    const Trace *trace = search->view->trace;
    const uint32_t *printed = spans_landmarks(search->view->spans, LANDMARK_OUTPUT, &count);
    for (size_t i = 0; i < count; i++) {
        if (text_holds(search, trace_text(trace, trace_event(trace, printed[i])->b))) {
            consider(search, (size_t)printed[i] + 1);
        }
    }
}

static void in_lines(Search *search)
{
    ProgramText shown = view_program_text(search->view);
    uint32_t count = shown.text ? program_line_count(&shown) : 0;
    for (uint32_t line = 1; line <= count; line++) {
        size_t length = 0;
        const char *text = program_find(&shown, line, &length);
        if (text && sheet_holds(text, length, search->words)) {
            consider(search, program_run_from(&shown, line, search->n, search->direction));
        }
    }
}

static void in_events(Search *search)
{
    bool wanted[EV_COUNT] = {false}, any = false;
    const Trace *trace = search->view->trace;
    for (int kind = 0; kind < EV_COUNT; kind++) {
        any |= wanted[kind] = text_holds(search, trace_event_name((EventKind)kind));
    }
    for (size_t i = 0; any && i < trace_count(trace); i++) {
        const Event *event = trace_event(trace, i);
        if (event->kind < EV_COUNT && wanted[event->kind]) {
            consider(search, i + 1);
        }
    }
}

size_t sheet_find_from(const View *view, const char *words, size_t n, int direction)
{
    Search search = {.view = view, .words = words, .n = n, .direction = direction, .best = SIZE_MAX};
    words += strspn(words, " ");
    search.words = words;
    if (*words && view->trace) {
        in_tasks(&search);
        in_output(&search);
        in_lines(&search);
        in_events(&search);
    }
    return search.best;
}
