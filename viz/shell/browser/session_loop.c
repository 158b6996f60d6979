/* session_loop.c: the page keeps the window going, until it goes away itself. */
#include "shell/session_parts.h"

#include "page.h"
#include "language/words_in.h"
#include "sdl/browser/wake.h"
#include "shell/subject/link.h"

#include <emscripten/emscripten.h>

static Session *shown; /* by the page; it has one window */

static bool pass(void *context)
{
    Session *session = context;
    int64_t drawn_at = session->drawn_at;
    if (!session_pass(session)) {
        session->app.quit = false;
        app_notice(&session->app, "A page is closed with its tab: close that.");
    }
    if (session->drawn_at != drawn_at) {
        page_tell(session);
    }
    return true;
}

void session_loop(Session *session)
{
    shown = session;
    window_run(pass, session);
}

Session *page_session(void) { return shown; }

/* The page is hidden or closed, and may not come back. */
EMSCRIPTEN_KEEPALIVE void page_leave(void)
{
    if (shown != NULL) {
        session_leave(shown);
    }
}

/* Something was done outside of the window that it shows in its next frame. */
static void show_it(void)
{
    shown->redraw = true;
    window_wake();
}

/* The canvas has got another size, and lost what stood on it. */
EMSCRIPTEN_KEEPALIVE void page_emptied(void)
{
    if (shown != NULL) {
        show_it();
    }
}

EMSCRIPTEN_KEEPALIVE void page_link(void)
{
    if (shown != NULL) {
        link_copy(shown);
        show_it();
    }
}

EMSCRIPTEN_KEEPALIVE void page_say(const char *sentence)
{
    if (shown != NULL) {
        app_notice(&shown->app, sentence);
        show_it();
    }
}

/* What stands around the window speaks as it does. */
EMSCRIPTEN_KEEPALIVE const char *page_words(const char *english)
{
    return words_in(shown != NULL ? shown->app.ui.language : LANGUAGE_ENGLISH, english);
}

EMSCRIPTEN_KEEPALIVE void page_editor(void)
{
    if (shown != NULL) {
        session_edit(shown);
        show_it();
    }
}

/* A file was dropped, and stands now under that name. */
EMSCRIPTEN_KEEPALIVE void page_open_file(const char *name)
{
    if (shown != NULL) {
        (void)session_open_file(shown, name);
        show_it();
    }
}

/* The browser says what is pasted, when it is. */
EMSCRIPTEN_KEEPALIVE void page_paste(const char *text)
{
    if (shown != NULL) {
        app_text(&shown->app, text);
        show_it();
    }
}
