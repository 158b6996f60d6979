/* contact_sheet.c: every screen at three sizes and in all themes, each as a picture and all on one sheet: contact_sheet FOLDER [RECORDING [SCREEN [SCALE [LANGUAGE]]]]. */
#include "app/app.h"
#include "sdl/png_file.h"
#include "sdl/picture.h"
#include "lesson/glossary.h"
#include "shell/subject/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What leads to a screen: commands by their script names, "@part" goes to that part of the run, "lesson:name" opens one, "type:text" writes, "key:F6" presses, "file" the recording,
   "way" is a reader on the way. A command
   that does not exist leaves the screen out. */
static const struct {
    const char *name, *script;
} screens[] = {
    {"menu", "lesson:gather menu"},
    {"menu-way", "way lesson:calling menu"},
    {"predict-due", "way lesson:calling menu key:Home key:Return"},
    {"predictions", "way lesson:calling predictions"},
    {"predictions-none", "lesson:calling menu predictions"},
    {"predict-placement", "lesson:calling menu key:Home key:Return key:1"},
    {"menu-placed",
     "lesson:calling menu key:Home key:Return key:2 key:Return key:2 key:Return key:Escape key:Escape key:Escape key:Escape key:Escape key:Escape"},
    {"menu-search", "lesson:gather menu type:gath"},
    {"hints", "lesson:say_after hints"},
    {"start", "lesson:gather"},
    {"half-way", "lesson:gather @0.45"},
    {"task", "lesson:gather @0.6 select-down select-down links"},
    {"python-and-loop-code", "lesson:create_task @0.5 language loop-code"},
    {"time-axis-zoomed", "lesson:gather @0.5 axis-time zoom-in zoom-in zoom-in"},
    {"remark", "lesson:say_after remark-next"},
    {"end", "lesson:say_after last"},
    {"help", "lesson:gather @0.45 help"},
    {"why", "lesson:gather @0.6 select-down why"},
    {"page", "lesson:gather @0.3 page"},
    {"page-hint", "lesson:gather @0.3 page hint hint"},
    {"term", "lesson:gather @0.3 page term:timers"},
    {"mistake", "lesson:main_ends_first @0.4 page"},
    {"mistake-remark", "lesson:holds_the_loop page remark-next"},
    {"mistake-mended", "lesson:one_after_another @0.5 page mend"},
    {"menu-mistakes", "lesson:spins menu"},
    {"glossary", "lesson:gather @0.3 page glossary"},
    {"page-order", "lesson:deadlock @0.4 page page page hint"},
    {"page-choice", "lesson:lost_update @0.4"},
    {"many-knobs", "lesson:one_at_a_time @0.4"},
    {"network", "lesson:echo @0.5"},
    {"policy", "lesson:lost_update @0.4 policy last"},
    {"scheduler", "lesson:gather schedule"},
    {"scheduler-picked", "lesson:async_with schedule key:2 key:1"},
    {"scheduler-callbacks", "lesson:echo schedule key:3 key:2 key:2 key:2 key:2"},
    {"scheduler-end", "lesson:lost_update schedule key:2 key:1 key:2 last"},
    {"predict-lesson", "lesson:gather page predict-from-start step step step"},
    {"predict", "lesson:gather @0.2 predict"},
    {"predict-answered", "lesson:gather @0.2 predict key:1"},
    {"predict-end", "lesson:gather last predict"},
    {"palette", "lesson:gather @0.4 palette"},
    {"find", "lesson:gather @0.4 find type:api"},
    {"goto", "lesson:gather @0.4 goto type:99"},
    {"present", "lesson:gather @0.45 present"},
    {"focus", "lesson:gather @0.45 key:F6 key:F6 key:Down key:Down"},
    {"focus-bar", "lesson:gather @0.45 key:Shift+F6 key:Shift+F6 key:Right"},
    {"spotlight", "lesson:gather @0.45 spotlight key:F6"},
    {"more", "lesson:gather @0.45 more"},
    {"settings", "lesson:gather @0.45 settings"},
    {"statistics", "lesson:gather @0.45 statistics key:Tab"},
    {"export", "lesson:gather @0.45 export"},
    {"export-film", "lesson:gather @0.45 export key:Right key:Right"},
    {"export-timeline", "lesson:echo @0.45 export key:Right key:Down key:Right"},
    {"export-handout", "lesson:gather @0.45 export key:Right key:Right key:Right"},
    {"filter", "lesson:gather @0.45 filter type:fetch"},
    {"filtered", "lesson:gather @0.45 language filter type:fetch key:Return"},
    {"recording", "file @0.5"},
    {"recording-statistics", "file statistics key:Tab key:Tab"},
    {"recording-remark", "file remark-next remark-next"},
};

enum { SIZES = 3, THEMES = THEME_COUNT, SCREENS = sizeof screens / sizeof screens[0], THUMB_WIDTH = 480, GAP = 8 };

static const int sizes[SIZES][2] = {{960, 600}, {1440, 900}, {1920, 1080}};

