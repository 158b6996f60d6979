/* link_copy.c: on a desktop, what opens a moment again is a command. */
#include "link.h"

void link_copy(Session *session)
{
    static const LinkForm form = {.lesson = "loopscope ",
                                  .at = " --at ",
                                  .knob = " --set ",
                                  .knob_is = "=",
                                  .rules = " --rules ",
                                  .python = " --python",
                                  .predict = " --predict"};
    char text[LINK_TEXT];
    if (session->source.lesson == NULL) {
        app_notice(&session->app, "A command can be copied for a moment of a lesson, and this is a recording.");
    } else if (!link_write(session, &form, text)) {
        app_notice(&session->app, "The command for this moment is too long to be copied.");
    } else {
        window_copy(text);
        app_notice(&session->app, "Copied: the command that opens this moment again.");
    }
}
