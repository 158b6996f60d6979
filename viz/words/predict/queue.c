/* queue.c: questions about the ready queue: who runs next, what stands in it, what is printed next. */
#include "parts.h"

#include <string.h>

static bool is_waiting_entry(const ModelReady *entry, Ref other) { return entry->task != 0 && entry->task != other && !entry->cancelled; }

static uint32_t line_of(const Scene *scene, Ref task)
{
    const ModelTask *found = state_task(scene->state, task);
    return found != NULL ? trace_place(scene->trace, model_task_place(found, scene->trace))->line : 0;
}

static bool next_of_queue(const Scene *scene, Draft *draft, Ref right)
{
    const State *state = scene->state;
    char name[NAME], other[NAME];
    size_t first = 0;
    while (first < state->ready_count && !is_waiting_entry(&state->ready[first], 0)) {
        first++;
    }
    if (first == state->ready_count || state->ready[first].task != right) {
        return false;
    }
    scene_name(scene, right, name);
    draft_text(draft, "The loop takes the next entry from the ready queue. Which task runs next?");
    draft_right(draft, "%s", name);
    for (size_t i = state->ready_count; i-- > first + 1 && state->ready_count - i <= PREDICT_CHOICES;) {
        if (is_waiting_entry(&state->ready[i], right)) {
            draft_wrong(draft, BELIEF_LAST_COMES_FIRST, "%s", scene_name(scene, state->ready[i].task, other));
        }
    }
    if (draft->question->choice_count < 2) {
        return false;
    }
    size_t last = scene_find_back(scene, scene->n, EV_STEP_END, 0);
    if (last != SIZE_MAX) {
        draft_wrong(draft, -1, "%s", scene_name(scene, ref_make(REF_TASK, trace_event(scene->trace, last)->a), other));
    }
    draft_reason(draft, "%s came to the ready queue first. The loop takes entries in the order in which they came.", name);
    return true;
}

/* The timers that end a task's sleep, earliest first; their number. */
static size_t sleepers(const State *state, const ModelTimer *found[PREDICT_CHOICES])
{
    size_t count = 0;
    for (size_t i = 0; i < state->timer_count && i < PREDICT_LOOK && count < PREDICT_CHOICES; i++) {
        if (!state_timer(state, i)->cancelled && state_timer(state, i)->task != 0) {
            found[count++] = state_timer(state, i);
        }
    }
    return count;
}

static Ref first_asleep(const ModelTimer *const *timers, size_t count)
{
    const ModelTimer *first = timers[0];
    for (size_t i = 1; i < count; i++) {
        first = timers[i]->number < first->number ? timers[i] : first;
    }
    return first->task;
}

static bool next_of_timers(const Scene *scene, Draft *draft, Ref right)
{
    const ModelTimer *timers[PREDICT_CHOICES];
    char name[NAME], other[NAME], when[TIME];
    size_t count = sleepers(scene->state, timers);
    if (count < 2 || timers[0]->task != right || timers[0]->when == timers[1]->when) {
        return false;
    }
    Ref first = first_asleep(timers, count);
    scene_name(scene, right, name);
    draft_text(draft, "The ready queue is empty. Which task runs next?");
    draft_right(draft, "%s", name);
    for (size_t i = 1; i < count; i++) {
        draft_wrong(draft, timers[i]->task == first ? BELIEF_ONE_AT_A_TIME : -1, "%s", scene_name(scene, timers[i]->task, other));
    }
    draft_reason(draft,
                 "The loop waits for the earliest timer, and that is the one of %s, at t = %s. Who fell asleep first does not count.", name,
                 scene_moment(scene, timers[0]->when, when));
    return true;
}

/* How many turns before this one began with a choice: several entries in the queue, or none and a wait. */
static size_t turns_before(const Scene *scene, size_t turn, bool queue)
{
    size_t count = 0;
    for (size_t i = turn; (i = scene_find_back(scene, i, EV_ITER, 0)) != SIZE_MAX;) {
        const Event *event = trace_event(scene->trace, i);
        count += queue ? event->b >= 2 : event->b == 0 && trace_time(event) > 0;
    }
    return count;
}

/* Once in a turn: the others of a batch follow from the first. */
bool predict_ask_next(Scene *scene, Draft *draft)
{
    if (scene->running != 0 || scene->step == SIZE_MAX) {
        return false;
    }
    size_t turn = scene_find_back(scene, scene->step, EV_ITER, 0), before = scene_find_back(scene, scene->step, EV_STEP, 0);
    uint32_t number = trace_event(scene->trace, scene->step)->a;
    if (turn == SIZE_MAX || (before != SIZE_MAX && before > turn) || spans_closes_loop(scene->spans, number)) {
        return false;
    }
    bool queue = scene->state->ready_count > 0;
    if (!scene_is_fresh(turns_before(scene, turn, queue))) {
        return false;
    }
    Ref right = ref_make(REF_TASK, number);
    draft->question->task = number;
    draft->question->line = line_of(scene, right);
    draft->question->shown_at = scene->step + 1;
    return queue ? next_of_queue(scene, draft, right) : next_of_timers(scene, draft, right);
}

