/* link_copy.c: in a browser, what opens a moment again is a link. */
#include "shell/subject/link.h"

void page_copy_link(const char *moment); /* in web/library.js: behind the page's own address */

const LinkForm link_form = {.lesson = "lesson=",
                            .at = "&at=",
                            .knob = "&set=",
                            .knob_is = ":",
                            .rules = "&rules=",
                            .python = "&code=python",
                            .predict = "&predict"};

void link_copy(Session *session)
{
    char text[LINK_TEXT + 1] = "#";
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
