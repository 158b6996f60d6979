/* choose.c: what is said where somebody else than asyncio chooses who runs next. */
#include "parts.h"

#include <stdio.h>
#include <string.h>

static void say_entry(Telling *telling, size_t place)
{
    const ModelReady *entry = place < telling->state->ready_count ? &telling->state->ready[place] : NULL;
    if (entry == NULL || entry->task != 0) {
        say(telling, "%T", entry != NULL ? entry->task : TRACE_NOBODY);
    } else {
        narrate_loop_entry(telling, entry);
    }
}

/* Who was chosen stands in front now, and behind it who stood there. */
void narrate_choice_event(Telling *telling)
{
    const Event *event = telling->event;
    char place[PHRASE], of[PHRASE];
    say_entry(telling, 0);
    say(telling,
        event->c == 1 ? WORDS(" is chosen to run next, the %s of %s that is ready: ")
                      : WORDS(" is chosen to run next, the %s of %s that are ready: "),
        say_ordinal(telling, event->d, place), say_count(telling, event->c, "entry", "entries", of));
    if (event->a == 0) {
        say(telling, "asyncio, first in, first out, does the same.");
    } else {
        say(telling, "not as in asyncio, where ");
        say_entry(telling, 1);
        say(telling, " would run, which is first in the queue.");
    }
}

bool telling_was_chosen(const Telling *telling)
{
    const Event *before = telling->n > 1 ? trace_event(telling->trace, telling->n - 2) : NULL;
    return before != NULL && before->kind == EV_CHOOSE && before->a > 0;
}

void narrate_plainly(const char *text, Sentence *out)
{
    enum { PIECE = 60 /* bytes: say() cuts what is long */ };
    *out = (Sentence){.count = 0};
    Telling telling = {.out = out};
    for (size_t left = strlen(text); left > 0;) {
        char piece[PIECE + 1];
        size_t length = left < PIECE ? left : PIECE;
        while (length < left && length > 1 && text[length] != ' ') { /* a blank begins the next one */
            length--;
        }
        snprintf(piece, sizeof piece, "%.*s", (int)length, text);
        say(&telling, "%s", piece);
        text += length;
        left -= length;
    }
}

void narrate_choice(Language language, Model *model, const Trace *trace, size_t n, Sentence *out)
{
    enum { ROOM = 90 /* bytes: what follows after so many would not be seen */ };
    *out = (Sentence){.count = 0};
    const State *state = model_at(model, n);
    const Event *event = n < trace_count(trace) ? trace_event(trace, n) : NULL;
    if (state == NULL || event == NULL || event->kind != EV_CHOOSE) {
        return;
    }
    Telling telling = {.language = language, .model = model, .trace = trace, .n = n, .event = event, .state = state, .out = out};
    uint32_t number = 0;
    char key[16];
    say(&telling, "*You are the scheduler:* who runs next? ");
    for (size_t i = 0; i < state->ready_count && number < event->c && strlen(out->text) < ROOM; i++) {
        if (state_can_be_chosen(state, i)) {
            snprintf(key, sizeof key, "%u", (unsigned)++number);
            say(&telling, "%s%B ", number > 1 ? ", " : "", key);
            say_entry(&telling, i);
        }
    }
    if (event->c > number) {
        snprintf(key, sizeof key, "%u", (unsigned)event->c);
        say(&telling, ", \xe2\x80\xa6 up to %B", key);
    }
    say(&telling, ". asyncio runs the first.");
    out->subject = 0; /* none of them more than the others */
}

void narrate_otherwise(Language language, Model *model, const Trace *trace, size_t index, Sentence *out)
{
    *out = (Sentence){.count = 0};
    const State *state = model_at(model, index + 1);
    if (state != NULL) {
        Telling telling = {.language = language,
                           .model = model,
                           .trace = trace,
                           .n = index + 1,
                           .event = trace_event(trace, index),
                           .state = state,
                           .out = out};
        say_entry(&telling, 0);
        say(&telling, " runs, where asyncio would run ");
        say_entry(&telling, 1);
    }
}
