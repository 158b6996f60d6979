/* progress.c: what was reached only ever grows, so that two windows that write it in any order lose nothing. */
#include "progress.h"

#include <stdio.h>
#include <string.h>

static LessonProgress *find(Progress *progress, const char *lesson)
{
    for (size_t i = 0; i < progress->count; i++) {
        if (strcmp(progress->lesson[i].name, lesson) == 0) {
            return &progress->lesson[i];
        }
    }
    return NULL;
}

/* NULL: the name is none that can be kept, or there is no more room. */
static LessonProgress *find_or_add(Progress *progress, const char *lesson)
{
    LessonProgress *known = find(progress, lesson);
    if (known || !*lesson || strlen(lesson) >= PROGRESS_NAME || progress->count == PROGRESS_LESSONS) {
        return known;
    }
    known = &progress->lesson[progress->count++];
    *known = (LessonProgress){.furthest = 0};
    snprintf(known->name, sizeof known->name, "%s", lesson);
    return known;
}

const LessonProgress *progress_of(const Progress *progress, const char *lesson)
{
    for (size_t i = 0; progress && i < progress->count; i++) {
        if (strcmp(progress->lesson[i].name, lesson) == 0) {
            return &progress->lesson[i];
        }
    }
    return NULL;
}

bool progress_reached(Progress *progress, const char *lesson, size_t k, size_t total)
{
    if (k == 0 || total == 0) {
        return false; /* opened, and not one step made */
    }
    uint32_t share = k >= total ? PROGRESS_WHOLE : (uint32_t)(k * PROGRESS_WHOLE / total);
    share = share > 0 ? share : 1;
    LessonProgress *known = find_or_add(progress, lesson);
    if (!known || (known->furthest >= share && (known->done || k < total))) {
        return false;
    }
    known->furthest = share > known->furthest ? share : known->furthest;
    known->done = known->done || k >= total;
    return true;
}

bool progress_solved(Progress *progress, const char *lesson)
{
    LessonProgress *known = find_or_add(progress, lesson);
    bool first = known && !known->solved;
    if (first) {
        known->solved = true;
    }
    return first;
}

bool progress_scored(Progress *progress, const char *lesson, uint32_t asked, uint32_t right)
{
    if (asked == 0 || right > asked) {
        return false;
    }
    LessonProgress *known = find_or_add(progress, lesson);
    if (!known) {
        return false;
    }
    bool better = known->asked == 0 || right > known->right || (right == known->right && asked < known->asked);
    if (better) {
        known->asked = asked;
        known->right = right;
    }
    return better;
}

void progress_merge(Progress *into, const Progress *other)
{
    into->hints_seen = into->hints_seen || other->hints_seen;
    for (size_t i = 0; i < other->count; i++) {
        const LessonProgress *from = &other->lesson[i];
        LessonProgress *known = find_or_add(into, from->name);
        if (known) {
            known->furthest = from->furthest > known->furthest ? from->furthest : known->furthest;
            known->done = known->done || from->done;
            known->solved = known->solved || from->solved;
            progress_scored(into, from->name, from->asked, from->right);
        }
    }
}
