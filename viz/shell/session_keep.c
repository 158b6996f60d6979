/* session_keep.c: progress and recent recordings as groups of a kept file, and back: each value is checked, and a wrong one costs only itself. */
#include "session_keep.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GROUP = PROGRESS_NAME + 16 };

static const char file_name[] = "progress", program_group[] = "loopscope", lesson_mark[] = "lesson ", recent_mark[] = "recent ",
                  question_mark[] = "question ";

static bool is_true(Store *store, const char *group, const char *key)
{
    const char *text = store_text(store, group, key);
    return text != NULL && strcmp(text, "true") == 0;
}

static uint32_t number(Store *store, const char *group, const char *key, long most)
{
    long value = 0;
    return store_number(store, group, key, &value) && value >= 0 && value <= most ? (uint32_t)value : 0;
}

/* "question start 1=20421 0": the day, and how often it was right in a row. What is anything else is passed by. */
static void read_questions(Store *store, const char *group, Review *review)
{
    enum { MOST_KEYS = 64 /* of a group that was not made by hand to be long */ };
    const char *lesson = group + sizeof lesson_mark - 1, *found = NULL;
    for (size_t i = 0; i < MOST_KEYS && (found = store_key(store, group, i)) != NULL; i++) {
        char key[sizeof question_mark + REVIEW_TEXT];
        int length = snprintf(key, sizeof key, "%s", found);
        if (strncmp(key, question_mark, sizeof question_mark - 1) != 0 || (size_t)length >= sizeof key) {
            continue;
        }
        const char *value = store_text(store, group, key);
        char *end = NULL, *end_of_all = NULL;
        errno = 0;
        long day = value != NULL ? strtol(value, &end, 10) : 0;
        if (day > 0 && *end == ' ' && isdigit((unsigned char)end[1])) {
            long in_a_row = strtol(end, &end_of_all, 10);
            if (*end_of_all == '\0' && errno == 0) {
                (void)review_add(review, lesson, key + sizeof question_mark - 1, day, in_a_row);
            }
        }
    }
}

static void write_questions(Store *store, const Review *review)
{
    for (size_t i = 0; i < review->count; i++) {
        const ReviewQuestion *question = &review->question[i];
        char group[GROUP], key[sizeof question_mark + REVIEW_TEXT], value[32];
        snprintf(group, sizeof group, "%s%s", lesson_mark, question->lesson);
        snprintf(key, sizeof key, "%s%s", question_mark, question->text);
        snprintf(value, sizeof value, "%u %u", (unsigned)question->day, (unsigned)question->in_a_row);
        store_set_text(store, group, key, value);
    }
}

static void read_lesson(Store *store, const char *group, Progress *progress)
{
    const long most_questions = 1000000;
    const char *name = group + sizeof lesson_mark - 1;
    uint32_t share = number(store, group, "furthest", PROGRESS_WHOLE);
    bool done = is_true(store, group, "done");
    progress_reached(progress, name, done ? PROGRESS_WHOLE : share < PROGRESS_WHOLE ? share : PROGRESS_WHOLE - 1, PROGRESS_WHOLE);
    if (is_true(store, group, "solved")) {
        progress_solved(progress, name);
    }
    uint32_t asked = number(store, group, "asked", most_questions);
    progress_scored(progress, name, asked, number(store, group, "right", most_questions));
}

static void read_recent(Store *store, Recent *recent)
{
    for (size_t i = RECENT_FILES; i > 0; i--) { /* the one opened last is added last */
        char group[GROUP];
        long opened = 0;
        snprintf(group, sizeof group, "%s%zu", recent_mark, i);
        bool dated = store_number(store, group, "opened", &opened) && opened > 0;
        const char *path = store_text(store, group, "path");
        if (path != NULL && path[0] == '/') {
            recent_add(recent, path, dated ? opened : 0);
        }
    }
}

