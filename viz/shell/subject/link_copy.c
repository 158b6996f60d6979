/* link_copy.c: on a desktop, what opens a moment again is a command. */
#include "link.h"

const LinkForm link_form = {.lesson = "loopscope ",
                            .at = " --at ",
                            .knob = " --set ",
                            .knob_is = "=",
                            .rules = " --rules ",
                            .python = " --python",
                            .predict = " --predict"};

void link_copy(Session *session)
{
    char text[LINK_TEXT];
    if (session->source.lesson == NULL) {
        app_notice(&session->app, "A command can be copied for a moment of a lesson, and this is a recording.");
    } else if (!link_write(session, &link_form, text)) {
        app_notice(&session->app, "The command for this moment is too long to be copied.");
    } else {
        window_copy(text);
        app_notice(&session->app, "Copied: the command that opens this moment again.");
    }
}