/* ---- what stands in the ready queue after this step ---- */

enum { LONGEST_QUEUE = 4 };

typedef struct Queue {
    char names[LONGEST_QUEUE][SENTENCE_TEXT];
    size_t count, english; /* `english`: how long all names are in English, with what stands between them */
    bool plain;            /* none of it is cancelled */
} Queue;

/* The ready queue at n, in words; false: it is too long to ask about. */
static bool read_queue(Scene *scene, size_t n, Queue *queue)
{
    const State *state = model_at(scene->model, n);
    Sentence words;
    *queue = (Queue){.plain = true};
    bool short_enough = state != NULL && state->ready_count <= LONGEST_QUEUE;
    for (size_t i = 0; short_enough && i < state->ready_count; i++) {
        const ModelReady *entry = &state->ready[i];
        queue->plain = queue->plain && !entry->cancelled;
        if (entry->task != 0) {
            scene_name(scene, entry->task, queue->names[i]);
        } else {
            narrate_entry(scene->language, scene->model, scene->trace, state, entry, &words);
            snprintf(queue->names[i], sizeof queue->names[i], "%s", words.text);
            narrate_entry(LANGUAGE_ENGLISH, scene->model, scene->trace, state, entry, &words);
        }
        queue->english += (i > 0 ? strlen(", ") : 0) + strlen(entry->task != 0 ? queue->names[i] : words.text);
        queue->count++;
    }
    scene_return(scene);
    return short_enough && queue->plain;
}

enum { QUEUE_TEXT = 400 };

/* The entries from number `from` on, front first or last first. */
static const char *write_queue(const Draft *draft, const Queue *queue, size_t from, bool backwards, char text[QUEUE_TEXT])
{
    snprintf(text, QUEUE_TEXT, "%s", from == queue->count ? draft_words(draft, "nothing: it is empty") : "");
    for (size_t i = from; i < queue->count; i++) {
        const char *name = queue->names[backwards ? queue->count - 1 - (i - from) : i];
        size_t used = strlen(text);
        snprintf(text + used, QUEUE_TEXT - used, "%s%s", i > from ? ", " : "", name);
    }
    return text;
}

static void queue_wrong(Draft *draft, int belief, const Queue *queue, bool backwards)
{
    char text[QUEUE_TEXT];
    if (queue->english < ENGLISH_CHOICE) {
        draft_wrong(draft, belief, "%s", write_queue(draft, queue, 0, backwards, text));
    }
}

static void queue_wrongs(Scene *scene, Draft *draft, const Queue *before, Queue *after)
{
    bool makes = scene_find(scene, scene->n, scene->step_end, EV_TASK_NEW, 0) != SIZE_MAX;
    queue_wrong(draft, makes ? BELIEF_STARTS_WHEN_AWAITED : -1, before, false);
    queue_wrong(draft, BELIEF_LAST_COMES_FIRST, after, true);
    if (after->count < LONGEST_QUEUE) {
        after->english += strlen(", ") + strlen(scene_name(scene, scene->running, after->names[after->count++]));
        queue_wrong(draft, -1, after, false);
        after->count--;
    }
    draft_wrong(draft, -1, "nothing: it is empty");
}

/* What main leaves in the queue at its end is the loop's own affair. */
static bool is_last_step(const Scene *scene)
{
    const ModelTask *task = state_task(scene->state, scene->running);
    return task == NULL || (task->parent == 0 && trace_event(scene->trace, scene->step_end)->detail > REASON_YIELD);
}

/* At the beginning of a turn: what waits for the next one. */
static bool queue_after_turn(Scene *scene, Draft *draft)
{
    bool begins = scene->n > 0 && trace_event(scene->trace, scene->n - 1)->kind == EV_ITER;
    size_t over = begins ? scene_find(scene, scene->n, scene->next, EV_ITER_END, 0) : SIZE_MAX;
    Queue before, after;
    char text[QUEUE_TEXT];
    if (over == SIZE_MAX || scene->step == SIZE_MAX || scene->step > over ||
        !scene_is_own(scene, trace_event(scene->trace, scene->step)->a) || !read_queue(scene, scene->n, &before) ||
        !read_queue(scene, over + 1, &after) || after.count == 0 || after.english >= ENGLISH_CHOICE) {
        return false;
    }
    draft_text(draft, "A turn begins. What stands in the ready queue when this turn is over, front first?");
    draft_right(draft, "%s", write_queue(draft, &after, 0, false, text));
    draft_wrong(draft, BELIEF_WAKES_AT_ONCE, "nothing: it is empty");
    queue_wrong(draft, BELIEF_LAST_COMES_FIRST, &after, true);
    queue_wrong(draft, -1, &before, false);
    draft_reason(
        draft, "A turn runs only what stood in the queue when its batch was taken. What becomes ready meanwhile waits for the next turn.");
    draft->question->shown_at = over + 1;
    return true;
}

