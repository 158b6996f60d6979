/* knobs.h: what of a lesson can be turned: its knobs and switches, and a value for each. */
#ifndef LOOPSCOPE_LESSON_KNOBS_H
#define LOOPSCOPE_LESSON_KNOBS_H

#include "lesson.h"

/* One knob as the lesson's program declares it. */
typedef struct Knob {
    const char *name, *words, *unit; /* "delay_a", "API A takes", "s"; unit: "" for a switch */
    double usual, least, most, step; /* a switch: 0 off, 1 on */
    bool is_switch;
    const char *const *
        lines; /* of which one is chosen, or which are put in order: the value is the number of the line, or of the order; NULL for others */
    size_t line_count;
    bool is_order;
    unsigned c_line, python_line; /* where its value stands in the two texts; 0: nowhere */
    const struct async_knob *declared;
} Knob;

const Knob *lesson_knobs(const Lesson *lesson, size_t *count); /* in the order of the text, at most LESSON_KNOBS; NULL lesson: none */

/* The line of a Python twin on which `name = ` begins, as it gives a knob its value; 0: none does. */
unsigned knob_python_line(const char *text, const char *name);

/* NULL: the lesson has none of that name. */
const Knob *knob_find(const Lesson *lesson, const char *name, size_t length, size_t *index);

/* The values in the lesson's text. */
KnobValues knobs_usual(const Lesson *lesson);
bool knobs_equal(const KnobValues *one, const KnobValues *other);
/* Those with which a run of the lesson was recorded. */
KnobValues knobs_of_trace(const Lesson *lesson, const Trace *trace);

/* It is turned by going on to its next value, and not along a track. */
static inline bool knob_clicks(const Knob *knob) { return knob->is_switch || knob->lines != NULL; }
double knob_next(const Knob *knob, double value);                  /* of one that clicks: behind the last comes the first */
size_t knob_line_at(const Knob *knob, double value, size_t place); /* of an order: which line stands there, both from 0 */
double knob_line_up(const Knob *knob, double value, size_t place); /* the order in which the line at that place has gone one place up */

/* The nearest value that the knob can have. */
double knob_nearest(const Knob *knob, double value);
/* "2.5 s", "on", the chosen line, "2-1-3"; as the program would write it: "2.5", "1". Into `buffer` (32 bytes are enough); returns it. */
char *knob_text(const Knob *knob, double value, char *buffer, size_t size);
char *knob_plain_text(double value, char *buffer, size_t size);
/* Takes "delay_a=2.5" or "together=off". False: `error` says in one sentence what is wrong and what there is. */
bool knobs_set(const Lesson *lesson, KnobValues *values, const char *assignment, char *error, size_t size);

#endif
