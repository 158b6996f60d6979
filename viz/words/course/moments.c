/* moments.c: see moments.h. */
#include "moments.h"

#include "language/said.h"

#include "model/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool course_read_question(const char *text, PredictKind *kind, size_t *nth, char *error, size_t size)
{
    size_t word = strcspn(text, " ");
    char *end = NULL;
    unsigned long number = strtoul(text + word, &end, 10);
    *kind = predict_kind_of(text, word);
    *nth = number;
    if (*kind == PREDICT_KIND_COUNT) {
        snprintf(error, size, SAID("there is no kind of question `%.*s`"), (int)word, text);
        return false;
    }
    if (text[word] == '\0' || *end != '\0' || number < 1 || number > 1000) {
        snprintf(error, size, SAID("`%s` does not say which of the moments counts, as `start 1` does"), text);
        return false;
    }
    return true;
}

static size_t next_point(const Spans *spans, const Trace *trace, size_t n) { return player_target(spans, trace, n, STEP_AWAIT, 1); }

/* The nth moment at which that kind can be asked, or SIZE_MAX. */
static size_t find_moment(PredictKind kind, size_t nth, const Trace *trace, Model *model, const Spans *spans)
{
    Question question;
    for (size_t n = 0, next; (next = next_point(spans, trace, n)) > n; n = next) {
        if (predict_question_of(LANGUAGE_ENGLISH, kind, trace, model, spans, n, next, &question) && --nth == 0) {
            return n;
        }
    }
    return SIZE_MAX;
}

static int in_order(const void *one, const void *other)
{
    const CourseMoment *a = one, *b = other;
    return (a->n > b->n) - (a->n < b->n);
}

size_t course_moments(const LessonPage *page, const Trace *trace, Model *model, const Spans *spans, CourseMoment moments[COURSE_MOMENTS])
{
    size_t count = 0;
    for (size_t i = 0; i < page->questions.count && count < COURSE_MOMENTS; i++) {
        PredictKind kind;
        size_t nth;
        char error[160];
        size_t n = course_read_question(page->questions.line[i], &kind, &nth, error, sizeof error)
                       ? find_moment(kind, nth, trace, model, spans)
                       : SIZE_MAX;
        if (n != SIZE_MAX) {
            moments[count++] = (CourseMoment){n, kind, i};
        }
    }
    qsort(moments, count, sizeof moments[0], in_order);
    return count;
}

bool course_question(Language language, const CourseMoment *moment, const Trace *trace, Model *model, const Spans *spans,
                     Question *question)
{
    return predict_question_of(language, moment->kind, trace, model, spans, moment->n, next_point(spans, trace, moment->n), question);
}
