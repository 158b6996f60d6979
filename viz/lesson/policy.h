/* policy.h: who of a lesson's ready queue runs next, where it is not asyncio that says so: as text, and as the engine asks while the lesson runs. */
#ifndef LOOPSCOPE_POLICY_H
#define LOOPSCOPE_POLICY_H

#include "lesson.h"

/* A run that keeps to a policy. Zeroed but for `policy`, which is borrowed. */
typedef struct PolicyRun {
    const Policy *policy;
    uint32_t choices; /* made so far */
} PolicyRun;

/* As async_settings.choose does, of `count` that can run. A pick that cannot be is the first: policy_fits() says which. */
size_t policy_choose(PolicyRun *run, size_t count);

bool policy_equal(const Policy *one, const Policy *other);

enum { POLICY_TEXT = 4 * POLICY_PICKS_MOST /* more than TIMING_TEXT */ };
/* "last-in", "random:7"; "first-in" for all others. Into `buffer`; returns it. */
const char *policy_text(const Policy *policy, char *buffer, size_t size);
/* "3:1:2"; "" for none. */
const char *policy_picks_text(const Policy *policy, char *buffer, size_t size);
/* What such texts say; picks may also have `,` or a blank between them. False: it says nothing that can be run, and `policy` stays as it is. */
bool policy_parse(const char *text, Policy *policy);
bool policy_parse_picks(const char *text, Policy *policy);
/* How the ready queue goes: "goes last in, first out", "goes at random, with the seed 7", "goes as it was picked". */
const char *policy_words(Language language, const Policy *policy, char *buffer, size_t size);
const char *policy_in_short(Language language, const Policy *policy, char *buffer, size_t size); /* "last in", "random 7", "you pick" */

/* Has nobody else than asyncio chosen who runs next in that run? */
bool policy_is_asyncios(const Trace *trace);

/* Could each of its picks be made in that run of it? False: `error` says in one sentence which could not. */
bool policy_fits(const Policy *policy, const Trace *trace, char *error, size_t size);

#endif
