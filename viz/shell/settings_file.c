/* settings_file.c: reads the settings that are kept, and keeps those that were chosen in the window. */
#include "settings_file.h"

#include "language/said.h"
#include <stdio.h>
#include <string.h>

static const char *const group = "settings";

/* Before there was a language of words, "language" was that of the program. */
static Setting setting_meant(Setting setting, const char *text)
{
    long value = 0;
    bool older = setting == SETTING_OF_LANGUAGE && !setting_parse(setting, text, &value) && setting_parse(SETTING_OF_CODE, text, &value);
    return older ? SETTING_OF_CODE : setting;
}

static bool is_known(const char *name)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(setting_info((Setting)i)->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* A name that nobody knows, if there is one: it stays in the file, another version may know it. */
static void look_for_unknown(Store *store, char notice[STORE_NOTICE])
{
    const char *name = NULL;
    for (size_t i = 0; (name = store_key(store, group, i)) != NULL; i++) {
        if (!is_known(name)) {
            snprintf(notice, STORE_NOTICE,
                     SAID("The settings file has a setting \"%.60s\", which this version does not know: it is left alone."), name);
            return;
        }
    }
}

void settings_file_read(Settings *settings, const bool given[SETTING_COUNT], char notice[STORE_NOTICE])
{
    Store *store = store_open(STORE_CONFIG, "settings", notice);
    for (int i = 0; i < SETTING_COUNT; i++) {
        const SettingInfo *info = setting_info((Setting)i);
        const char *text = store_text(store, group, info->name);
        long value = 0;
        if (text == NULL) {
            continue;
        }
        Setting setting = setting_meant((Setting)i, text);
        if (!setting_parse(setting, text, &value)) {
            char values[96];
            snprintf(notice, STORE_NOTICE, SAID("In the settings file, %s = %.40s is not understood: it should be %s."), info->name, text,
                     setting_values((Setting)i, values, sizeof values));
        } else if (!given[setting]) {
            settings->value[setting] = value;
        }
    }
    if (notice[0] == '\0') {
        look_for_unknown(store, notice);
    }
    store_close(store);
}

void settings_file_start(SettingsFile *file, const Settings *shown, bool ignored) { *file = (SettingsFile){*shown, ignored}; }

bool settings_file_differs(const SettingsFile *file, const Settings *now)
{
    return !file->ignored && memcmp(now->value, file->shown.value, sizeof now->value) != 0;
}

bool settings_file_keep(SettingsFile *file, const Settings *now, char notice[STORE_NOTICE])
{
    notice[0] = '\0';
    if (!settings_file_differs(file, now)) {
        return true;
    }
    char ignored[STORE_NOTICE], text[32];
    Store *store = store_open(STORE_CONFIG, "settings", ignored);
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (now->value[i] != file->shown.value[i]) {
            store_set_text(store, group, setting_info((Setting)i)->name, setting_text((Setting)i, now->value[i], text, sizeof text));
        }
    }
    file->shown = *now; /* said once, also when it fails */
    bool saved = store_save(store, notice);
    store_close(store);
    return saved;
}
