/* policy.c: the lesson in another order of its ready queue than asyncio's: by a policy, or with the reader as the scheduler, who picks who runs next. */
#include "parts.h"

#include "lesson/policy.h"
#include "words/course/holds.h"

#include <stdio.h>

/* As long as the cursor stays where it is. */
static void tell(App *app, const char *sentence)
{
    snprintf(app->order.said, sizeof app->order.said, "%s", words_in(app->ui.language, sentence));
    app->order.said_at = app->player.n;
    app->changed = true;
}

static bool can_be_turned(App *app)
{
    const char *sentence = NULL;
    if (app->lesson == NULL) {
        sentence = WORDS("Another order of the ready queue can be tried of a lesson, and this is a recording.");
    } else if (lesson_is_own(app->lesson)) {
        sentence = WORDS("A lesson of your own runs by Python, and so in asyncio's order.");
    } else if (app->lesson->real_time || app->live != LIVE_NONE) {
        sentence = WORDS("Another order of the ready queue can be tried in virtual time.");
    } else if (app->ui.predict.on) {
        sentence = WORDS("Predict mode asks about asyncio's order: leave it first.");
    }
    if (sentence != NULL) {
        tell(app, sentence);
    }
    return sentence == NULL;
}

bool app_policy_forbids(App *app, const char *what)
{
    char sentence[200];
    bool other = app->ui.knobs.policy.kind != POLICY_FIRST_IN || !policy_is_asyncios(app->trace);
    if (other) {
        snprintf(sentence, sizeof sentence, "%s%s", words_in(app->ui.language, what),
                 app->lesson != NULL
                     ? words_in(app->ui.language, " Backspace, or \xe2\x80\x9creset\xe2\x80\x9d beside the knobs, goes back to it.")
                     : "");
        tell(app, sentence);
    }
    return other;
}

/* The run in asyncio's order stays behind. */
static void turn(App *app, const Policy *policy)
{
    bool to_asyncio = policy->kind == POLICY_FIRST_IN, from_asyncio = app->ui.knobs.policy.kind == POLICY_FIRST_IN;
    app->ui.knobs.policy = *policy;
    app->ghost_due = app->ghost_due || to_asyncio || from_asyncio;
    app->want_turned = app->changed = true;
    if (to_asyncio) {
        app->ui.schedules = false;
        snprintf(app->turned_notice, sizeof app->turned_notice, "%s",
                 WORDS("The ready queue is first in, first out again, as in asyncio."));
    }
}

/* Each time another seed, so that pressing on shows other orders. */
static void next_policy(App *app)
{
    Policy policy = {.kind = POLICY_FIRST_IN};
    if (!can_be_turned(app)) {
        return;
    }
    switch (app->ui.knobs.policy.kind) {
    case POLICY_FIRST_IN: policy.kind = POLICY_LAST_IN; break;
    case POLICY_LAST_IN: policy = (Policy){.kind = POLICY_RANDOM, .seed = ++app->seed}; break;
    case POLICY_RANDOM:
    case POLICY_PICKS: break;
    }
    turn(app, &policy);
}

static size_t choice_from(const Trace *trace, size_t n)
{
    while (n < trace_count(trace) && trace_event(trace, n)->kind != EV_CHOOSE) {
        n++;
    }
    return n < trace_count(trace) ? n : SIZE_MAX;
}

/* The places of the panels are needed: what stands over the loop goes. */
static void schedule(App *app)
{
    if (!can_be_turned(app)) {
        return;
    }
    if (app->ui.schedules) {
        turn(app, &(Policy){.kind = POLICY_FIRST_IN});
        return;
    }
    Policy policy = app->ui.knobs.policy;
    if (policy.kind != POLICY_PICKS) {
        policy = (Policy){.kind = POLICY_PICKS};
    }
    app->ui.schedules = true;
    app->ui.page.open = app->ui.why.open = app->ui.loop_code = false;
    turn(app, &policy);
    app->picked_at = 1;
    app->picked = true;
}

void app_policy_pick(App *app, uint32_t number)
{
    char sentence[120];
    size_t n = app->player.n;
    app->order.said[0] = '\0';
    const Event *event = n < trace_count(app->trace) ? trace_event(app->trace, n) : NULL;
    const State *state = event != NULL && event->kind == EV_CHOOSE ? model_at(app->model, n) : NULL;
    if (app->want_turned || state == NULL) {
        if (!app->want_turned) {
            tell(app, choice_from(app->trace, n) == SIZE_MAX ? WORDS("There is nobody more to choose: step back to pick anew.")
                                                             : WORDS("Step on: the cursor stops where there is somebody to choose."));
        }
        return;
    }
    if (number == 0 || number > event->c) {
        snprintf(sentence, sizeof sentence, words_in(app->ui.language, "Only %u are ready here: pick 1 to %u."), (unsigned)event->c,
                 (unsigned)event->c);
        tell(app, sentence);
        return;
    }
    if (state->choices >= POLICY_PICKS_MOST) {
        snprintf(sentence, sizeof sentence, words_in(app->ui.language, "After %d picks the ready queue goes on first in, first out."),
                 POLICY_PICKS_MOST);
        tell(app, sentence);
        return;
    }
    Policy policy = app->ui.knobs.policy;
    for (size_t i = policy.count; i < state->choices; i++) { /* those that were stepped over went as in asyncio */
        policy.pick[i] = 1;
    }
    policy.count = (uint32_t)state->choices;
    policy.pick[policy.count++] = (uint8_t)number;
    turn(app, &policy);
    app->picked_at = n + 1;
    app->picked = true;
}

