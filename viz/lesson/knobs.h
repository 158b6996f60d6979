/* knobs.h: what of a lesson can be turned: its knobs and switches, and a value for each. */
#ifndef LOOPSCOPE_LESSON_KNOBS_H
#define LOOPSCOPE_LESSON_KNOBS_H

#include "lesson.h"

/* One knob as the lesson's program declares it. */
typedef struct Knob {
    const char *name, *words, *unit; /* "delay_a", "API A takes", "s"; unit: "" for a switch */
    double usual, least, most, step; /* a switch: 0 off, 1 on */
    bool is_switch;
    unsigned c_line, python_line; /* where its value stands in the two texts; 0: nowhere */
    const struct async_knob *declared;
} Knob;

const Knob *lesson_knobs(const Lesson *lesson, size_t *count); /* in the order of the text, at most LESSON_KNOBS; NULL lesson: none */

/* The values in the lesson's text. */
KnobValues knobs_usual(const Lesson *lesson);
bool knobs_equal(const KnobValues *one, const KnobValues *other);
/* Those with which a run of the lesson was recorded. */
KnobValues knobs_of_trace(const Lesson *lesson, const Trace *trace);

/* The nearest value that the knob can have. */
double knob_nearest(const Knob *knob, double value);
/* "2.5 s", "on"; as the program would write it: "2.5", "1". Into `buffer` (32 bytes are enough); returns it. */
char *knob_text(const Knob *knob, double value, char *buffer, size_t size);
char *knob_plain_text(double value, char *buffer, size_t size);
/* Takes "delay_a=2.5" or "together=off". False: `error` says in one sentence what is wrong and what there is. */
bool knobs_set(const Lesson *lesson, KnobValues *values, const char *assignment, char *error, size_t size);

#endif
