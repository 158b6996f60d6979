/* predict_ui.h: what the reader's predictions consist of: the question that stands, what was answered, and how many were right. */
#ifndef LOOPSCOPE_PREDICT_UI_H
#define LOOPSCOPE_PREDICT_UI_H

#include "words/predict/predict.h"

typedef enum PredictPhase {
    PREDICT_WATCH,    /* no question stands: the next step is made as ever */
    PREDICT_ASKED,    /* the question waits for an answer */
    PREDICT_ANSWERED, /* it has one, and the reader looks at what was right */
    PREDICT_OVER      /* the run has ended */
} PredictPhase;

enum { PREDICT_ANSWERS = 16 /* that are kept, the newest */ };

typedef struct PredictAnswer {
    size_t at; /* n */
    PredictKind kind;
    bool right;
} PredictAnswer;

typedef struct PredictUi {
    bool on;    /* predict mode: nothing behind `frontier` is shown */
    bool every; /* asks at every step, also where the lesson has chosen its questions: a choice of settings.h */
    PredictPhase phase;
    bool urged;                             /* the reader has tried to go on without an answer */
    size_t frontier;                        /* n: the furthest that the reader has come to */
    size_t quiet_until;                     /* n: no question is asked before it: the reader has just had one */
    size_t choice;                          /* the one that Up and Down lead to, and after the answer the one that was given */
    uint32_t selected;                      /* task number: what was selected before the answer lit another one */
    uint32_t number;                        /* of the question, from 1, since the mode began */
    PredictScore score;                     /* of the lesson; each moment counts once, its first answer */
    PredictAnswer answers[PREDICT_ANSWERS]; /* since the mode began, the oldest first */
    size_t answer_count;
    Question question; /* in the phases ASKED and ANSWERED */
} PredictUi;

/* A question, or what came of it, stands in the window. */
static inline bool predict_stands(const PredictUi *predict)
{
    return predict->on && (predict->phase == PREDICT_ASKED || predict->phase == PREDICT_ANSWERED);
}

#endif