typedef struct Sheet {
    uint32_t *pixels; /* 0xXXRRGGBB */
    int width, height;
    int thumb_height[SIZES];
} Sheet;

static bool sheet_open(Sheet *sheet)
{
    int row = GAP;
    sheet->width = GAP + SIZES * THEMES * (THUMB_WIDTH + GAP);
    for (int i = 0; i < SIZES; i++) {
        sheet->thumb_height[i] = THUMB_WIDTH * sizes[i][1] / sizes[i][0];
        row = sheet->thumb_height[i] + GAP > row ? sheet->thumb_height[i] + GAP : row;
    }
    sheet->height = GAP + (int)SCREENS * row;
    sheet->pixels = calloc((size_t)sheet->width * (size_t)sheet->height, sizeof *sheet->pixels);
    return sheet->pixels != NULL;
}

/* The mean of the pixels that fall on each one of the thumbnail. */
static void sheet_put(Sheet *sheet, int x0, int y0, int width, int height, const Picture *picture, const int size[2])
{
    size_t stride = 0;
    const uint32_t *from = picture_pixels(picture, &stride);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            uint32_t sum[3] = {0, 0, 0}, count = 0;
            for (int sy = y * size[1] / height; sy < (y + 1) * size[1] / height; sy++) {
                for (int sx = x * size[0] / width; sx < (x + 1) * size[0] / width; sx++, count++) {
                    uint32_t pixel = from[(size_t)sy * stride / sizeof *from + (size_t)sx];
                    for (int part = 0; part < 3; part++) {
                        sum[part] += pixel >> (8 * part) & 0xff;
                    }
                }
            }
            uint32_t mean = 0;
            for (int part = 0; part < 3 && count > 0; part++) {
                mean |= sum[part] / count << (8 * part);
            }
            sheet->pixels[(size_t)(y0 + y) * (size_t)sheet->width + (size_t)(x0 + x)] = mean;
        }
    }
}

static bool open_subject(App *app, Source *source, const char *subject)
{
    bool wrong = false;
    Source opened = {0};
    if (!source_open(&opened, subject, &wrong)) {
        fprintf(stderr, "contact_sheet: %s\n", opened.notice);
        return false;
    }
    bool shown = app_open(app, opened.trace, opened.lesson, LIVE_NONE);
    source_close(source);
    *source = opened;
    return shown;
}

/* The mouse rests on that word of the page. */
static void rest_on(App *app, const char *term)
{
    DrawList list;
    drawlist_init(&list, app->metrics);
    app_draw(app, &list, app->width, app->height, 0);
    for (size_t i = 0; i < list.hit_count; i++) {
        const HitArea *hit = &list.hits[i];
        if (hit->kind == HIT_TERM && hit->id == glossary_find(app->ui.language, term)) {
            app->ui.mouse_x = hit->rect.x + 2;
            app->ui.mouse_y = hit->rect.y + 2;
            app->ui.tip = true;
            break;
        }
    }
    drawlist_free(&list);
}

/* Some lessons are done, and of their questions some are due. */
static void go_a_way(App *app)
{
    enum { FIRST_DAY = 20421 };
    static const char *const done[] = {"calling", "say_after", "callbacks", "letting_go"};
    Kept *kept = &app->kept;
    for (size_t i = 0; i < sizeof done / sizeof done[0]; i++) {
        const Lesson *lesson = lesson_find(done[i]);
        progress_reached(&kept->progress, done[i], 1, 1);
        progress_scored(&kept->progress, done[i], 3, 2);
        for (size_t q = 0; q < lesson->page.questions.count; q++) {
            review_answered(&kept->review, done[i], lesson->page.questions.line[q], (q + i) % 3 != 0, FIRST_DAY);
        }
    }
    progress_solved(&kept->progress, "calling");
    progress_reached(&kept->progress, "create_task", 2, 5);
    kept->today = FIRST_DAY + 1;
}

/* As main does: the run with the knobs as they stand now, and the one before behind it. */
static void run_turned(App *app, Source *source)
{
    Trace *trace = trace_new();
    app->want_turned = false;
    if (trace != NULL) {
        lesson_run(app->lesson, &app->ui.knobs, trace_sink(trace), false);
        if (app_turned(app, trace, source->trace)) {
            source->trace = trace;
        } else {
            trace_free(trace);
        }
    }
}

