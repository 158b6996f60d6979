/* settings.h: what a reader chooses once and finds again: one table, from which come the file, the command line, the sheet, the help and the manual.

   Pure data: settings_file.h keeps it between sessions. */
#ifndef LOOPSCOPE_SETTINGS_H
#define LOOPSCOPE_SETTINGS_H

#include "model/player.h"
#include "ui.h"

typedef enum SettingKind {
    SETTING_CHOICE, /* one of some words; the value is its number, from 0 */
    SETTING_FACTOR, /* the value is in percent, the text a factor: 1.25 */
    SETTING_SHARE,  /* percent of the window; 0: the usual share */
    SETTING_PIXELS  /* a width and a height, packed by setting_pixels() */
} SettingKind;

enum { SETTING_WIDTH = 1440, SETTING_HEIGHT = 900, SETTING_LARGEST_SIDE = 8192 };
#define SETTING_PACKED(width, height) ((height) + 65536L * (width))

/* SETTING(identifier, kind, name in the file and, behind "--", on the command line, words, least, most, usual, what it is) */
#define SETTINGS(SETTING)                                                                                                                  \
    SETTING(THEME, CHOICE, "theme", "dark light contrast", 0, 2, 0, "colours")                                                             \
    SETTING(SCALE, FACTOR, "scale", "", 75, 300, 100, "how large everything is drawn")                                                     \
    SETTING(LANGUAGE, CHOICE, "language", "en de", 0, LANGUAGE_COUNT - 1, 0, "the language of all words")                                  \
    SETTING(CODE, CHOICE, "code", "c python", 0, 1, 0, "the program is shown in C or in Python")                                           \
    SETTING(STEP, CHOICE, "step", "event await turn output", 0, 3, 1, "how far a step goes")                                               \
    SETTING(SPEED, CHOICE, "speed", "0.25 0.5 1 2 4", 0, 4, 2, "how fast it plays")                                                        \
    SETTING(AXIS, CHOICE, "axis", "elastic time steps", 0, 2, 0, "the timeline's axis")                                                    \
    SETTING(ARROWS, CHOICE, "arrows", "selected all", 0, 1, 0, "whose arrows the timeline shows")                                          \
    SETTING(LOOP, CHOICE, "loop", "machinery code", 0, 1, 0, "what the loop's panel shows")                                                \
    SETTING(MOTION, CHOICE, "motion", "full reduced", 0, 1, 0, "whether things glide")                                                     \
    SETTING(PROGRAM_WIDTH, SHARE, "program-width", "", 0, 99, 0, "the program's share of the width")                                       \
    SETTING(OUTPUT_WIDTH, SHARE, "output-width", "", 0, 99, 0, "the output's; of the height in a narrow window")                           \
    SETTING(TIMELINE_HEIGHT, SHARE, "timeline-height", "", 0, 99, 0, "the timeline's share of the height")                                 \
    SETTING(QUESTIONS, CHOICE, "questions", "lesson every", 0, 1, 0, "predict: the lesson's questions, or one at every step")              \
    SETTING(RULES, CHOICE, "rules", "3.15 3.14 3.13 3.12 3.11", 0, 4, 1, "as which Python lessons and C programs run")                     \
    SETTING(SIZE, PIXELS, "size", "", SETTING_PACKED(480, 300), SETTING_PACKED(SETTING_LARGEST_SIDE, SETTING_LARGEST_SIDE),                \
            SETTING_PACKED(SETTING_WIDTH, SETTING_HEIGHT), "the window's width and height in pixels")

typedef enum Setting {
#define SETTING(id, kind, name, words, least, most, usual, help) SETTING_OF_##id,
    SETTINGS(SETTING)
#undef SETTING
        SETTING_COUNT
} Setting;

/* The sheet shows all but the window's size, which has borders to drag. */
enum { SETTINGS_SHOWN = SETTING_OF_SIZE };
_Static_assert((int)SETTING_OF_SIZE + 1 == (int)SETTING_COUNT, "the size comes last");

typedef struct SettingInfo {
    SettingKind kind;
    const char *name, *words, *help;
    long least, most, usual;
} SettingInfo;

typedef struct Settings {
    long value[SETTING_COUNT]; /* per kind; always within least and most */
} Settings;

const SettingInfo *setting_info(Setting setting);
Settings settings_usual(void);
/* False: the text is no value of that setting, and `value` is as before. */
bool setting_parse(Setting setting, const char *text, long *value);
char *setting_text(Setting setting, long value, char *buffer, size_t size); /* as it is parsed; 32 bytes are enough; returns the buffer */
char *setting_values(Setting setting, char *buffer, size_t size);           /* "dark, light or contrast"; 96 bytes are enough */
/* What --rules says, as async_rules_of() gives it; 0: none, so the usual one. */
uint32_t settings_rules(const Settings *settings);
uint32_t ui_rules(const Ui *ui);                                         /* the same of what is chosen in the window */
const char *ui_rules_shown(const Ui *ui, char *buffer, size_t size);     /* "3.12": as which Python the lesson that is shown ran */
long setting_within(Setting setting, long value);                        /* the nearest value that there is */
long setting_next(Setting setting, long value, int direction);           /* the next value up or down, the last one at the ends */
int setting_pixels_width(long value), setting_pixels_height(long value); /* px */

/* What the reader has chosen by now; the window's size is the caller's to add (it stays as it is in `into`). */
void settings_read(const Ui *ui, const Player *player, Settings *into);
void settings_apply(const Settings *settings, Ui *ui, Player *player);

#endif
