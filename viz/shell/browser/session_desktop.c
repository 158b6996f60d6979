/* session_desktop.c: whether animations are switched off is something that the browser knows. */
#include "shell/session_desktop.h"

int page_wants_no_motion(void); /* in web/library.js */

bool session_desktop_still(void) { return page_wants_no_motion() != 0; }
