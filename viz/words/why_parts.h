/* why_parts.h: what the files why*.c share. */
#ifndef LOOPSCOPE_WHY_PARTS_H
#define LOOPSCOPE_WHY_PARTS_H

#include "words/narrate/parts.h"
#include "why.h"

/* Says what the event did as a link of the chain. False: the link says nothing that its neighbours do not, and is left out. */
bool why_say_event(Telling *telling, size_t index);
/* "its sleep was over": why a task that waited for `future` could go on. */
void why_say_wait_over(Telling *telling, size_t before, Ref future);
/* " at line 11", or nothing for an unknown place. */
void why_say_line(Telling *telling, uint32_t place);
/* Of a task that stands in line at a thing: who holds it, or used it last: ", which worker 1 has held since …". Returns who has to give it back, or 0. */
Ref why_say_thing(Telling *telling, const ModelFuture *future);
/* why_outside.c: what came from outside, as a link of the chain. False: nothing was said. */
bool why_say_outside(Telling *telling, const Event *event);
/* What a task that waits for the outside waits for. False: it waits for something else, and nothing was said. */
bool why_waits_outside(Telling *telling, const ModelTask *task);
/* What whoever awaits the future waits for outside of the loop: "data from 127.0.0.1:4242"; "": it waits for something else, or nothing is known. */
const char *why_outside_name(const Telling *telling, Ref future);
/* "2 s", "0.25 s", "3 ms" */
const char *why_duration(int64_t ns, char buffer[PHRASE]);

#endif
