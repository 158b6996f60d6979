/* link_copy.c: on a desktop, what opens a moment of a lesson again is a command; a recording goes into a link itself. */
#include "link.h"

#include "language/said.h"
#include <stdlib.h>

const LinkForm link_form = {.lesson = "loopscope ",
                            .at = " --at ",
                            .knob = " --set ",
                            .knob_is = "=",
                            .rules = " --rules ",
                            .python = " --python",
                            .predict = " --predict"};

/* The browser edition that opens it: as ./run web serves it, unless another is named. */
static const char *page_address(void)
{
    const char *named = getenv("LOOPSCOPE_SITE");
    return named != NULL && named[0] != '\0' ? named : "http://127.0.0.1:8000/";
}

static void copy_recording(Session *session)
{
    char sentence[sizeof session->app.notice], *letters = link_recording(session->source.trace, sentence, sizeof sentence), *whole = NULL;
    size_t length = 0;
    FILE *out = letters != NULL ? open_memstream(&whole, &length) : NULL;
    if (out != NULL) {
        fprintf(out, "%s#recording=%s&at=%zu", page_address(), letters, session->app.player.n);
    }
    if (out != NULL && fclose(out) == 0) {
        window_copy(whole);
        snprintf(sentence, sizeof sentence, SAID("Copied: a link with this recording in it, for the browser edition at %.100s"),
                 page_address());
    } else if (letters != NULL) {
        snprintf(sentence, sizeof sentence, SAID("There is not enough memory to copy a link."));
    }
    app_notice(&session->app, sentence);
    free(whole);
    free(letters);
}

void link_copy(Session *session)
{
    char text[LINK_TEXT];
    if (session->source.lesson == NULL) {
        copy_recording(session);
    } else if (!link_write(session, &link_form, text)) {
        app_notice(&session->app, "The command for this moment is too long to be copied.");
    } else {
        window_copy(text);
        app_notice(&session->app, "Copied: the command that opens this moment again.");
    }
}
