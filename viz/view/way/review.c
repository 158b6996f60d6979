/* review.c: see review.h. */
#include "review.h"

#include <stdio.h>
#include <string.h>

static const uint32_t days_until[] = {1, 3, 7}; /* by how often it was right in a row */
_Static_assert(sizeof days_until / sizeof days_until[0] == REVIEW_DONE, "behind the last of them a question is done");

const ReviewQuestion *review_of(const Review *review, const char *lesson, const char *text)
{
    for (size_t i = 0; i < review->count; i++) {
        if (strcmp(review->question[i].lesson, lesson) == 0 && strcmp(review->question[i].text, text) == 0) {
            return &review->question[i];
        }
    }
    return NULL;
}

static ReviewQuestion *find(Review *review, const char *lesson, const char *text)
{
    const ReviewQuestion *known = review_of(review, lesson, text);
    return known != NULL ? &review->question[known - review->question] : NULL;
}

bool review_is_due(const ReviewQuestion *question, uint32_t today)
{
    if (question == NULL || question->in_a_row >= REVIEW_DONE || today == 0) {
        return false;
    }
    return question->day > today || today - question->day >= days_until[question->in_a_row];
}

bool review_add(Review *review, const char *lesson, const char *text, long day, long in_a_row)
{
    bool named = *lesson && *text && strlen(lesson) < PROGRESS_NAME && strlen(text) < REVIEW_TEXT;
    bool sound = day > 0 && day <= REVIEW_LAST_DAY && in_a_row >= 0 && in_a_row <= REVIEW_DONE;
    if (!named || !sound || review->count == REVIEW_QUESTIONS || review_of(review, lesson, text) != NULL) {
        return false;
    }
    ReviewQuestion *added = &review->question[review->count++];
    *added = (ReviewQuestion){.day = (uint32_t)day, .in_a_row = (uint32_t)in_a_row};
    snprintf(added->lesson, sizeof added->lesson, "%s", lesson);
    snprintf(added->text, sizeof added->text, "%s", text);
    return true;
}

bool review_answered(Review *review, const char *lesson, const char *text, bool right, uint32_t today)
{
    ReviewQuestion *known = find(review, lesson, text);
    if (today == 0 || today > REVIEW_LAST_DAY) {
        return false;
    }
    if (known == NULL) {
        return review_add(review, lesson, text, (long)today, right ? REVIEW_DONE : 0);
    }
    bool changes = right ? review_is_due(known, today) : known->in_a_row > 0 || known->day != today;
    if (changes) {
        known->in_a_row = right ? known->in_a_row + 1 : 0;
        known->day = today;
    }
    return changes;
}

void review_merge(Review *into, const Review *other, uint32_t today)
{
    for (size_t i = 0; i < other->count; i++) {
        const ReviewQuestion *from = &other->question[i];
        ReviewQuestion *known = find(into, from->lesson, from->text);
        if (known == NULL) {
            (void)review_add(into, from->lesson, from->text, (long)from->day, (long)from->in_a_row);
            continue;
        }
        uint32_t theirs = today > 0 && from->day > today ? 0 : from->day, ours = today > 0 && known->day > today ? 0 : known->day;
        if (theirs > ours || (theirs == ours && from->in_a_row < known->in_a_row)) {
            known->day = from->day;
            known->in_a_row = from->in_a_row;
        }
    }
}
