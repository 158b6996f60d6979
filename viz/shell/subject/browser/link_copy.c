/* link_copy.c: in a browser, what opens a moment again is a link; a recording goes into it. */
#include "shell/subject/link.h"

#include "shell/browser/edited.h"

#include <stdlib.h>

/* In web/library.js: both behind the page's own address. */
void page_copy_link(const char *moment);
int page_copy_recording(const char *bytes, size_t length, const char *moment); /* says how it went, later; 0: this page has it inside */

const LinkForm link_form = {.lesson = "lesson=",
                            .at = "&at=",
                            .knob = "&set=",
                            .knob_is = ":",
                            .rules = "&rules=",
                            .python = "&code=python",
                            .predict = "&predict"};

/* A program that was edited is in no link but as its run. */
static bool copy_recording(Session *session)
{
    char moment[64];
    size_t length = 0;
    snprintf(moment, sizeof moment, "&at=%zu", session->app.player.n);
    char *bytes = link_bytes(session->source.trace, &length);
    if (bytes == NULL) {
        app_notice(&session->app, "This recording is too large for a link: the program on a desktop writes it to a file.");
        return true;
    }
    bool copied = page_copy_recording(bytes, length, moment) != 0;
    free(bytes);
    return copied;
}

void link_copy(Session *session)
{
    char text[LINK_TEXT + 1] = "#";
    const Lesson *lesson = session->source.lesson;
    if ((lesson == NULL || edited_is(lesson)) && copy_recording(session)) {
        return;
    }
    if (!link_write(session, &link_form, text + 1)) {
        app_notice(&session->app, "The link to this moment is too long to be copied.");
        return;
    }
    if (text[1] == '&') {
        text[1] = '#'; /* a recording has no name there */
    }
    page_copy_link(text[1] == '#' ? text + 1 : text);
    app_notice(&session->app, "Copied: the link that opens this moment again.");
}
