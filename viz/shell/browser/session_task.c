/* session_task.c: nothing to be judged apart: a lesson that is edited in the page is shown, and judged, as that lesson (edited.c). */
#include "shell/session_parts.h"

void session_task(Session *session) { (void)session; }
