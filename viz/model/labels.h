/* labels.h: what to call each task of a trace, so that no two of them read the same. For model.c alone. */
#ifndef LOOPSCOPE_MODEL_LABELS_H
#define LOOPSCOPE_MODEL_LABELS_H

#include "model.h"

typedef struct ModelLabels ModelLabels;
ModelLabels *labels_new(const Trace *trace); /* NULL: out of memory */
void labels_free(ModelLabels *labels);
/* As model_task_label(). Looks at what the trace has gained since the last call. */
const char *labels_of(ModelLabels *labels, Ref task, char *buffer, size_t size);

#endif
