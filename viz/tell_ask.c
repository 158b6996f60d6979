/* tell_ask.c: the questions of a run as text: a quiz to print, and the same for those who do not see the window. */
#include "tell_ask.h"

#include "player.h"
#include "predict.h"
#include "tell_state.h"

#include <inttypes.h>
#include <string.h>

static void tell_text(const char *before, const char *text, FILE *out)
{
    fputs(before, out);
    tell_plain(text, strlen(text), '?', out);
}

static void tell_question(const Question *question, unsigned number, const State *state, FILE *out)
{
    char before[64];
    fprintf(out, "Question %u, after %zu events, at t = %.3f s\n", number, question->at, (double)state->now / 1e9);
    tell_text("    ", question->text, out);
    putc('\n', out);
    for (size_t i = 0; i < question->choice_count; i++) {
        snprintf(before, sizeof before, "      %zu. ", i + 1);
        tell_text(before, question->choices[i], out);
        putc('\n', out);
    }
    snprintf(before, sizeof before, "    Right: %zu. ", question->right + 1);
    tell_text(before, question->reason, out);
    putc('\n', out);
    for (size_t i = 0; i < question->choice_count; i++) {
        if (question->misconception[i] >= 0) {
            fprintf(out, "    %zu believes: %s\n", i + 1, misconception_belief(question->misconception[i]));
        }
    }
    putc('\n', out);
}

static bool tell_all(const Trace *trace, Model *model, const Spans *spans, FILE *out)
{
    unsigned number = 0;
    Question question;
    for (size_t n = 0, next; n < trace_count(trace) && !ferror(out); n = next) {
        next = player_target(spans, trace, n, STEP_AWAIT, 1);
        if (predict_question(trace, model, spans, n, next, &question)) {
            const State *state = model_at(model, n);
            if (state == NULL) {
                return false;
            }
            tell_question(&question, ++number, state, out);
        }
    }
    if (number == 0) {
        fputs("This run holds nothing to ask about.\n", out);
    }
    return true;
}

bool tell_questions(const Trace *trace, FILE *out)
{
    Model *model = model_new(trace);
    Spans *spans = spans_new(trace);
    bool told = model != NULL && spans != NULL;
    if (told) {
        spans_update(spans); /* of a damaged trace the sound part */
        if (trace_title(trace)[0] != '\0') {
            tell_text("", trace_title(trace), out);
            fputs("\n\n", out);
        }
        told = tell_all(trace, model, spans, out);
    }
    spans_free(spans);
    model_free(model);
    return told && fflush(out) == 0 && !ferror(out);
}
