/* why.c: the question "why?": whom it is about, its answer, and following the chain of wake-ups. */
#include "parts.h"

#include "words/why.h"

#include <stdlib.h>

/* The last answer: it changes only with the task, the cursor and the trace. */
struct WhyAnswer {
    const Trace *trace;
    size_t n, count, event;
    Why why;
};

void app_why_free(App *app)
{
    free(app->why);
    app->why = NULL;
}

const Why *app_why(App *app, const Sentence *sentence)
{
    if (app->why == NULL) {
        app->why = calloc(1, sizeof *app->why);
    }
    struct WhyAnswer *answer = app->why;
    if (answer == NULL) {
        return NULL;
    }
    size_t n = app->player.n, count = trace_count(app->trace), event = app->ui.why.event;
    bool of_event = event != 0 && event <= n && app->ui.why.selected == app->ui.selected;
    Ref task = of_event ? 0 : app->ui.selected != 0 ? ref_make(REF_TASK, app->ui.selected) : sentence->subject;
    event = app->ui.why.event = of_event ? event : 0;
    if (answer->trace != app->trace || answer->n != n || answer->count != count || answer->why.task != task || answer->event != event) {
        if (of_event) {
            why_event(app->ui.language, app->model, app->spans, app->trace, event - 1, &answer->why);
        } else {
            why_task(app->ui.language, app->model, app->spans, app->trace, task, n, &answer->why);
        }
        answer->trace = app->trace;
        answer->n = n;
        answer->count = count;
        answer->event = event;
    }
    return &answer->why;
}

void app_why_event(App *app, size_t index)
{
    app->ui.why.open = true;
    app->ui.page.open = false;
    app->ui.why.scroll = 0;
    app->ui.why.event = index + 1;
    app->ui.why.selected = app->ui.selected;
}

void app_why_entry(App *app, Ref entry)
{
    bool timer = ref_kind(entry) == REF_TIMER;
    for (size_t i = app->player.n; i-- > 0;) {
        const Event *event = trace_event(app->trace, i);
        bool its_own = event->a == ref_number(entry) &&
                       (timer ? event->kind == EV_TIMER_FIRE || event->kind == EV_TIMER_NEW : event->kind == EV_READY);
        if (its_own) {
            app_why_event(app, i);
            return;
        }
    }
}

bool app_why_twice(App *app, HitArea hit)
{
    Layout layout = app_layout(app);
    bool output = rect_contains(layout.panel[PANEL_OUTPUT], app->ui.mouse_x, app->ui.mouse_y);
    if (app->trace == NULL || hit.id == 0) {
        return false;
    }
    if (hit.kind == HIT_EVENT && output && hit.id <= trace_count(app->trace)) {
        app_why_event(app, hit.id - 1);
        return true;
    }
    if (hit.kind == HIT_TASK || hit.kind == HIT_TIMELINE) {
        app->ui.selected = hit.id;
        app->ui.why.open = true;
        app->ui.page.open = false;
        app->ui.why.event = 0;
        app->ui.why.scroll = 0;
        return true;
    }
    return false;
}

/* Back along the newest wake-up of the selected task before the cursor, to whoever woke it. */
static void woken_by(App *app)
{
    size_t count = 0;
    const Link *links = spans_links(app->spans, &count);
    Ref task = ref_make(REF_TASK, app->ui.selected);
    for (size_t i = count; i-- > 0;) {
        const Link *link = &links[i];
        if (link->to == task && (size_t)link->index + 1 < app->player.n) {
            app->ui.selected = ref_kind(link->from) == REF_TASK ? ref_number(link->from) : app->ui.selected;
            app_seek(app, (size_t)link->index + 1);
            return;
        }
    }
}

/* On to the next task that the selected one makes or wakes. */
static void wakes(App *app)
{
    size_t count = 0;
    const Link *links = spans_links(app->spans, &count);
    Ref task = ref_make(REF_TASK, app->ui.selected);
    for (size_t i = 0; i < count; i++) {
        const Link *link = &links[i];
        if (link->from == task && ref_kind(link->to) == REF_TASK && link->index >= app->player.n) {
            app->ui.selected = ref_number(link->to);
            app_seek(app, (size_t)link->index + 1);
            return;
        }
    }
}

/* Without a selection the question is about the task that the sentence is about. */
static void choose_task(App *app)
{
    View view;
    Sentence sentence;
    if (app->ui.selected == 0 && app_view(app, &view, &sentence, 0)) {
        app->ui.selected = ref_number(sentence.subject);
    }
}

bool app_why_command(App *app, Command command)
{
    switch (command) {
    case COMMAND_WHY:
        app->ui.why.open = !app->ui.why.open;
        app->ui.page.open = app->ui.page.open && !app->ui.why.open;
        app->ui.why.event = 0;
        app->ui.why.scroll = 0;
        return true;
    case COMMAND_WOKEN_BY:
        choose_task(app);
        woken_by(app);
        return true;
    case COMMAND_WAKES:
        choose_task(app);
        wakes(app);
        return true;
    default: return false;
    }
}
