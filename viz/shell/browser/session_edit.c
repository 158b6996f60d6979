/* session_edit.c: a page cannot open an editor: who asks for it is told so. */
#include "shell/session_parts.h"

void session_edit(Session *session)
{
    app_notice(&session->app, "A page cannot open your editor: for that, install Loopscope on this computer.");
}

void session_follow_editor(Session *session) { (void)session; }

void session_edit_end(Session *session) { (void)session; }
