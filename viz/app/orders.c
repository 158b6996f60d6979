/* orders.c: runs the lesson in the orders in which its waits can end, and shows the shortest in which it goes otherwise. */
#include "parts.h"

#include "language/words_in.h"
#include "words/course/orders.h"

#include <stdio.h>

enum { ORDERS_AT_ONCE = 600 /* runs, in one frame */ };

static void turn(App *app, const Timing *timing, const char *sentence)
{
    snprintf(app->turned_notice, sizeof app->turned_notice, "%.*s", (int)sizeof app->turned_notice - 1, sentence);
    app->ui.knobs.timing = *timing;
    app->ghost_due = app->want_turned = true;
}

void app_find_order(App *app)
{
    char sentence[ORDERS_TEXT];
    Orders orders;
    if (app->lesson == NULL || app->lesson->real_time) {
        app_notice(app, "Other orders are tried of a lesson that runs in virtual time.");
        return;
    }
    if (lesson_is_own(app->lesson)) {
        app_notice(app, "Other orders are tried of the lessons that came with Loopscope.");
        return;
    }
    if (app_policy_forbids(app, WORDS("Its waits are tried in asyncio's order, and this is another."))) {
        return;
    }
    if (app->ui.knobs.timing.count > 0) {
        turn(app, &(Timing){.count = 0}, WORDS("Every sleep takes as long as it says again."));
        return;
    }
    if (!orders_search(app->ui.language, app->lesson, &app->ui.knobs, ORDERS_AT_ONCE, NULL, NULL, &orders)) {
        app_notice(app, "There is not enough memory to try other orders.");
        return;
    }
    const char *said = orders_in_short(&orders, sentence, sizeof sentence);
    if (orders.fault != ORDER_HOLDS) {
        turn(app, &orders.timing, said);
    } else {
        app_notice(app, said);
    }
}
