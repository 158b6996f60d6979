/* settings.c: the settings as text, and as what the reader has chosen. */
#include "settings.h"
#include "language/said.h"

#include "async.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const SettingInfo infos[SETTING_COUNT] = {
#define SETTING(id, kind, name, words, least, most, usual, help) {SETTING_##kind, name, words, help, least, most, usual},
    SETTINGS(SETTING)
#undef SETTING
};

const SettingInfo *setting_info(Setting setting) { return &infos[setting]; }

Settings settings_usual(void)
{
    Settings usual;
    for (int i = 0; i < SETTING_COUNT; i++) {
        usual.value[i] = infos[i].usual;
    }
    return usual;
}

int setting_pixels_width(long value) { return (int)(value / 65536); }
int setting_pixels_height(long value) { return (int)(value % 65536); }

/* The word number `index`, from 0; its length in *length, 0 when there are fewer. */
static const char *word_of(const char *words, long index, size_t *length)
{
    for (; index > 0 && *words != '\0'; index--) {
        words += strcspn(words, " ");
        words += *words == ' ';
    }
    *length = strcspn(words, " ");
    return words;
}

static bool parse_choice(const SettingInfo *info, const char *text, long *value)
{
    for (long i = info->least; i <= info->most; i++) {
        size_t length = 0;
        const char *word = word_of(info->words, i, &length);
        if (strlen(text) == length && strncmp(word, text, length) == 0) {
            *value = i;
            return true;
        }
    }
    return false;
}

/* Digits with at most one point: nothing else that strtod() would take, in any locale. */
static bool parse_factor(const SettingInfo *info, const char *text, long *value)
{
    if (text[0] == '\0' || strlen(text) > 8 || text[strspn(text, "0123456789.")] != '\0' || strchr(text, '.') != strrchr(text, '.')) {
        return false;
    }
    double whole = 0, place = 1;
    bool behind = false;
    for (; *text != '\0'; text++) {
        if (*text == '.') {
            behind = true;
        } else if (behind) {
            place /= 10;
            whole += place * (*text - '0');
        } else {
            whole = 10 * whole + (*text - '0');
        }
    }
    long percent = lround(whole * 100);
    if (percent < info->least || percent > info->most) {
        return false;
    }
    *value = percent;
    return true;
}

static bool parse_share(const SettingInfo *info, const char *text, long *value)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 3 || text[digits] != '\0' || strtol(text, NULL, 10) > info->most) {
        return false;
    }
    *value = strtol(text, NULL, 10);
    return true;
}

static bool parse_pixels(const SettingInfo *info, const char *text, long *value)
{
    int width = 0, height = 0, length = 0;
    bool read = sscanf(text, "%5dx%5d%n", &width, &height, &length) == 2 && text[length] == '\0';
    if (!read || width < setting_pixels_width(info->least) || height < setting_pixels_height(info->least) || width > SETTING_LARGEST_SIDE ||
        height > SETTING_LARGEST_SIDE) {
        return false;
    }
    *value = SETTING_PACKED(width, height);
    return true;
}

bool setting_parse(Setting setting, const char *text, long *value)
{
    const SettingInfo *info = &infos[setting];
    switch (info->kind) {
    case SETTING_CHOICE: return parse_choice(info, text, value);
    case SETTING_FACTOR: return parse_factor(info, text, value);
    case SETTING_SHARE: return parse_share(info, text, value);
    case SETTING_PIXELS: return parse_pixels(info, text, value);
    }
    return false;
}

char *setting_text(Setting setting, long value, char *buffer, size_t size)
{
    const SettingInfo *info = &infos[setting];
    size_t length = 0;
    const char *word = word_of(info->words, value, &length);
    switch (info->kind) {
    case SETTING_CHOICE: snprintf(buffer, size, "%.*s", (int)length, word); break;
    case SETTING_FACTOR:
        if (value % 100 == 0) {
            snprintf(buffer, size, "%ld", value / 100);
        } else {
            snprintf(buffer, size, value % 10 == 0 ? "%ld.%ld" : "%ld.%02ld", value / 100,
                     value % 10 == 0 ? value % 100 / 10 : value % 100);
        }
        break;
    case SETTING_SHARE: snprintf(buffer, size, "%ld", value); break;
    case SETTING_PIXELS: snprintf(buffer, size, "%dx%d", setting_pixels_width(value), setting_pixels_height(value)); break;
    }
    return buffer;
}

char *setting_values(Setting setting, char *buffer, size_t size)
{
    const SettingInfo *info = &infos[setting];
    switch (info->kind) {
    case SETTING_CHOICE: {
        size_t used = 0;
        for (long i = info->least; i <= info->most && used < size; i++) {
            size_t length = 0;
            const char *word = word_of(info->words, i, &length);
            const char *between = i == info->least ? "" : i == info->most ? " or " : ", ";
            used += (size_t)snprintf(buffer + used, size - used, "%s%.*s", between, (int)length, word);
        }
        break;
    }
    case SETTING_FACTOR: snprintf(buffer, size, SAID("a number from 0.75 to 3")); break;
    case SETTING_SHARE: snprintf(buffer, size, SAID("percent from 0, the usual, to %ld"), info->most); break;
    case SETTING_PIXELS: snprintf(buffer, size, SAID("a width and a height, like %dx%d"), SETTING_WIDTH, SETTING_HEIGHT); break;
    }
    return buffer;
}

