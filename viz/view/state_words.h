/* state_words.h: the states of a task in the language of the reader. */
#ifndef LOOPSCOPE_STATE_WORDS_H
#define LOOPSCOPE_STATE_WORDS_H

#include "language/language.h"
#include "model/model.h"

const char *state_words(Language language, TaskState state); /* "created", "ready", … */

#endif
