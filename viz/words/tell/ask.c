/* ask.c: the questions of a run as text: a quiz to print, and the same for those who do not see the window. */
#include "ask.h"

#include "language/words_in.h"
#include "lesson/lesson.h"
#include "model/player.h"
#include "words/predict/predict.h"
#include "state.h"

#include <inttypes.h>
#include <string.h>

static void tell_text(const char *before, const char *text, FILE *out)
{
    fputs(before, out);
    tell_plain(text, strlen(text), '?', out);
}

/* The parts of the text: one walk through the run each. */
typedef enum Part { PART_QUESTIONS, PART_ANSWERS } Part;

typedef struct Quiz {
    Language language;
    const Trace *trace;
    Model *model;
    const Spans *spans;
    bool believed[MISCONCEPTION_COUNT]; /* met among the wrong choices */
    FILE *out;
} Quiz;

static void tell_question(const Quiz *quiz, const Question *question, unsigned number)
{
    char before[64];
    const State *state = model_at(quiz->model, question->at);
    putc('\n', quiz->out);
    fprintf(quiz->out, words_in(quiz->language, "%u. (after %zu events, at t = %.3f s)"), number, question->at,
            state != NULL ? (double)state->now / 1e9 : 0.0);
    putc('\n', quiz->out);
    tell_text("   ", question->text, quiz->out);
    putc('\n', quiz->out);
    for (size_t i = 0; i < question->choice_count; i++) {
        snprintf(before, sizeof before, "     %c) ", (char)('a' + i));
        tell_text(before, question->choices[i], quiz->out);
        putc('\n', quiz->out);
    }
}

static void tell_answer(Quiz *quiz, const Question *question, unsigned number)
{
    fprintf(quiz->out, "\n%u. %c) ", number, (char)('a' + question->right));
    tell_text("", question->choices[question->right], quiz->out);
    tell_text("\n   ", question->reason, quiz->out);
    putc('\n', quiz->out);
    for (int belief = 0; belief < (int)MISCONCEPTION_COUNT; belief++) {
        char who[PREDICT_CHOICES * 8] = "";
        size_t used = 0;
        for (size_t i = 0; i < question->choice_count; i++) {
            if (question->misconception[i] == belief && used < sizeof who) {
                const char *between = used > 0 ? words_in(quiz->language, " or ") : "";
                used += (size_t)snprintf(who + used, sizeof who - used, "%s%c", between, (char)('a' + i));
                quiz->believed[belief] = true;
            }
        }
        if (used > 0) {
            fputs("   ", quiz->out);
            fprintf(quiz->out, words_in(quiz->language, "Who says %s believes: %s"), who,
                    words_in(quiz->language, misconception_belief(belief)));
            putc('\n', quiz->out);
        }
    }
}

/* Every question that a walk from await point to await point meets; returns how many. */
static unsigned tell_part(Quiz *quiz, Part part)
{
    unsigned number = 0;
    Question question;
    for (size_t n = 0, next; n < trace_count(quiz->trace) && !ferror(quiz->out); n = next) {
        next = player_target(quiz->spans, quiz->trace, n, STEP_AWAIT, 1);
        if (predict_question(quiz->language, quiz->trace, quiz->model, quiz->spans, n, next, &question)) {
            number++;
            if (part == PART_QUESTIONS) {
                tell_question(quiz, &question, number);
            } else {
                tell_answer(quiz, &question, number);
            }
        }
    }
    return number;
}

/* For a teacher: where what the wrong choices believe is told of, or set right. */
static void tell_sources(const Quiz *quiz)
{
    const char *heading = words_in(quiz->language, "What the wrong choices believe, and where that is told of or set right");
    for (int belief = 0; belief < (int)MISCONCEPTION_COUNT; belief++) {
        if (quiz->believed[belief]) {
            fprintf(quiz->out, heading[0] != '\0' ? "\n%s\n\n" : "%s", heading);
            fprintf(quiz->out, "   %s\n      %s\n", words_in(quiz->language, misconception_belief(belief)),
                    words_in(quiz->language, misconception_source(belief)));
            heading = "";
        }
    }
}

static void tell_quiz(Quiz *quiz)
{
    if (trace_title(quiz->trace)[0] != '\0') {
        tell_text("", lesson_recorded_title(trace_title(quiz->trace), quiz->language), quiz->out);
        putc('\n', quiz->out);
    }
    fprintf(quiz->out, "%s\n", words_in(quiz->language, "Each question stands after so many events of the run: --at N shows that moment."));
    if (tell_part(quiz, PART_QUESTIONS) == 0) {
        fprintf(quiz->out, "%s\n", words_in(quiz->language, "This run holds nothing to ask about."));
        return;
    }
    fprintf(quiz->out, "\n%s\n", words_in(quiz->language, "Answers"));
    tell_part(quiz, PART_ANSWERS);
    tell_sources(quiz);
}

bool tell_questions(Language language, const Trace *trace, FILE *out)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    bool told = model != NULL && spans != NULL;
    if (told) {
        spans_update(spans); /* of a damaged trace the sound part */
        Quiz quiz = {.language = language, .trace = trace, .model = model, .spans = spans, .out = out};
        tell_quiz(&quiz);
    }
    spans_free(spans);
    model_free(model);
    return told && fflush(out) == 0 && !ferror(out);
}