/* False: this screen cannot be reached. */
static bool play(App *app, Source *source, const char *script, const char *recording)
{
    char words[256];
    snprintf(words, sizeof words, "%s", script);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        Command command = COMMAND_NONE;
        if (strncmp(word, "lesson:", 7) == 0) {
            if (!open_subject(app, source, word + 7)) {
                return false;
            }
        } else if (strcmp(word, "file") == 0) {
            if (recording == NULL || !open_subject(app, source, recording)) {
                return false;
            }
        } else if (strcmp(word, "way") == 0) {
            go_a_way(app);
        } else if (word[0] == '@') {
            player_seek(&app->player, app->trace, (size_t)(strtod(word + 1, NULL) * (double)trace_count(app->trace)));
        } else if (strncmp(word, "type:", 5) == 0) {
            app_key(app, "X", false, 0);
            app_text(app, word + 5);
        } else if (strncmp(word, "key:", 4) == 0) {
            if (!app_key(app, word + 4, false, 0)) {
                app_command(app, command_by_key(word + 4), 0);
            }
        } else if (strncmp(word, "term:", 5) == 0) {
            rest_on(app, word + 5);
        } else if ((command = command_by_name(word)) != COMMAND_NONE) {
            app_command(app, command, 0);
        } else {
            return false;
        }
        if (app->want_lesson != NULL) {
            const char *wanted = app->want_lesson->name;
            app->want_lesson = NULL;
            if (!open_subject(app, source, wanted)) {
                return false;
            }
        }
        if (app->want_turned) {
            run_turned(app, source);
        }
    }
    return true;
}

/* What is asked for on the command line. */
typedef struct Wanted {
    const char *folder, *recording, *screen; /* NULL: none, all */
    float scale;
    Language language;
} Wanted;

/* One screen in one size and theme, in the sheet's row `place`. False: it cannot be reached, or something failed. */
static bool take(Sheet *sheet, const Wanted *wanted, size_t screen, int size, int theme, int place)
{
    App app;
    Source source = {0};
    Picture *picture = NULL;
    DrawList list;
    const int pixels[2] = {(int)((float)sizes[size][0] * wanted->scale), (int)((float)sizes[size][1] * wanted->scale)};
    const char *fault = picture_open(&picture, pixels[0], pixels[1], wanted->scale);
    if (fault != NULL || !app_init(&app)) {
        fprintf(stderr, "contact_sheet: %s\n", fault != NULL ? fault : "out of memory");
        picture_close(picture);
        return false;
    }
    drawlist_init(&list, picture_metrics(picture));
    app.metrics = list.metrics;
    app.ui.theme = (Theme)theme;
    app.ui.language = wanted->language;
    app.ui.reduced_motion = true;
    app.width = (float)sizes[size][0];
    app.height = (float)sizes[size][1];
    bool reached = play(&app, &source, screens[screen].script, wanted->recording);
    if (reached) {
        char path[1024];
        app_draw(&app, &list, app.width, app.height, 1000000000);
        picture_draw(picture, &list, app.ui.theme);
        snprintf(path, sizeof path, "%s/%s-%d-%s.png", wanted->folder, screens[screen].name, sizes[size][0], theme_name(app.ui.theme));
        FILE *out = fopen(path, "wb");
        bool written = out != NULL && picture_write_png(picture, out);
        reached = written && fclose(out) == 0;
        int row = 0;
        for (int i = 0; i < SIZES; i++) {
            row = sheet->thumb_height[i] > row ? sheet->thumb_height[i] : row;
        }
        sheet_put(sheet, GAP + (theme * SIZES + size) * (THUMB_WIDTH + GAP), GAP + place * (row + GAP), THUMB_WIDTH,
                  sheet->thumb_height[size], picture, pixels);
    }
    drawlist_free(&list);
    app_free(&app);
    source_close(&source);
    picture_close(picture);
    return reached;
}

int main(int count, char **arguments)
{
    Sheet sheet;
    const Wanted wanted = {.folder = count > 1 ? arguments[1] : NULL,
                           .recording = count > 2 && arguments[2][0] != '\0' ? arguments[2] : NULL,
                           .screen = count > 3 && arguments[3][0] != '\0' ? arguments[3] : NULL,
                           .scale = count > 4 ? strtof(arguments[4], NULL) : 1,
                           .language = language_of_environment(NULL, NULL, count > 5 ? arguments[5] : NULL)};
    if (count < 2 || !(wanted.scale >= 0.5F && wanted.scale <= 4) || !sheet_open(&sheet)) {
        fprintf(stderr, "contact_sheet FOLDER [RECORDING [SCREEN [SCALE [LANGUAGE]]]]: an empty RECORDING or SCREEN is none, or all\n");
        return 2;
    }
    int place = 0;
    for (size_t screen = 0; screen < SCREENS; screen++) {
        bool there = wanted.screen == NULL || strcmp(wanted.screen, screens[screen].name) == 0;
        for (int theme = 0; theme < THEMES; theme++) {
            for (int size = 0; size < SIZES && there; size++) {
                there = take(&sheet, &wanted, screen, size, theme, place);
            }
        }
        place += there;
        printf("%-24s %s\n", screens[screen].name, there ? "drawn" : "left out");
    }
    char path[1024];
    snprintf(path, sizeof path, "%s/sheet.png", arguments[1]);
    FILE *out = fopen(path, "wb");
    bool written = out != NULL && png_file_write(out, sheet.pixels, sheet.width, sheet.height / (int)SCREENS * place + GAP,
                                                 (size_t)sheet.width * sizeof(uint32_t));
    written = out != NULL && fclose(out) == 0 && written;
    free(sheet.pixels);
    printf("%s\n", written ? path : "the sheet could not be written");
    return written ? 0 : 1;
}
