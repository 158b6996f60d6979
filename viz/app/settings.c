/* settings.c: choosing a row of the settings' sheet, and changing its value. */
#include "parts.h"
#include "view/settings.h"

#include <string.h>

static void set(App *app, Setting setting, long value)
{
    Settings now = settings_usual();
    settings_read(&app->ui, &app->player, &now);
    now.value[setting] = value;
    settings_apply(&now, &app->ui, &app->player);
    if (app->ui.knobs.rules != ui_rules(&app->ui) && app->lesson != NULL &&
        !lesson_is_own(app->lesson)) { /* the run before stands behind the new one */
        app->ui.knobs.rules = ui_rules(&app->ui);
        app->ghost_due = app->want_turned = true;
    }
    app->changed = true;
}

static void change(App *app, Setting setting, int direction)
{
    Settings now = settings_usual();
    settings_read(&app->ui, &app->player, &now);
    set(app, setting, setting_next(setting, now.value[setting], direction));
}

void app_settings_next_rules(App *app)
{
    const SettingInfo *info = setting_info(SETTING_OF_RULES);
    if (app->lesson == NULL) {
        app_notice(app, "This run has been recorded: it went by the rules of the Python that it ran on.");
        return;
    }
    if (lesson_is_own(app->lesson)) {
        app_notice(app, "A lesson of your own runs on your Python, and by the rules of that.");
        return;
    }
    set(app, SETTING_OF_RULES, app->ui.rules >= info->most ? info->least : app->ui.rules + 1);
}

void app_settings_click(App *app, uint32_t id)
{
    if (id / 2 < SETTINGS_SHOWN) {
        app->ui.sheet.choice = id / 2;
        change(app, (Setting)(id / 2), id % 2 != 0 ? 1 : -1);
    }
}

void app_settings_move(App *app, int by)
{
    size_t choice = app->ui.sheet.choice;
    app->ui.sheet.choice = by < 0 ? choice - (choice > 0) : choice + (choice + 1 < SETTINGS_SHOWN);
    app->changed = true;
}

void app_settings_key(App *app, const char *key, int64_t now)
{
    Command command = command_by_key(key);
    Setting chosen = (Setting)app->ui.sheet.choice;
    if (strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0) {
        app_settings_move(app, key[0] == 'U' ? -1 : 1);
    } else if (strcmp(key, "Left") == 0 || strcmp(key, "Right") == 0) {
        change(app, chosen, key[0] == 'L' ? -1 : 1);
    } else if (strcmp(key, "Backspace") == 0) {
        set(app, chosen, setting_info(chosen)->usual);
    } else if (command == COMMAND_ESCAPE || command == COMMAND_SETTINGS || strcmp(key, "Return") == 0) {
        app_command(app, COMMAND_ESCAPE, now);
    }
}
