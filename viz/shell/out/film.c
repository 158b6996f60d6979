/* film.c: see film.h. Frames go down a pipe to ffmpeg, a program of its own. */
#include "film.h"

#include "language/said.h"
#include "sdl/picture.h"
#include "subtitles.h"
#include "tool.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILM_STOPS = 4096, FILM_MINUTES = 60 };
static const int64_t second = 1000000000;

/* A moment at which the film stands still for a while, so that its sentence can be read. */
typedef struct Stop {
    size_t n, frames;
} Stop;

typedef struct Making {
    const Film *film;
    Picture *picture;
    DrawList list;
    Stop *stops;
    size_t count, frames; /* frames: of all */
    size_t sent;
    char *error;
    size_t size;
} Making;

static bool fail(Making *making, const char *text)
{
    snprintf(making->error, making->size, "%s", text);
    return false;
}

static void say(const Making *making, size_t n, Sentence *sentence)
{
    App *app = making->film->app;
    narrate(app->ui.language, app->model, app->spans, app->trace, n, sentence);
}

/* How long a sentence takes to be read, at the speed that is chosen. */
static size_t frames_for(const Making *making, size_t n, bool last)
{
    const App *app = making->film->app;
    Sentence sentence;
    say(making, n, &sentence);
    int64_t time = second * 4 / 5 + (int64_t)strlen(sentence.text) * second / 22;
    time = (time > 7 * second ? 7 * second : time) + (last ? second : 0);
    int64_t frames = time * 100 / app->player.speed_percent * making->film->rate / second;
    return frames > 1 ? (size_t)frames : 1;
}

/* From `from` on by steps of the chosen size; the last one ends at `until`, whatever is there. */
static bool plan(Making *making)
{
    const Film *film = making->film;
    App *app = film->app;
    making->stops = calloc(FILM_STOPS, sizeof *making->stops);
    if (making->stops == NULL) {
        return fail(making, SAID("there is not enough memory for the film"));
    }
    for (size_t n = film->from;;) {
        if (making->count == FILM_STOPS) {
            break;
        }
        size_t frames = frames_for(making, n, n >= film->until);
        making->stops[making->count++] = (Stop){n, frames};
        making->frames += frames;
        if (n >= film->until) {
            break;
        }
        size_t next = player_target(app->spans, app->trace, n, app->player.size, 1);
        n = next <= n || next > film->until ? film->until : next;
    }
    size_t minutes = making->frames / (size_t)film->rate / 60;
    if (making->count == FILM_STOPS || minutes >= FILM_MINUTES) {
        snprintf(making->error, making->size,
                 SAID("the film would take an hour or more: choose a part of the run with --from and --until, or a larger --step"));
        return false;
    }
    return true;
}

static bool is_little_endian(void)
{
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 1;
}

/* The same pixels once more, or after the app was drawn. */
static bool send(Making *making, Tool *tool)
{
    size_t stride = 0;
    const uint8_t *pixels = (const uint8_t *)picture_pixels(making->picture, &stride);
    size_t row = (size_t)making->film->width * 4;
    bool good = true;
    for (int y = 0; y < making->film->height && good; y++) {
        good = tool_feed(tool, pixels + (size_t)y * stride, stride == row ? row * (size_t)making->film->height : row);
        y += stride == row ? making->film->height : 0; /* all of them at once */
    }
    return good;
}

static bool draw(Making *making, int64_t now)
{
    const Film *film = making->film;
    App *app = film->app;
    drawlist_clear(&making->list);
    app_draw_picture(app, APP_PICTURE_FILM, &making->list, (float)film->width / film->scale, (float)film->height / film->scale, now);
    picture_draw(making->picture, &making->list, app->ui.theme);
    return !making->list.failed || fail(making, SAID("there is not enough memory for the film"));
}

/* False: it is to stop. */
static bool tell_progress(const Making *making)
{
    const Film *film = making->film;
    return film->progress == NULL || film->progress(film->context, (unsigned)(making->sent * 100 / making->frames));
}

