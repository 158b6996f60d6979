/* settings_file.h: the settings between sessions: a file that people may edit, read at the start and written when something was chosen in the window. */
#ifndef LOOPSCOPE_SETTINGS_FILE_H
#define LOOPSCOPE_SETTINGS_FILE_H

#include "view/settings.h"
#include "store.h"

typedef struct SettingsFile {
    Settings shown; /* as the window had them when they were last kept, or at the start */
    bool ignored;   /* neither read nor written */
} SettingsFile;

/* Puts what is kept into `settings`, but for those in `given`. `notice`: "" or a sentence: a value that is none costs only itself. */
void settings_file_read(Settings *settings, const bool given[SETTING_COUNT], char notice[STORE_NOTICE]);
/* The window stands: what differs from `shown` from here on was chosen in it. */
void settings_file_start(SettingsFile *file, const Settings *shown, bool ignored);
bool settings_file_differs(const SettingsFile *file, const Settings *now);
/* Writes those that differ and leaves the rest of the file as it is: another window may have written there. False: `notice` says why. */
bool settings_file_keep(SettingsFile *file, const Settings *now, char notice[STORE_NOTICE]);

#endif
