/* places.c: computes where the chips of the loop panel stand in one state. */
#include "parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TITLE = 22, GAP = 8, INSET = 8, NEXT_TURN = 78, READY_ROWS = 3 };

/* The task that sleeps on a future, or NULL. */
static const ModelTask *sleeper_on(const State *state, Ref future)
{
    for (size_t i = 0; future && i < state->task_count; i++) {
        if (state->tasks[i].awaits == future && state->tasks[i].state >= TASK_AWAITING && state->tasks[i].state <= TASK_SLEEPING) {
            return &state->tasks[i];
        }
    }
    return NULL;
}

/* "main's wait_for": what a timer ends. False: it is another kind of timer. */
static bool limit_label(const View *view, const State *state, TraceCall call, Ref about, char *label)
{
    const ModelFuture *future = ref_kind(about) == REF_FUTURE ? state_future(state, about) : NULL;
    Ref whose = call == CALL_EXPIRE ? about : call == CALL_RELEASE && future ? future->by : 0;
    if (ref_kind(whose) != REF_TASK) {
        return false;
    }
    char name[CHIP_LABEL];
    model_task_label(view->model, whose, name, sizeof name);
    snprintf(label, LOOP_LABEL, view_words(view, "%s's %s"), name, future ? trace_via_name(future->via) : "timeout");
    return true;
}

/* A timer that no task sleeps on: not yet, or no longer. */
static void timer_label(const View *view, const State *state, const ModelTimer *timer, char *label)
{
    const ModelFuture *future = ref_kind(timer->future) == REF_FUTURE ? state_future(state, timer->future) : NULL;
    const char *called = trace_text(view->trace, timer->name);
    char name[CHIP_LABEL];
    if (limit_label(view, state, timer->call, timer->future, label)) {
        return;
    }
    if (timer->call == CALL_RESOLVE && future && ref_kind(future->by) == REF_TASK) {
        model_task_label(view->model, future->by, name, sizeof name);
        snprintf(label, LOOP_LABEL, view_words(view, "%s's sleep"), name);
    } else {
        snprintf(label, LOOP_LABEL, "%s%s", called[0] ? called : words_meant(view->ui->language, "label", "timer"), called[0] ? "()" : "");
    }
}

/* "API A → gather": who is done, and which function hears of it. */
static void heard_label(const View *view, const ModelReady *entry, const char *function, char *label)
{
    char name[CHIP_LABEL];
    const char *cancelled = entry->cancelled ? view_words(view, " (cancelled)") : "";
    if (ref_kind(entry->future) == REF_TASK) {
        model_task_label(view->model, entry->future, name, sizeof name);
        snprintf(label, LOOP_LABEL, "%s → %s%s", name, function, cancelled);
    } else {
        snprintf(label, LOOP_LABEL, view_words(view, "%s's callback%s"), function, cancelled);
    }
}

