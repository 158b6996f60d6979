/* folder_knobs.h: the knobs of a program in Python: assignments with a comment that says what is turned and how far. */
#ifndef LOOPSCOPE_LESSON_FOLDER_KNOBS_H
#define LOOPSCOPE_LESSON_FOLDER_KNOBS_H

#include "knobs.h"

enum { FOLDER_KNOB_TEXT = 64 };

/* Texts that the knobs point to. */
typedef struct FolderKnobs {
    Knob knob[LESSON_KNOBS];
    size_t count;
    char name[LESSON_KNOBS][FOLDER_KNOB_TEXT], words[LESSON_KNOBS][FOLDER_KNOB_TEXT], unit[LESSON_KNOBS][FOLDER_KNOB_TEXT];
} FolderKnobs;

/* `delay = 2  # knob: API takes, 0 to 5 s`, `workers = 3  # knob: workers, 1 to 9`, `together = True  # knob: all at once`. False: `error` says what is wrong in
   line *line of the program. */
bool folder_knobs_read(FolderKnobs *knobs, const char *program, unsigned *line, char *error, size_t size);

#endif