bool predict_ask_queue(Scene *scene, Draft *draft)
{
    if (scene->running == 0) {
        return queue_after_turn(scene, draft);
    }
    if (scene->step_end == SIZE_MAX || is_last_step(scene) || !scene_is_fresh(scene_repeats(scene, scene->step_end))) {
        return false;
    }
    Queue before, after;
    char name[NAME], text[QUEUE_TEXT];
    if (!read_queue(scene, scene->n, &before) || !read_queue(scene, scene->step_end + 1, &after) || after.count <= before.count ||
        after.english >= ENGLISH_CHOICE) {
        return false;
    }
    scene_name(scene, scene->running, name);
    draft_text(draft, "%s runs. What stands in the ready queue when this step of it is over, front first?", name);
    draft_right(draft, "%s", write_queue(draft, &after, 0, false, text));
    queue_wrongs(scene, draft, &before, &after);
    draft_reason(draft, "This step makes ready: %s. What becomes ready goes to the end of the queue, first in, first out.",
                 write_queue(draft, &after, before.count, false, text));
    draft->question->task = ref_number(scene->running);
    draft->question->shown_at = scene->step_end + 1;
    return true;
}

/* ---- what is printed next ---- */

static const char *printed(const Scene *scene, size_t index, char buffer[ENGLISH_CHOICE])
{
    char line[72];
    const char *text = scene_plain(trace_text(scene->trace, trace_event(scene->trace, index)->b), line, sizeof line);
    snprintf(buffer, ENGLISH_CHOICE, "%s", text);
    return buffer;
}

/* The first line that comes later by somebody else, the first by the same task, then any others; and earlier ones. */
static void other_lines(const Scene *scene, Draft *draft, size_t index)
{
    enum { NEAR = 300 };
    char text[ENGLISH_CHOICE];
    Ref by = trace_event(scene->trace, index)->by;
    size_t to = index + NEAR < scene->far ? index + NEAR : scene->far;
    for (int pass = 0; pass < 3; pass++) {
        size_t most = pass < 2 ? draft->question->choice_count + 1 : PREDICT_CHOICES;
        for (size_t i = index; draft->question->choice_count < most && (i = scene_find(scene, i + 1, to, EV_OUT, 0)) != SIZE_MAX;) {
            bool wanted = pass == 2 || (trace_event(scene->trace, i)->by == by) == (pass == 1);
            if (wanted && printed(scene, i, text)[0] != '\0') {
                draft_wrong(draft, -1, "%s", text);
            }
        }
    }
    for (size_t i = scene->n; (i = scene_find_back(scene, i, EV_OUT, 0)) != SIZE_MAX && draft->question->choice_count < 3;) {
        if (printed(scene, i, text)[0] != '\0') {
            draft_wrong(draft, -1, "%s", text);
        }
    }
}

/* At most in every other step: a program that prints in each one would be asked about nothing else. */
bool predict_ask_prints(Scene *scene, Draft *draft)
{
    size_t index = scene_find(scene, scene->n, scene->next, EV_OUT, 0);
    const Event *event = index != SIZE_MAX ? trace_event(scene->trace, index) : NULL;
    bool other_step = scene->state->step_count % 2 == 0;
    bool of_task = event != NULL && ref_kind(event->by) == REF_TASK;
    if (event == NULL || event->by == TRACE_NOBODY || (other_step && of_task) || !scene_is_fresh(scene_repeats(scene, index)) ||
        event->flags != 0) {
        return false;
    }
    char text[ENGLISH_CHOICE], name[NAME];
    uint32_t line = trace_place(scene->trace, event->d)->line;
    if (printed(scene, index, text)[0] == '\0') {
        return false;
    }
    draft_text(draft, "What is printed next?");
    draft_right(draft, "%s", text);
    other_lines(scene, draft, index);
    if (!of_task) {
        draft_reason(draft,
                     "The callbacks run in the order in which they came to the ready queue, and this is the first of them that prints.");
    } else if (scene_name(scene, event->by, name) != NULL && event->by == scene->running) {
        draft_reason(draft, "%s runs, and nobody else can run before it is suspended: this is what it prints next.", name);
    } else {
        draft_reason(draft, "Of all tasks, %s is the next that comes to a line that prints.", name);
    }
    draft->question->task = of_task ? ref_number(event->by) : 0;
    draft->question->line = line;
    draft->question->shown_at = index + 1;
    return draft->question->choice_count >= 3;
}