static long clamp(long value, long least, long most) { return value < least ? least : value > most ? most : value; }

long setting_within(Setting setting, long value)
{
    const SettingInfo *info = &infos[setting];
    if (info->kind == SETTING_PIXELS) {
        long width = clamp(setting_pixels_width(value), setting_pixels_width(info->least), SETTING_LARGEST_SIDE);
        long height = clamp(setting_pixels_height(value), setting_pixels_height(info->least), SETTING_LARGEST_SIDE);
        return SETTING_PACKED(width, height);
    }
    return clamp(value, info->least, info->most);
}

long setting_next(Setting setting, long value, int direction)
{
    static const int usual_sizes[][2] = {{960, 600}, {1280, 800}, {1440, 900}, {1920, 1080}, {2560, 1440}, {3840, 2160}};
    enum { SIZES = sizeof usual_sizes / sizeof usual_sizes[0] };
    const SettingInfo *info = &infos[setting];
    if (info->kind == SETTING_PIXELS) {
        for (int i = 0; i < SIZES; i++) {
            int at = direction > 0 ? i : SIZES - 1 - i;
            if ((usual_sizes[at][0] - setting_pixels_width(value)) * direction > 0) {
                return SETTING_PACKED(usual_sizes[at][0], usual_sizes[at][1]);
            }
        }
        return value;
    }
    long by = info->kind == SETTING_FACTOR ? 25 : info->kind == SETTING_SHARE ? 5 : 1;
    return setting_within(setting, value + direction * by);
}

uint32_t settings_rules(const Settings *settings)
{
    char text[32];
    long value = settings->value[SETTING_OF_RULES];
    return value == setting_info(SETTING_OF_RULES)->usual ? 0 : async_rules_of(setting_text(SETTING_OF_RULES, value, text, sizeof text));
}

const char *ui_rules_shown(const Ui *ui, char *buffer, size_t size) { return async_rules_name(ui->knobs.rules, buffer, size); }

uint32_t ui_rules(const Ui *ui)
{
    Settings settings = settings_usual();
    settings.value[SETTING_OF_RULES] = ui->rules;
    return settings_rules(&settings);
}

static long percent_of(float share) { return lroundf(share * 100); }

void settings_read(const Ui *ui, const Player *player, Settings *into)
{
    long *value = into->value;
    value[SETTING_OF_THEME] = (long)ui->theme;
    value[SETTING_OF_SCALE] = percent_of(ui_scale_seated(ui));
    value[SETTING_OF_LANGUAGE] = (long)ui->language;
    value[SETTING_OF_CODE] = ui->python;
    value[SETTING_OF_RULES] = ui->rules;
    value[SETTING_OF_QUESTIONS] = ui->predict.every;
    value[SETTING_OF_STEP] = (long)player->size;
    for (long i = 0; i < 5; i++) {
        value[SETTING_OF_SPEED] = player_speeds[i] == player->speed_percent ? i : value[SETTING_OF_SPEED];
    }
    value[SETTING_OF_AXIS] = (long)ui->axis;
    value[SETTING_OF_ARROWS] = ui->all_links;
    value[SETTING_OF_LOOP] = ui->loop_code;
    value[SETTING_OF_MOTION] = ui->reduced_motion;
    value[SETTING_OF_PROGRAM_WIDTH] = percent_of(ui->split_program);
    value[SETTING_OF_OUTPUT_WIDTH] = percent_of(ui->split_output);
    value[SETTING_OF_TIMELINE_HEIGHT] = percent_of(ui->split_timeline);
    for (int i = 0; i < SETTING_COUNT; i++) {
        value[i] = setting_within((Setting)i, value[i]);
    }
}

void settings_apply(const Settings *settings, Ui *ui, Player *player)
{
    const long *value = settings->value;
    bool present = ui->present;
    ui->theme = (Theme)value[SETTING_OF_THEME];
    if (percent_of(ui_scale_seated(ui)) != value[SETTING_OF_SCALE]) {
        ui->present = false;
        ui->scale = (float)value[SETTING_OF_SCALE] / 100;
        ui_present(ui, present);
    }
    ui->language = (Language)value[SETTING_OF_LANGUAGE];
    ui->python = value[SETTING_OF_CODE] != 0;
    ui->rules = value[SETTING_OF_RULES];
    ui->predict.every = value[SETTING_OF_QUESTIONS] != 0;
    player->size = (StepSize)value[SETTING_OF_STEP];
    player->speed_percent = player_speeds[value[SETTING_OF_SPEED]];
    ui->axis = (Axis)value[SETTING_OF_AXIS];
    ui->all_links = value[SETTING_OF_ARROWS] != 0;
    ui->loop_code = value[SETTING_OF_LOOP] != 0;
    ui->reduced_motion = value[SETTING_OF_MOTION] != 0;
    float *const splits[] = {&ui->split_program, &ui->split_output, &ui->split_timeline};
    for (int i = 0; i < 3; i++) {
        long share = value[SETTING_OF_PROGRAM_WIDTH + i];
        if (percent_of(*splits[i]) != share) {
            *splits[i] = (float)share / 100;
        }
    }
}