static void callback_label(const View *view, const State *state, const LoopItem *item, char *label)
{
    if (item->outside != NULL) {
        char brief[LOOP_LABEL];
        view_named(view, spans_outside_brief(view->spans, item->outside->number, brief, sizeof brief), label, LOOP_LABEL);
        return;
    }
    const ModelReady *entry = item->entry;
    if (!entry) {
        timer_label(view, state, item->timer, label);
        return;
    }
    char name[CHIP_LABEL], name_of_limit[LOOP_LABEL];
    const ModelTask *sleeper = NULL;
    const char *cancelled = entry->cancelled ? view_words(view, " (cancelled)") : "";
    if (ref_kind(entry->handle) == REF_TIMER && !entry->cancelled && limit_label(view, state, entry->call, entry->future, name_of_limit)) {
        snprintf(label, LOOP_LABEL, view_words(view, "timer → %.*s"), LOOP_LABEL - 12, name_of_limit);
        return;
    }
    switch (entry->call) {
    case CALL_RESOLVE:
        sleeper = sleeper_on(state, entry->future);
        if (sleeper) {
            model_task_label(view->model, ref_make(REF_TASK, sleeper->number), name, sizeof name);
            snprintf(label, LOOP_LABEL, view_words(view, "timer → %s's sleep%s"), name, cancelled);
        } else {
            snprintf(label, LOOP_LABEL, view_words(view, "timer → resolves a sleep%s"), cancelled);
        }
        break;
    case CALL_CHILD: {
        const ModelFuture *outer = state_future(state, entry->outer);
        const char *via = outer ? trace_via_name(outer->via) : "gather";
        heard_label(view, entry, via[0] ? via : "gather", label);
        break;
    }
    case CALL_STOP: snprintf(label, LOOP_LABEL, view_words(view, "stops the loop%s"), cancelled); break;
    case CALL_CLOSE_GENERATOR: snprintf(label, LOOP_LABEL, view_words(view, "closes a generator%s"), cancelled); break;
    case CALL_EXPIRE: snprintf(label, LOOP_LABEL, view_words(view, "timeout is over%s"), cancelled); break;
    case CALL_USER: {
        const char *called = trace_text(view->trace, entry->name), *brief = narrate_callback_brief(called);
        snprintf(label, LOOP_LABEL, brief != NULL ? view_words(view, "loop: %s%s") : "%s()%s",
                 brief != NULL ? view_words(view, brief) : called, cancelled);
        break;
    }
    default: heard_label(view, entry, trace_call_function(entry->call), label); break;
    }
}

/* A callback has no icon in whose place its number could stand: there is room for it before the words. */
void loop_callback_label(const View *view, const State *state, const LoopItem *item, char *label)
{
    static const char room[] = "      ";
    callback_label(view, state, item, label);
    if (view_choice(view) != NULL && item->section == LOOP_READY) {
        size_t length = strlen(label), most = LOOP_LABEL - sizeof room;
        memmove(label + sizeof room - 1, label, length < most ? length : most);
        memcpy(label, room, sizeof room - 1);
        label[sizeof room - 1 + (length < most ? length : most)] = '\0';
    }
}

void loop_add_item(LoopPlaces *places, LoopItem item)
{
    if (places->count < LOOP_ITEMS) {
        places->items[places->count++] = item;
    }
}

float loop_item_width(const DrawList *list, const View *view, const State *state, const LoopItem *item)
{
    char label[LOOP_LABEL];
    if (item->task) {
        model_task_label(view->model, item->who, label, sizeof label);
        return chip_width(list, item->section == LOOP_RUNNING ? CHIP_SOLID : CHIP_RAISED, label);
    }
    loop_callback_label(view, state, item, label);
    return chip_width(list, CHIP_OUTLINED, label);
}

bool loop_running_item(const State *state, LoopItem *item)
{
    const ModelTask *task = state_running_task(state);
    *item = (LoopItem){.who = state->running, .section = LOOP_RUNNING, .task = task, .entry = task ? NULL : &state->current};
    return state->running != TRACE_NOBODY;
}

LoopItem loop_ready_item(const State *state, size_t index)
{
    const ModelReady *entry = &state->ready[index];
    const ModelTask *task = entry->task ? state_task(state, entry->task) : NULL;
    return (LoopItem){.who = task ? entry->task : entry->handle, .section = LOOP_READY, .task = task, .entry = entry};
}

static void place_running(const DrawList *list, const View *view, const State *state, LoopPlaces *places)
{
    Rect box = places->box[LOOP_RUNNING];
    LoopItem item;
    if (!loop_running_item(state, &item)) {
        return;
    }
    float most = box.w * 0.62F;
    if (item.task == NULL) { /* the words beside it are known, and stand whole where there is room */
        float beside = draw_text_width(list, FONT_BODY, view_words(view, "the loop itself")) + 36;
        most = fmaxf(box.w * 0.5F, box.w - 12 - beside);
    }
    float width = fminf(loop_item_width(list, view, state, &item), most);
    item.rect = (Rect){box.x + 12, box.y + 10, width, box.h - 20};
    loop_add_item(places, item);
}

