/* callback.h: on which line of the shown source a callback of the program's is. */
#ifndef LOOPSCOPE_LESSON_CALLBACK_H
#define LOOPSCOPE_LESSON_CALLBACK_H

#include "program.h"

/* The line (from 1) of the callback that runs: where the last fact that it brought about happened, before any the head of its function; 0: none runs, or
   neither is known. */
uint32_t callback_line(const ProgramText *shown);
/* The same of the last one that ran, or runs, since the last step of a task; 0: none has. */
uint32_t callback_last_line(const ProgramText *shown);

#endif
