/* session_loop.c: keeps the window going until the user quits. */
#include "session_parts.h"

static bool pass(void *session) { return session_pass(session); }

void session_loop(Session *session) { window_run(pass, session); }
