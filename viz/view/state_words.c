/* state_words.c: see state_words.h. */
#include "state_words.h"

#include "language/words_in.h"

/* As model_state_name() has them. */
static const char *const names[TASK_STATE_COUNT] = {WORDS("created"),  WORDS("ready"), WORDS("running"), WORDS("awaiting"),
                                                    WORDS("sleeping"), WORDS("done"),  WORDS("failed"),  WORDS("cancelled")};

const char *state_words(Language language, TaskState state) { return words_in(language, names[state]); }