static void take_back(App *app)
{
    Policy policy = app->ui.knobs.policy;
    if (policy.count == 0) {
        tell(app, WORDS("There is no pick to take back."));
        return;
    }
    size_t at = choice_from(app->trace, 0);
    for (uint32_t i = 1; i < policy.count && at != SIZE_MAX; i++) {
        at = choice_from(app->trace, at + 1);
    }
    policy.count--;
    turn(app, &policy);
    app->picked_at = at != SIZE_MAX ? at + 1 : 1;
    app->picked = false;
}

/* The picks stay; without any, the run is asyncio's again. */
static void leave(App *app)
{
    app->ui.schedules = false;
    if (app->ui.knobs.policy.count == 0) {
        turn(app, &(Policy){.kind = POLICY_FIRST_IN});
    } else {
        tell(app, WORDS("The picks stay. Backspace, or \xe2\x80\x9creset\xe2\x80\x9d beside the knobs, goes back to asyncio's order."));
    }
}

bool app_policy_command(App *app, Command command)
{
    app->order.said[0] = '\0';
    const Ui *ui = &app->ui;
    bool covered =
        ui->help || ui->remark != 0 || ui->why.open || ui->page.open || ui->knob_focus > 0 || ui->spotlight || ui->focus.panel != 0;
    if (command == COMMAND_POLICY) {
        next_policy(app);
    } else if (command == COMMAND_SCHEDULE) {
        schedule(app);
    } else if (command == COMMAND_KNOB_RESET && ui->schedules && ui->knob_focus == 0) {
        take_back(app);
    } else if (command == COMMAND_ESCAPE && ui->schedules && !covered) {
        leave(app);
    } else {
        return false;
    }
    return true;
}

bool app_policy_key(App *app, const char *key)
{
    bool digit = key[0] >= '1' && key[0] <= '9' && key[1] == '\0';
    if (!digit || !app->ui.schedules || app->ui.screen != SCREEN_LESSON || app->ui.help) {
        return false;
    }
    app->changed = true;
    app_policy_pick(app, (uint32_t)(key[0] - '0'));
    return true;
}

void app_policy_stop(App *app, size_t from)
{
    size_t at = app->ui.schedules && app->player.n > from ? choice_from(app->trace, from + 1) : SIZE_MAX;
    if (at < app->player.n) {
        app->player.playing = false;
        app->player.n = at;
    }
}

static void say_what_came(App *app)
{
    Holds holds;
    char sentence[HOLDS_TEXT];
    if (holds_look(app->ui.language, app->lesson, &app->ui.knobs, app->trace, &holds)) {
        holds_in_short(&holds, sentence, sizeof sentence);
        snprintf(app->order.verdict, sizeof app->order.verdict, "%.*s", (int)sizeof app->order.verdict - 1, sentence);
        app->order.verdict_at = app->player.n;
    }
}

void app_policy_say(const App *app, Sentence *sentence)
{
    size_t n = app->player.n, count = trace_count(app->trace);
    if (app->order.said[0] != '\0' && n == app->order.said_at) {
        narrate_plainly(app->order.said, sentence);
    } else if (app->ui.schedules && n < count && trace_event(app->trace, n)->kind == EV_CHOOSE) {
        narrate_choice(app->ui.language, app->model, app->trace, n, sentence);
    } else if (app->order.verdict[0] != '\0' && (n == count || n == app->order.verdict_at)) {
        narrate_plainly(app->order.verdict, sentence);
    }
}

void app_policy_turned(App *app)
{
    if (app->ui.schedules && app->ui.knobs.policy.kind == POLICY_FIRST_IN) { /* a run with no pick yet says nothing of them */
        app->ui.knobs.policy = (Policy){.kind = POLICY_PICKS};
    }
    if (app->picked_at > 0) {
        size_t at = app->picked_at - 1, next = app->picked ? choice_from(app->trace, at > 0 ? at + 1 : 0) : at;
        app_seek(app, next != SIZE_MAX ? next : trace_count(app->trace));
        if (at == 0 && next == SIZE_MAX) {
            tell(app, WORDS("There is nobody to choose in this run: never is more than one ready."));
        }
    }
    app->picked_at = 0;
    if (app->lesson != NULL && app->ui.knobs.policy.kind != POLICY_FIRST_IN && (!app->ui.schedules || app->ui.knobs.policy.count > 0)) {
        say_what_came(app);
    }
}
