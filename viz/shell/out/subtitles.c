/* subtitles.c: see subtitles.h. */
#include "subtitles.h"

#include "draw/xml.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

void subtitles_begin(FILE *out) { fputs("WEBVTT\n", out); }

static void write_time(FILE *out, int64_t ms)
{
    fprintf(out, "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%03" PRId64, ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

/* A quotation mark stands for itself there, and an empty line would be the end. */
static void write_text(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\"\n");
        xml_text(out, text, length); /* < and & are written alike */
        text += length;
        if (*text != '\0') {
            putc(*text == '\n' ? ' ' : *text, out);
            text++;
        }
    }
}

void subtitles_say(FILE *out, int64_t from, int64_t until, const char *sentence)
{
    fputs("\n", out);
    write_time(out, from);
    fputs(" --> ", out);
    write_time(out, until);
    fputs("\n", out);
    write_text(out, sentence);
    fputs("\n", out);
}

/* An .mp4 is made of boxes, some of them in others: how long each is, what it is called, what is in it. */
typedef struct Box {
    char name[4];
    long begin, end; /* of what is in it */
} Box;

/* The next one from `at` on. */
static bool next_box(FILE *file, long at, long end, Box *box)
{
    unsigned char head[8];
    if (end - at < 8 || fseek(file, at, SEEK_SET) != 0 || fread(head, 1, sizeof head, file) != sizeof head) {
        return false;
    }
    long length = (long)head[0] << 24 | (long)head[1] << 16 | (long)head[2] << 8 | (long)head[3];
    memcpy(box->name, head + 4, sizeof box->name);
    box->begin = at + 8;
    box->end = at + length;
    return length >= 8 && length <= end - at;
}

static bool find_box(FILE *file, Box in, const char *name, Box *found)
{
    for (long at = in.begin; next_box(file, at, in.end, found); at = found->end) {
        if (memcmp(found->name, name, sizeof found->name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_text(FILE *file, Box track)
{
    Box media, handler;
    char kind[4];
    return find_box(file, track, "mdia", &media) && find_box(file, media, "hdlr", &handler) &&
           fseek(file, handler.begin + 8, SEEK_SET) == 0 && fread(kind, 1, sizeof kind, file) == sizeof kind &&
           (memcmp(kind, "sbtl", 4) == 0 || memcmp(kind, "text", 4) == 0);
}

/* ffmpeg always marks the first one as to be shown. */
void subtitles_rest(const char *path)
{
    FILE *file = fopen(path, "r+b");
    if (file == NULL) {
        return;
    }
    Box all = {"", 0, fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0}, film, track, head;
    if (find_box(file, all, "moov", &film)) {
        for (long at = film.begin; next_box(file, at, film.end, &track); at = track.end) {
            int flags = 0;
            if (memcmp(track.name, "trak", 4) == 0 && is_text(file, track) && find_box(file, track, "tkhd", &head) &&
                fseek(file, head.begin + 3, SEEK_SET) == 0 && (flags = fgetc(file)) != EOF && fseek(file, head.begin + 3, SEEK_SET) == 0) {
                fputc(flags & ~1, file);
            }
        }
    }
    fclose(file);
}
