/* edited.h: a program that is edited beside the window. */
#ifndef LOOPSCOPE_SHELL_EDITED_H
#define LOOPSCOPE_SHELL_EDITED_H

#include "shell/session_parts.h"

/* Is it a lesson with its program edited? */
bool edited_is(const Lesson *lesson);
/* Its knobs as they stand go into the text, which runs. */
void edited_turn(const Session *session);
/* Something else is shown from now on. */
void edited_end(void);

#endif
