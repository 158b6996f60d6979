/* filter.h: which lanes the timeline shows when the reader has asked for some only: by words in the task's name, coroutine, state or file. */
#ifndef LOOPSCOPE_FILTER_H
#define LOOPSCOPE_FILTER_H

#include "model/spans.h"

/* Each word must be found in the task's name, its coroutine's, its state at the cursor or the path of the file in which it was made or its
   coroutine is; one that begins
   with "-" must not. Large and small letters are alike. What was found out is kept until something of it changes. */
typedef struct LaneFilter LaneFilter;
LaneFilter *filter_new(void); /* NULL: out of memory */
void filter_free(LaneFilter *filter);
void filter_reset(LaneFilter *filter); /* another trace was opened */
/* After the words, the moment or the trace may have changed. Without memory every lane is shown. */
void filter_update(LaneFilter *filter, const char *words, const Model *model, const Spans *spans, const State *state);
bool filter_hides(const LaneFilter *filter, uint32_t task); /* filter may be NULL: it hides nothing */
size_t filter_count(const LaneFilter *filter);              /* of the tasks that are shown */

#endif