/* To the stop, with the movement of a step; the first one stands. */
static void go_to(App *app, const Stop *stop, bool first, int64_t now)
{
    player_seek(&app->player, app->trace, stop->n);
    app->ui.scroll_program = -1;
    app->ui.scroll_output = 0;
    app->moved = true;
    if (!first) {
        app->player.glide = true;
        app->player.moved_at = now;
    }
}

/* Every frame, or of each stop only one, as it looks at rest. */
static bool send_all(Making *making, Tool *tool, bool each_frame)
{
    App *app = making->film->app;
    int64_t frame = second / making->film->rate, now = second;
    for (size_t i = 0; i < making->count; i++) {
        size_t before = app->player.n;
        go_to(app, &making->stops[i], i == 0 || !each_frame, now);
        app->player.previous = i == 0 || !each_frame ? app->player.n : before;
        bool still = false;
        for (size_t k = 0; k < (each_frame ? making->stops[i].frames : 1); k++) {
            if (!still && !draw(making, now)) {
                return false;
            }
            still = player_progress(&app->player, now, app->ui.reduced_motion) >= 1;
            bool sent = send(making, tool);
            if (!tell_progress(making)) { /* first, since a terminal's Ctrl-C ends both programs */
                return fail(making, SAID("it was stopped: nothing was written"));
            }
            if (!sent) {
                return true; /* why is told when it ends */
            }
            now += frame;
            making->sent += each_frame;
        }
    }
    return true;
}

/* The words that say what comes through the pipe, then those of this call. */
enum { FILM_WORDS = 48 };
static size_t begin_words(const Making *making, const char **words, char size[32], char rate[16])
{
    const Film *film = making->film;
    snprintf(size, 32, "%dx%d", film->width, film->height);
    snprintf(rate, 16, "%d", film->rate);
    const char *const input[] = {
        "ffmpeg", "-hide_banner", "-v", "error", "-f", "rawvideo", "-pix_fmt", is_little_endian() ? "bgr0" : "0rgb",
        "-s",     size,           "-r", rate,    "-i", "pipe:0"};
    memcpy(words, input, sizeof input);
    return sizeof input / sizeof input[0];
}

static size_t add(const char **words, size_t count, const char *const *more)
{
    while (*more != NULL && count < FILM_WORDS - 1) {
        words[count++] = *more++;
    }
    words[count] = NULL;
    return count;
}

static bool run(Making *making, const char *const *words, bool each_frame)
{
    Tool tool;
    char complaint[200];
    if (!tool_start(&tool, words, NULL)) {
        if (errno == ENOENT) {
            return fail(making,
                        SAID("a film is made by ffmpeg, and that is not installed: sudo apt install ffmpeg, or export pictures (.png)"));
        }
        snprintf(making->error, making->size, SAID("ffmpeg, which makes the film, cannot be started: %.200s"), strerror(errno));
        return false;
    }
    bool good = send_all(making, &tool, each_frame);
    if (!tool_end(&tool, complaint, sizeof complaint) && good) {
        snprintf(making->error, making->size, SAID("ffmpeg could not make the film: %s"),
                 complaint[0] != '\0' ? complaint : SAID("it does not say why"));
        return false;
    }
    return good;
}

/* An empty file for what ffmpeg reads beside the frames; NULL: it cannot be made, and that was told. */
static gchar *beside(Making *making, const char *name, const char *wrong)
{
    gchar *path = NULL;
    int descriptor = g_file_open_tmp(name, &path, NULL);
    if (descriptor < 0) {
        snprintf(making->error, making->size, "%s", wrong);
        return NULL;
    }
    close(descriptor);
    return path;
}

static bool write_subtitles(const Making *making, const char *path)
{
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        return false;
    }
    int64_t frames = 0, rate = making->film->rate;
    subtitles_begin(out);
    for (size_t i = 0; i < making->count; i++) {
        Sentence sentence;
        int64_t until = frames + (int64_t)making->stops[i].frames;
        say(making, making->stops[i].n, &sentence);
        subtitles_say(out, frames * 1000 / rate, until * 1000 / rate, sentence.text);
        frames = until;
    }
    bool good = ferror(out) == 0;
    return fclose(out) == 0 && good;
}

