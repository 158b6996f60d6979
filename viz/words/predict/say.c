/* say.c: how a question is put together, and what its makers look up. */
#include "parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

void scene_return(Scene *scene) { scene->state = model_at(scene->model, scene->n); }

size_t scene_find(const Scene *scene, size_t from, size_t to, EventKind kind, uint32_t a)
{
    to = to < scene->far ? to : scene->far;
    for (size_t i = from; i < to; i++) {
        const Event *event = trace_event(scene->trace, i);
        if (event->kind == kind && (a == 0 || event->a == a)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t scene_find_back(const Scene *scene, size_t before, EventKind kind, uint32_t a)
{
    size_t least = scene->n > PREDICT_LOOK ? scene->n - PREDICT_LOOK : 0;
    for (size_t i = before; i-- > least;) {
        const Event *event = trace_event(scene->trace, i);
        if (event->kind == kind && (a == 0 || event->a == a)) {
            return i;
        }
    }
    return SIZE_MAX;
}

bool scene_is_fresh(size_t before) { return (before & (before - 1)) == 0; }

size_t scene_repeats(const Scene *scene, size_t index)
{
    const Event *event = trace_event(scene->trace, index);
    size_t count = 0;
    for (size_t i = index; (i = scene_find_back(scene, i, (EventKind)event->kind, 0)) != SIZE_MAX;) {
        count += trace_event(scene->trace, i)->d == event->d;
    }
    return count;
}

bool scene_is_own(const Scene *scene, uint32_t task)
{
    const ModelTask *found = state_task(scene->state, ref_make(REF_TASK, task));
    const char *coroutine = found != NULL ? trace_text(scene->trace, found->coroutine) : "";
    return !trace_is_library(coroutine) && !spans_closes_loop(scene->spans, task);
}

bool scene_is_near(int64_t ns) { return ns >= 0 && ns < INT64_C(1000000) * 1000000000; }

bool scene_is_over(TaskState state) { return state == TASK_DONE || state == TASK_FAILED || state == TASK_CANCELLED; }

const char *scene_plain(const char *text, char *buffer, size_t size)
{
    static const char more[] = "\xe2\x80\xa6";
    size_t used = 0;
    while (*text == ' ' || *text == '\n' || *text == '\t') {
        text++;
    }
    for (; text[used] != '\0' && used + sizeof more < size; used++) {
        unsigned char c = (unsigned char)text[used];
        buffer[used] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
    }
    bool cut = text[used] != '\0';
    while (cut && used > 0 && ((unsigned char)text[used] & 0xc0U) == 0x80) {
        used--; /* never half a character */
    }
    snprintf(buffer + used, size - used, "%s", cut ? more : "");
    return buffer;
}

const char *scene_name(const Scene *scene, Ref task, char buffer[NAME])
{
    char label[128];
    return scene_plain(model_task_label(scene->model, task, label, sizeof label), buffer, NAME);
}

const char *scene_time(int64_t ns, char buffer[TIME])
{
    if (ns != 0 && ns > -1000000 && ns < 1000000) {
        snprintf(buffer, TIME, "%.6g ms", (double)ns / 1e6);
    } else {
        snprintf(buffer, TIME, "%.9g s", (double)ns / 1e9);
    }
    return buffer;
}

const char *scene_moment(const Scene *scene, int64_t ns, char buffer[TIME])
{
    return scene_time(trace_real_time(scene->trace) ? ns / 1000000 * 1000000 : ns, buffer);
}

const char *draft_words(const Draft *draft, const char *english) { return words_in(draft->language, english); }

static bool write_text(const Draft *draft, char *buffer, size_t size, size_t english, const char *format, va_list arguments)
{
    int length = vsnprintf(buffer, size, words_in(draft->language, format), arguments);
    return length > 0 && (size_t)length < (draft->language == LANGUAGE_ENGLISH ? english : size);
}

void draft_text(Draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    draft->spoilt |= !write_text(draft, draft->question->text, PREDICT_TEXT, ENGLISH_TEXT, format, arguments);
    va_end(arguments);
}

void draft_reason(Draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    draft->spoilt |= !write_text(draft, draft->question->reason, PREDICT_REASON, ENGLISH_REASON, format, arguments);
    va_end(arguments);
}

void draft_right(Draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    draft->spoilt |= !write_text(draft, draft->question->choices[0], PREDICT_CHOICE, ENGLISH_CHOICE, format, arguments);
    draft->question->misconception[0] = -1;
    draft->question->choice_count = 1;
    draft->question->right = 0;
    va_end(arguments);
}

void draft_wrong(Draft *draft, int belief, const char *format, ...)
{
    Question *question = draft->question;
    char text[PREDICT_CHOICE] = "";
    va_list arguments;
    va_start(arguments, format);
    bool fits = write_text(draft, text, sizeof text, ENGLISH_CHOICE, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i < question->choice_count; i++) {
        fits &= strcmp(text, question->choices[i]) != 0;
    }
    if (fits && question->choice_count < PREDICT_CHOICES) {
        question->misconception[question->choice_count] = belief;
        memcpy(question->choices[question->choice_count++], text, sizeof text);
    }
}
