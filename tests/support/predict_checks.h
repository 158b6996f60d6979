/* predict_checks.h: for tests of questions: what is right, read from the trace a second time and in another way. */
#ifndef LOOPSCOPE_SUPPORT_PREDICT_CHECKS_H
#define LOOPSCOPE_SUPPORT_PREDICT_CHECKS_H

#include "model/spans.h"
#include "words/predict/predict.h"

/* One trace under test. */
typedef struct AskedRun {
    const char *name;
    const Trace *trace;
    Model *model;
    Spans *spans;
} AskedRun;

void predict_fail_about(const AskedRun *run, const Question *question, const char *what);
/* Where `run` and `question` are known. */
#define HOLDS(condition)                                                                                                                   \
    if (!(condition)) {                                                                                                                    \
        predict_fail_about(run, question, #condition);                                                                                     \
    }

/* Each fails the test when something of the question is not so. */
void predict_check_words(const AskedRun *run, const Question *question);
void predict_check_answer(const AskedRun *run, const Question *question);

#endif