static void read_all(Store *store, Kept *kept)
{
    *kept = (Kept){.wall_time = 0};
    kept->progress.hints_seen = is_true(store, program_group, "hints_seen");
    const char *found = store_text(store, program_group, "begin");
    if (found != NULL && strlen(found) < sizeof kept->begin) {
        snprintf(kept->begin, sizeof kept->begin, "%s", found);
    }
    for (size_t i = 0; (found = store_group(store, i)) != NULL; i++) {
        char group[GROUP];
        int length = snprintf(group, sizeof group, "%s", found);
        if (strncmp(group, lesson_mark, sizeof lesson_mark - 1) == 0 && (size_t)length < sizeof group) {
            read_lesson(store, group, &kept->progress);
            read_questions(store, group, &kept->review);
        }
    }
    read_recent(store, &kept->recent);
}

/* Groups and values of another version stay as they are. */
static void write_all(Store *store, const Kept *kept)
{
    char group[GROUP];
    store_set_text(store, program_group, "hints_seen", kept->progress.hints_seen ? "true" : "false");
    if (kept->begin[0] != '\0') {
        store_set_text(store, program_group, "begin", kept->begin);
    }
    for (size_t i = 0; i < kept->progress.count; i++) {
        const LessonProgress *lesson = &kept->progress.lesson[i];
        snprintf(group, sizeof group, "%s%s", lesson_mark, lesson->name);
        store_set_number(store, group, "furthest", (long)lesson->furthest);
        store_set_text(store, group, "done", lesson->done ? "true" : "false");
        if (lesson->solved) {
            store_set_text(store, group, "solved", "true");
        }
        if (lesson->asked > 0) {
            store_set_number(store, group, "asked", (long)lesson->asked);
            store_set_number(store, group, "right", (long)lesson->right);
        }
    }
    write_questions(store, &kept->review);
    for (size_t i = 0; i < RECENT_FILES; i++) {
        snprintf(group, sizeof group, "%s%zu", recent_mark, i + 1);
        store_remove(store, group, NULL);
        if (i < kept->recent.count && store_set_text(store, group, "path", kept->recent.file[i].path)) {
            store_set_number(store, group, "opened", (long)kept->recent.file[i].opened);
        }
    }
}

void keep_time(Kept *kept, int64_t wall_time)
{
    enum { DAY = 24 * 60 * 60 };
    time_t seconds = (time_t)wall_time;
    struct tm here;
    kept->wall_time = wall_time;
    kept->today = 0;
    if (localtime_r(&seconds, &here) != NULL) { /* a conversion: what time it is comes from main */
        int64_t day = (wall_time + here.tm_gmtoff) / DAY;
        kept->today = day > 0 && day <= REVIEW_LAST_DAY ? (uint32_t)day : 0;
    }
}

bool keep_load(Kept *kept, char notice[STORE_NOTICE])
{
    Store *store = store_open(STORE_DATA, file_name, notice);
    bool something = notice[0] != '\0' || store_group(store, 0) != NULL;
    read_all(store, kept);
    store_close(store);
    return something;
}

bool keep_save(Kept *kept, const char *gone, char notice[STORE_NOTICE])
{
    char damaged[STORE_NOTICE];
    Kept *other = malloc(sizeof *other);
    Store *store = store_open(STORE_DATA, file_name, damaged);
    if (gone != NULL) {
        recent_remove(&kept->recent, gone);
    }
    if (other != NULL) {
        read_all(store, other);
        if (gone != NULL) {
            recent_remove(&other->recent, gone);
        }
        progress_merge(&kept->progress, &other->progress);
        recent_merge(&kept->recent, &other->recent);
        if (kept->begin[0] == '\0') {
            memcpy(kept->begin, other->begin, sizeof kept->begin);
        }
        review_merge(&kept->review, &other->review, kept->today);
    }
    write_all(store, kept);
    bool written = store_save(store, notice);
    if (written) {
        memcpy(notice, damaged, sizeof damaged);
    }
    store_close(store);
    free(other);
    return written;
}
