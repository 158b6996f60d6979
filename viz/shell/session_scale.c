/* session_scale.c: how large the window is drawn: as the reader has it, and presenting as large as the window has room for. */
#include "session_parts.h"

void session_scale(Session *session)
{
    int width = 0, height = 0;
    (void)window_own_size(session->window, &width, &height);
    float scale = ui_scale_shown(&session->app.ui, (float)width);
    if (scale != session->scale) {
        session->scale = scale;
        window_set_scale(session->window, session->scale);
        session->redraw = true;
    }
}