/* The queue reads like words: from left to right, then the next row. Returns the box's height. */
static float place_ready(const DrawList *list, const View *view, const State *state, LoopPlaces *places)
{
    Rect box = places->box[LOOP_READY];
    float left = box.x + INSET, right = box.x + box.w - INSET, x = left, y = box.y + INSET;
    size_t row = 0;
    for (size_t i = 0; i < state->ready_count; i++) {
        LoopItem item = loop_ready_item(state, i);
        bool mark = i == state->batch_left && state->batch_left > 0;
        float width = fminf(loop_item_width(list, view, state, &item), right - left);
        float needed = width + (mark ? NEXT_TURN : 0);
        /* The last row keeps room for "+12 more". */
        bool last = row + 1 == READY_ROWS && i + 1 < state->ready_count;
        if (x > left && x + needed > right - (last ? 80 : 0)) {
            if (row + 1 == READY_ROWS) {
                places->hidden[LOOP_READY] = state->ready_count - i;
                break;
            }
            row++;
            x = left;
            y += CHIP_HEIGHT + GAP;
        }
        if (mark) {
            places->next_turn = (Rect){x, y, NEXT_TURN - GAP, CHIP_HEIGHT};
            x += NEXT_TURN;
        }
        width = fminf(width, right - x);
        item.rect = (Rect){x, y, width, CHIP_HEIGHT};
        loop_add_item(places, item);
        x += width + GAP;
    }
    return (float)(row + 1) * (CHIP_HEIGHT + GAP) - GAP + 2 * INSET;
}

static bool timer_is_task(const State *state, const ModelTimer *timer)
{
    const ModelTask *task = state_task(state, timer->task);
    return task && task->state == TASK_SLEEPING;
}

/* Those whose time is up come first: their timer has left the heap, and its callback has not run yet. */
size_t loop_sleeping(const State *state, LoopItem *items, size_t most, size_t skip)
{
    size_t seen = 0, kept = 0;
    for (size_t i = 0; i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        if (task->state != TASK_SLEEPING || task->wake_at > state->now) {
            continue; /* a deadline that is still to come stands among the timers */
        }
        if (!state_sleep_is_set(state, task) && seen++ >= skip && kept < most) {
            items[kept++] = (LoopItem){.who = ref_make(REF_TASK, task->number), .section = LOOP_SLEEPING, .task = task};
        }
    }
    for (size_t i = 0; i < state->timer_count; i++) {
        const ModelTimer *timer = state_timer(state, i);
        bool its = timer_is_task(state, timer);
        if (seen++ >= skip && kept < most) {
            items[kept++] = (LoopItem){.who = its ? timer->task : ref_make(REF_TIMER, timer->number),
                                       .section = LOOP_SLEEPING,
                                       .task = its ? state_task(state, timer->task) : NULL,
                                       .timer = timer};
        }
    }
    return seen;
}

size_t loop_awaiting(const State *state, LoopItem *items, size_t most, size_t skip)
{
    size_t seen = 0, kept = 0;
    for (size_t i = 0; i < state->task_count; i++) {
        bool awaits = state->tasks[i].state == TASK_AWAITING && !loop_waits_outside(state, &state->tasks[i]);
        if (awaits && seen++ >= skip && kept < most) {
            items[kept++] =
                (LoopItem){.who = ref_make(REF_TASK, state->tasks[i].number), .section = LOOP_AWAITING, .task = &state->tasks[i]};
        }
    }
    return seen;
}

/* Each list gets what it needs while that fits; else they take turns until the room is full. */
static void share_room(const size_t *need, size_t *shown, size_t lists, size_t fit)
{
    size_t taken = 0;
    for (bool more = true; more && taken < fit;) {
        more = false;
        for (size_t i = 0; i < lists && taken < fit; i++) {
            if (shown[i] < need[i]) {
                shown[i]++;
                taken++;
                more = true;
            }
        }
    }
}

