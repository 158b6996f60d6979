/* page.h: what the page around the window is told. */
#ifndef LOOPSCOPE_SHELL_PAGE_H
#define LOOPSCOPE_SHELL_PAGE_H

#include "shell/session_parts.h"

/* page_tell.c: what the frame that was just drawn shows, in words: for those who hear it. */
void page_tell(const Session *session);

/* session_loop.c: what the page shows; NULL: nothing yet. */
Session *page_session(void);

#endif