/* As the language of a stream is called: ISO 639-2. */
static const char *language_of(const Making *making)
{
    static const char *const codes[LANGUAGE_COUNT] = {[LANGUAGE_ENGLISH] = "language=eng", [LANGUAGE_GERMAN] = "language=deu"};
    return codes[making->film->app->ui.language];
}

/* The sentences stand in the picture; as a text they can be read out, looked for and shown larger. */
static bool write_mp4(Making *making, const char *file)
{
    const char *words[FILM_WORDS];
    char size[32], rate[16];
    gchar *sentences = beside(making, "loopscope-XXXXXX.vtt",
                              SAID("the sentences of the film cannot be kept meanwhile: make room where temporary files go"));
    if (sentences == NULL) {
        return false;
    }
    gchar *sentences_file = g_strconcat("file:", sentences, NULL);
    /* Half of the colours' points are kept, so that every player shows it; that needs sides that are even. */
    const char *const more[] = {"-f",
                                "webvtt",
                                "-i",
                                sentences_file,
                                "-map",
                                "0:v",
                                "-map",
                                "1:s",
                                "-vf",
                                "pad=ceil(iw/2)*2:ceil(ih/2)*2,format=yuv420p",
                                "-c:v",
                                "libx264",
                                "-preset",
                                "veryfast",
                                "-crf",
                                "18",
                                "-c:s",
                                "mov_text",
                                "-metadata:s:s:0",
                                language_of(making),
                                "-movflags",
                                "+faststart",
                                "-f",
                                "mp4",
                                "-y",
                                file,
                                NULL};
    add(words, begin_words(making, words, size, rate), more);
    bool good = write_subtitles(making, sentences) || fail(making, SAID("the sentences of the film cannot be written: is the disk full?"));
    good = good && run(making, words, true);
    if (good) {
        subtitles_rest(making->film->file);
    }
    unlink(sentences);
    g_free(sentences);
    g_free(sentences_file);
    return good;
}

/* A GIF has 256 colours for all of its frames: they are chosen first, from each stop once. */
static bool write_gif(Making *making, const char *file)
{
    const char *words[FILM_WORDS];
    char size[32], rate[16];
    gchar *palette = beside(making, "loopscope-colours-XXXXXX",
                            SAID("the colours of the film cannot be kept meanwhile: make room where temporary files go"));
    if (palette == NULL) {
        return false;
    }
    gchar *palette_file = g_strconcat("file:", palette, NULL);
    const char *const choose[] = {
        "-vf", "palettegen=stats_mode=full", "-frames:v", "1", "-update", "1", "-c:v", "png", "-f", "image2", "-y", palette_file, NULL};
    add(words, begin_words(making, words, size, rate), choose);
    bool good = run(making, words, false);
    const char *const use[] = {"-i", palette_file, "-lavfi", "paletteuse=dither=none:diff_mode=rectangle", "-loop", "0", "-f", "gif",
                               "-y", file,         NULL};
    if (good) {
        add(words, begin_words(making, words, size, rate), use);
        good = run(making, words, true);
    }
    unlink(palette);
    g_free(palette);
    g_free(palette_file);
    return good;
}

bool film_write(const Film *film, char *error, size_t size)
{
    Making making = {.film = film, .error = error, .size = size};
    const char *fault = picture_open(&making.picture, film->width, film->height, film->scale);
    if (fault != NULL) {
        snprintf(error, size, SAID("the film cannot be drawn: %.300s"), fault);
        return false;
    }
    size_t length = strlen(film->file) + sizeof "file:";
    char *file = malloc(length);
    drawlist_init(&making.list, picture_metrics(making.picture));
    bool good = file != NULL || fail(&making, SAID("there is not enough memory for the film"));
    if (good) {
        snprintf(file, length, "file:%s", film->file); /* a name with a colon is no address */
        good = plan(&making) && (film->gif ? write_gif : write_mp4)(&making, file);
    }
    free(file);
    free(making.stops);
    drawlist_free(&making.list);
    picture_close(making.picture);
    return good;
}
