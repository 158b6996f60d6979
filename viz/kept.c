/* kept.c: progress and recent recordings as text, and back: each line is checked, and a wrong one costs only itself. */
#include "kept.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = RECENT_PATH + 64, NAME = 64 };

static const char lesson_mark[] = "lesson ", recent_mark[] = "recent ";

void kept_write(const Kept *kept, FILE *out)
{
    fprintf(out, "# What Loopscope keeps: how far each lesson was seen, the best score, and the recordings opened last.\n");
    fprintf(out, "[loopscope]\nhints_seen=%s\n", kept->progress.hints_seen ? "true" : "false");
    for (size_t i = 0; i < kept->progress.count; i++) {
        const LessonProgress *lesson = &kept->progress.lesson[i];
        fprintf(out, "\n[%s%s]\nfurthest=%u\ndone=%s\n", lesson_mark, lesson->name, (unsigned)lesson->furthest,
                lesson->done ? "true" : "false");
        if (lesson->asked > 0) {
            fprintf(out, "asked=%u\nright=%u\n", (unsigned)lesson->asked, (unsigned)lesson->right);
        }
    }
    for (size_t i = 0; i < kept->recent.count; i++) {
        const RecentFile *file = &kept->recent.file[i];
        fprintf(out, "\n[%s%zu]\nopened=%" PRId64 "\npath=%s\n", recent_mark, i + 1, file->opened, file->path);
    }
}

/* What the lines since the last heading have said. */
typedef struct Section {
    char name[NAME];
    LessonProgress lesson;
    RecentFile file;
} Section;

static uint32_t number(const char *value, uint32_t most)
{
    char *end = NULL;
    unsigned long long n = *value >= '0' && *value <= '9' ? strtoull(value, &end, 10) : 0;
    return end && *end == '\0' && n <= most ? (uint32_t)n : 0;
}

static void finish(Section *section, Kept *kept, Recent *found)
{
    size_t lesson = sizeof lesson_mark - 1, recent = sizeof recent_mark - 1;
    if (strncmp(section->name, lesson_mark, lesson) == 0) {
        const char *name = section->name + lesson;
        size_t share = section->lesson.furthest;
        progress_reached(&kept->progress, name, share < PROGRESS_WHOLE ? share : PROGRESS_WHOLE - 1, PROGRESS_WHOLE);
        if (section->lesson.done) {
            progress_reached(&kept->progress, name, PROGRESS_WHOLE, PROGRESS_WHOLE);
        }
        progress_scored(&kept->progress, name, section->lesson.asked, section->lesson.right);
    } else if (strncmp(section->name, recent_mark, recent) == 0 && section->file.path[0] == '/' && found->count < RECENT_FILES) {
        found->file[found->count++] = section->file;
    }
    *section = (Section){.name = ""};
}

static void take(Section *section, Kept *kept, const char *key, const char *value)
{
    bool yes = strcmp(value, "true") == 0;
    if (strcmp(section->name, "loopscope") == 0 && strcmp(key, "hints_seen") == 0) {
        kept->progress.hints_seen = yes;
    } else if (strcmp(key, "furthest") == 0) {
        section->lesson.furthest = number(value, PROGRESS_WHOLE);
    } else if (strcmp(key, "done") == 0) {
        section->lesson.done = yes;
    } else if (strcmp(key, "asked") == 0) {
        section->lesson.asked = number(value, UINT32_MAX);
    } else if (strcmp(key, "right") == 0) {
        section->lesson.right = number(value, UINT32_MAX);
    } else if (strcmp(key, "opened") == 0) {
        char *end = NULL;
        long long opened = *value >= '0' && *value <= '9' ? strtoll(value, &end, 10) : 0;
        section->file.opened = end && *end == '\0' ? (int64_t)opened : 0;
    } else if (strcmp(key, "path") == 0 && strlen(value) < RECENT_PATH) {
        memcpy(section->file.path, value, strlen(value) + 1);
    }
}

/* False: it is no line of such a text. */
static bool take_line(Section *section, Kept *kept, Recent *found, char *line)
{
    size_t length = strlen(line);
    if (length == 0 || line[0] == '#') {
        return true;
    }
    if (line[0] == '[') {
        finish(section, kept, found);
        bool heading = line[length - 1] == ']' && length - 2 < NAME;
        if (heading) {
            memcpy(section->name, line + 1, length - 2);
            section->name[length - 2] = '\0';
        }
        return heading;
    }
    char *equals = strchr(line, '=');
    if (equals) {
        *equals = '\0';
        take(section, kept, line, equals + 1);
    }
    return equals != NULL;
}

bool kept_read(Kept *kept, const char *text, size_t length)
{
    Section section = {.name = ""};
    Recent found = {.count = 0};
    char line[LINE];
    bool sound = memchr(text, '\0', length) == NULL;
    *kept = (Kept){.wall_time = 0};
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t bytes = end ? (size_t)(end - text) - at : length - at;
        if (bytes < sizeof line) {
            memcpy(line, text + at, bytes);
            line[bytes] = '\0';
            sound = take_line(&section, kept, &found, line) && sound;
        } else {
            sound = false;
        }
        at += bytes + 1;
    }
    finish(&section, kept, &found);
    for (size_t i = found.count; i-- > 0;) {
        recent_add(&kept->recent, found.file[i].path, found.file[i].opened);
    }
    return sound;
}
