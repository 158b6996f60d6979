/* ask.c: the questions of a run as text: a quiz to print, and the same for those who do not see the window. */
#include "ask.h"

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
    fprintf(quiz->out, "\n%u. (after %zu events, at t = %.3f s)\n", number, question->at, state != NULL ? (double)state->now / 1e9 : 0.0);
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
        const char *between = "   Who says ";
        for (size_t i = 0; i < question->choice_count; i++) {
            if (question->misconception[i] == belief) {
                fprintf(quiz->out, "%s%c", between, (char)('a' + i));
                between = " or ";
                quiz->believed[belief] = true;
            }
        }
        if (strcmp(between, " or ") == 0) {
            fprintf(quiz->out, " believes: %s\n", misconception_belief(belief));
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
        if (predict_question(LANGUAGE_ENGLISH, quiz->trace, quiz->model, quiz->spans, n, next, &question)) {
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
    const char *heading = "\nWhat the wrong choices believe, and where that is told of or set right\n\n";
    for (int belief = 0; belief < (int)MISCONCEPTION_COUNT; belief++) {
        if (quiz->believed[belief]) {
            fprintf(quiz->out, "%s   %s\n      %s\n", heading, misconception_belief(belief), misconception_source(belief));
            heading = "";
        }
    }
}

static void tell_quiz(Quiz *quiz)
{
    if (trace_title(quiz->trace)[0] != '\0') {
        tell_text("", trace_title(quiz->trace), quiz->out);
        putc('\n', quiz->out);
    }
    fputs("Each question stands after so many events of the run: --at N shows that moment.\n", quiz->out);
    if (tell_part(quiz, PART_QUESTIONS) == 0) {
        fputs("This run holds nothing to ask about.\n", quiz->out);
        return;
    }
    fputs("\nAnswers\n", quiz->out);
    tell_part(quiz, PART_ANSWERS);
    tell_sources(quiz);
}

bool tell_questions(const Trace *trace, FILE *out)
{
    Model *model = model_new(trace);
    Spans *spans = model != NULL ? spans_of_model(model) : NULL;
    bool told = model != NULL && spans != NULL;
    if (told) {
        spans_update(spans); /* of a damaged trace the sound part */
        Quiz quiz = {.trace = trace, .model = model, .spans = spans, .out = out};
        tell_quiz(&quiz);
    }
    spans_free(spans);
    model_free(model);
    return told && fflush(out) == 0 && !ferror(out);
}