typedef struct Rows {
    LoopSection section;
    size_t (*collect)(const State *state, LoopItem *items, size_t most, size_t skip);
} Rows;

static void place_rows(const View *view, const State *state, Rect body, float y, LoopPlaces *places)
{
    static const Rows lists[] = {{LOOP_SLEEPING, loop_sleeping}, {LOOP_OUTSIDE, loop_outside}, {LOOP_AWAITING, loop_awaiting}};
    enum { LISTS = sizeof lists / sizeof lists[0] };
    LoopItem items[LOOP_ITEMS / LISTS];
    const size_t most = sizeof items / sizeof items[0];
    size_t need[LISTS] = {0}, shown[LISTS] = {0}, used = 0;
    for (size_t i = 0; i < LISTS; i++) {
        used += places->used[lists[i].section];
        need[i] = places->used[lists[i].section] ? lists[i].collect(state, items, 0, 0) : 0;
    }
    float room = body.y + body.h - y - (float)used * TITLE - (float)(used - 1) * GAP;
    room += LOOP_ROW - CHIP_HEIGHT; /* below the last chip there is nothing to keep apart */
    share_room(need, shown, LISTS, room > 0 ? (size_t)(room / LOOP_ROW) : 0);
    float scroll = view->ui->scroll_loop;
    size_t wanted = scroll > 0 ? (size_t)(fminf(scroll, 1e6F) / LOOP_ROW + 0.5F) : 0;
    float column = fminf(fmaxf(body.w * 0.42F, 104), 200);
    for (size_t list = 0; list < LISTS; list++) {
        LoopSection section = lists[list].section;
        if (!places->used[section]) {
            continue;
        }
        shown[list] = shown[list] < most ? shown[list] : most;
        size_t skip = wanted < need[list] - shown[list] ? wanted : need[list] - shown[list];
        lists[list].collect(state, items, shown[list], skip);
        places->title_y[section] = y;
        y += TITLE;
        places->box[section] = (Rect){body.x, y, body.w, (float)shown[list] * LOOP_ROW};
        places->hidden[section] = need[list] - shown[list];
        for (size_t i = 0; i < shown[list]; i++) {
            items[i].rect = (Rect){body.x, y + (float)i * LOOP_ROW, column, CHIP_HEIGHT};
            items[i].note = (Rect){body.x + column + 8, items[i].rect.y, body.w - column - 8, CHIP_HEIGHT};
            loop_add_item(places, items[i]);
        }
        y += (float)shown[list] * LOOP_ROW + GAP;
    }
    places->bottom = y;
}

void loop_place(const DrawList *list, const View *view, const State *state, Rect body, LoopPlaces *places)
{
    memset(places, 0, sizeof *places);
    for (int section = 0; section < LOOP_SECTIONS; section++) {
        places->used[section] = section != LOOP_OUTSIDE || loop_has_outside(view);
    }
    if (body.h < LOOP_LOW + (places->used[LOOP_OUTSIDE] ? LOOP_LOWER : 0)) {
        loop_place_dense(list, view, state, body, places);
        return;
    }
    bool compact = body.h < 360; /* with the tasks of most lessons in sight */
    float y = body.y;
    places->title_y[LOOP_RUNNING] = y;
    y += TITLE;
    places->box[LOOP_RUNNING] = (Rect){body.x, y, body.w, compact ? 50 : 60};
    y += places->box[LOOP_RUNNING].h + (compact ? 6 : 12);
    places->title_y[LOOP_READY] = y;
    y += TITLE;
    places->box[LOOP_READY] = (Rect){body.x, y, body.w, 0};
    place_running(list, view, state, places);
    places->box[LOOP_READY].h = place_ready(list, view, state, places);
    y += places->box[LOOP_READY].h + (compact ? 6 : 12);
    place_rows(view, state, body, y, places);
}
