/* predicting.h: for tests of predict mode: a run that is shown, keys that are pressed, questions that are reached and answered. */
#ifndef LOOPSCOPE_SUPPORT_PREDICTING_H
#define LOOPSCOPE_SUPPORT_PREDICTING_H

#include "app/parts.h"

enum { STEPS = 400 /* more than any lesson has */ };

typedef struct Shown {
    App app;
    Trace *trace;
    DrawList frame;
    int64_t now;
} Shown;

void predicting_show(Shown *shown, Trace *trace, const Lesson *lesson, LiveState live);
Trace *predicting_recorded(const Lesson *lesson);
void predicting_show_lesson(Shown *shown, const char *name);
void predicting_hide(Shown *shown);
/* Freed by the caller. */
char *predicting_frame_text(Shown *shown);
void predicting_press(Shown *shown, const char *key);
const PredictUi *predicting_ui(const Shown *shown);
/* Steps on, skipping what is asked, until the question after `skipped` others stands. */
void predicting_go_to_question(Shown *shown, int skipped);
void predicting_answer(Shown *shown, bool rightly);

#endif
