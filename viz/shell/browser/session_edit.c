/* session_edit.c: the editor stands beside the window, in the page (edited.c): there is no other to be followed. */
#include "edited.h"

void session_follow_editor(Session *session) { (void)session; }
