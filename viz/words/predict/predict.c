/* predict.c: which question to ask at a moment: every kind is tried, and a rare one wins over a common one. */
#include "predict.h"

#include "parts.h"
#include "trace/fields.h"

#include <string.h>

static const struct {
    const char *id, *name;
    bool (*ask)(Scene *scene, Draft *draft);
} kinds[PREDICT_KIND_COUNT] = {
#define KIND(id, name, words) [PREDICT_##id] = {#name, words, predict_ask_##name},
    PREDICT_KINDS(KIND)
#undef KIND
};

/* From here on kinds are common: they take turns. */
enum { COMMON = PREDICT_SLEEP_END };

const char *predict_kind_name(PredictKind kind) { return kind < PREDICT_KIND_COUNT ? kinds[kind].name : ""; }

const char *predict_kind_id(PredictKind kind) { return kind < PREDICT_KIND_COUNT ? kinds[kind].id : ""; }

PredictKind predict_kind_of(const char *id, size_t length)
{
    PredictKind kind = 0;
    while (kind < PREDICT_KIND_COUNT && (strlen(kinds[kind].id) != length || strncmp(kinds[kind].id, id, length) != 0)) {
        kind++;
    }
    return kind;
}

static Ref running_task(const State *state)
{
    const ModelTask *task = state_running_task(state);
    return task != NULL ? ref_make(REF_TASK, task->number) : 0;
}

/* Who goes event by event is asked where others are too, about all that comes before the next await point. */
static bool widen(Scene *scene)
{
    const Event *last = scene->n > 0 ? trace_event(scene->trace, scene->n - 1) : NULL;
    if (last == NULL || (last->kind != EV_STEP && last->kind != EV_STEP_END)) {
        return false;
    }
    size_t point = scene_find(scene, scene->n, scene->far, last->kind == EV_STEP ? EV_STEP_END : EV_STEP, 0);
    scene->next = point != SIZE_MAX ? point + 1 : scene->next;
    return true;
}

/* Is an eager task in its first step, or does one begin before the step is over? What that does would have to be told apart, so nothing is asked. */
static bool is_eager(const Scene *scene)
{
    for (size_t i = 0; i < scene->state->task_count; i++) {
        const ModelTask *task = &scene->state->tasks[i];
        if (task->state == TASK_RUNNING && ref_make(REF_TASK, task->number) != scene->running) {
            return true;
        }
    }
    for (size_t i = scene->n; i < scene->far; i++) {
        const Event *event = trace_event(scene->trace, i);
        if (event->kind == EV_STEP_END || (event->kind == EV_TASK_NEW && event->flags != 0)) {
            return event->kind == EV_TASK_NEW;
        }
    }
    return false;
}

static bool look(Scene *scene)
{
    size_t count = trace_count(scene->trace);
    scene->state = model_at(scene->model, scene->n);
    if (scene->next > count || scene->n >= scene->next || scene->state == NULL || scene->state->n != scene->n) {
        return false;
    }
    scene->far = count - scene->n > PREDICT_LOOK ? scene->n + PREDICT_LOOK : count;
    scene->next = scene->next < scene->far ? scene->next : scene->far;
    scene->running = running_task(scene->state);
    if (scene->running != 0 && !scene_is_own(scene, ref_number(scene->running))) {
        return false;
    }
    if (is_eager(scene) || (scene->next == scene->n + 1 && !widen(scene))) {
        return false;
    }
    scene->step_end = scene->step = SIZE_MAX;
    if (scene->running != 0) {
        scene->step_end = scene_find(scene, scene->n, scene->next, EV_STEP_END, ref_number(scene->running));
    } else {
        scene->step = scene_find(scene, scene->n, scene->next, EV_STEP, 0);
    }
    return true;
}

/* The same numbers for the same run and n, also when it comes from a recording. */
static uint32_t mix(uint32_t seed)
{
    seed = (seed ^ (seed >> 16)) * 0x7feb352dU;
    seed = (seed ^ (seed >> 15)) * 0x846ca68bU;
    return seed ^ (seed >> 16);
}

/* What a field holds, in numbers that are the same in a recording: the ids of texts and places are not. */
static uint32_t field_seed(const Trace *trace, TraceField field, uint32_t value)
{
    uint32_t seed = 0;
    if (field == FIELD_PLACE) {
        return value != 0 ? trace_place(trace, value)->line : 0;
    }
    if (field != FIELD_TEXT) {
        return value;
    }
    for (const char *c = trace_text(trace, value); *c != '\0'; c++) {
        seed = seed * 31U + (unsigned char)*c;
    }
    return seed;
}

static uint32_t seed_of(const Scene *scene)
{
    const Event *event = trace_event(scene->trace, scene->n);
    TraceFields fields = trace_fields(event);
    return mix((uint32_t)scene->n * 31U + event->kind + field_seed(scene->trace, fields.a, event->a) * 7U +
               field_seed(scene->trace, fields.b, event->b));
}

static void exchange(Question *question, size_t one, size_t other)
{
    char text[PREDICT_CHOICE];
    int belief = question->misconception[one];
    memcpy(text, question->choices[one], sizeof text);
    memcpy(question->choices[one], question->choices[other], sizeof text);
    memcpy(question->choices[other], text, sizeof text);
    question->misconception[one] = question->misconception[other];
    question->misconception[other] = belief;
    if (question->right == one || question->right == other) {
        question->right = question->right == one ? other : one;
    }
}

static void shuffle(Question *question, uint32_t seed)
{
    for (size_t left = question->choice_count; left > 1; left--) {
        seed = mix(seed + 0x9e3779b9U);
        exchange(question, left - 1, seed % left);
    }
}

static bool try_kind(Scene *scene, PredictKind kind, Question *question)
{
    Draft draft = {.question = question, .spoilt = false, .language = scene->language};
    memset(question, 0, sizeof *question);
    question->kind = kind;
    question->at = scene->n;
    bool asked = kinds[kind].ask(scene, &draft) && !draft.spoilt && question->choice_count >= 2;
    return asked && scene->state != NULL && (question->task == 0 || scene_is_own(scene, question->task));
}

bool predict_question(Language language, const Trace *trace, Model *model, const Spans *spans, size_t n, size_t next, Question *question)
{
    Scene scene = {.trace = trace, .model = model, .spans = spans, .n = n, .next = next, .language = language};
    if (!look(&scene)) {
        return false;
    }
    enum { COMMON_COUNT = PREDICT_KIND_COUNT - COMMON };
    uint32_t seed = seed_of(&scene);
    for (size_t i = 0; i < PREDICT_KIND_COUNT && scene.state != NULL; i++) { /* NULL: out of memory on the way */
        size_t kind = i < COMMON ? i : COMMON + (i - COMMON + 2 * scene.state->step_count) % COMMON_COUNT;
        if (try_kind(&scene, (PredictKind)kind, question)) {
            shuffle(question, seed);
            return true;
        }
    }
    return false;
}

bool predict_question_of(Language language, PredictKind kind, const Trace *trace, Model *model, const Spans *spans, size_t n, size_t next,
                         Question *question)
{
    Scene scene = {.trace = trace, .model = model, .spans = spans, .n = n, .next = next, .language = language};
    if (!look(&scene)) {
        return false;
    }
    uint32_t seed = seed_of(&scene);
    bool asked = try_kind(&scene, kind, question);
    if (asked) {
        shuffle(question, seed);
    }
    return asked;
}
