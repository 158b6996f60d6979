/* menu.c: choosing in the menu, searching it by writing, and opening what was chosen. */
#include "parts.h"

#include "panels/menu/pictures.h"
#include "panels/menu/plan.h"
#include "panels/menu/search.h"

#include <stdio.h>
#include <string.h>

static void plan_now(App *app, MenuPlan *plan)
{
    View view = {.ui = &app->ui, .lessons = app->lessons, .kept = &app->kept};
    float top = app_layout(app).panel[PANEL_TOPBAR].h;
    menu_plan(&view, (Rect){0, top, app->width, app->height - top}, plan);
}

static void choose(App *app, const MenuPlan *plan, size_t place)
{
    if (place < plan->count) {
        app->ui.menu_choice = plan->item[place].id;
        app->ui.menu.scroll = menu_reveal(plan, place);
    }
}

void app_menu_shown(App *app)
{
    MenuPlan plan;
    app_leave_lesson(app);
    app_way_leave(app);
    app->ui.menu = (MenuUi){.scroll = 0};
    app->ui.focus = (FocusUi){.panel = 0}; /* the arrows are the menu's */
    plan_now(app, &plan);
    choose(app, &plan, menu_place(&plan, app->ui.menu_choice));
}

/* Whether the search is in the very name of what stands there, not only in its text. */
static bool named(const App *app, size_t id)
{
    if (id >= app->lessons.count) {
        return true; /* what is no lesson has no other */
    }
    Lesson title_only = {.title = lesson_title(&app->lessons.lesson[id], app->ui.language), .section = "", .name = "", .words = ""};
    return menu_matches(app->ui.language, &title_only, app->ui.menu.search.text);
}

/* After the search has changed: the first whose name is meant is chosen, else the choice stays if it still shows. */
static void searched(App *app)
{
    MenuPlan plan;
    app->ui.menu.scroll = 0;
    plan_now(app, &plan);
    size_t place = menu_place(&plan, app->ui.menu_choice);
    for (size_t i = plan.count; app->ui.menu.search.length > 0 && i-- > 0;) {
        place = named(app, plan.item[i].id) ? i : place;
    }
    choose(app, &plan, place < plan.count ? place : 0);
    app->changed = true;
}

void app_menu_open(App *app, size_t id)
{
    const Recent *recent = &app->kept.recent;
    size_t entry = menu_entry(app->lessons, id);
    if (entry < MENU_ENTRIES) {
        app->ui.menu_choice = id;
        if (entry == MENU_DUE) {
            app_way_due(app);
        } else if (entry == MENU_BEGIN) {
            app_way_place(app);
        } else {
            (void)app_sheet_command(app, COMMAND_PREDICTIONS);
        }
    } else if (id < app->lessons.count) {
        app->ui.menu_choice = id;
        app->want_lesson = &app->lessons.lesson[id];
        app->ui.page.open = true; /* whoever chooses a lesson is told what it is about */
    } else if (id - app->lessons.count < recent->count) {
        app->ui.menu_choice = id;
        snprintf(app->want_path, sizeof app->want_path, "%s", recent->file[id - app->lessons.count].path);
    }
}

static bool clear_search(App *app)
{
    if (app->ui.menu.search.length == 0) {
        return false;
    }
    app->ui.menu.search = (TextField){.length = 0};
    searched(app);
    return true;
}

bool app_menu_command(App *app, Command command)
{
    MenuPlan plan;
    plan_now(app, &plan);
    size_t place = menu_place(&plan, app->ui.menu_choice);
    switch (command) {
    case COMMAND_STEP: place = menu_neighbour(&plan, place, 1, 0); break;
    case COMMAND_BACK: place = menu_neighbour(&plan, place, -1, 0); break;
    case COMMAND_SELECT_DOWN: place = menu_neighbour(&plan, place, 0, 1); break;
    case COMMAND_SELECT_UP: place = menu_neighbour(&plan, place, 0, -1); break;
    case COMMAND_FIRST: place = 0; break;
    case COMMAND_LAST: place = plan.count > 0 ? plan.count - 1 : 0; break;
    case COMMAND_ACTIVATE:
    case COMMAND_PLAY:
        if (place < plan.count) {
            app_menu_open(app, plan.item[place].id);
        }
        return true;
    case COMMAND_ESCAPE: return !app->ui.help && clear_search(app);
    default: return command < COMMAND_MENU && command != COMMAND_NONE; /* what belongs to a run has nothing to act on here */
    }
    choose(app, &plan, place);
    return true;
}

/* Whether a key, pressed alone or with Shift, writes something. A slash would, but it means: search. */
static bool writes(const char *key)
{
    static const char *const signs[] = {"Period", "Comma",     "Minus",       "Equals",       "Semicolon",
                                        "Quote",  "Backslash", "LeftBracket", "RightBracket", "Backquote"};
    key += strncmp(key, "Shift+", 6) == 0 ? 6 : 0;
    bool found = key[0] != '\0' && key[1] == '\0';
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        found = found || strcmp(key, signs[i]) == 0;
    }
    return found;
}

/* As many rows of cards as show whole, and at least one. */
static void page(App *app, int dy)
{
    MenuPlan plan;
    plan_now(app, &plan);
    size_t place = menu_place(&plan, app->ui.menu_choice);
    int rows = (int)(plan.list.h / MENU_CARD);
    for (int i = 0; i < (rows > 1 ? rows : 1); i++) {
        place = menu_neighbour(&plan, place, 0, dy);
    }
    choose(app, &plan, place);
    app->changed = true;
}

bool app_menu_key(App *app, const char *key, bool repeat)
{
    MenuUi *menu = &app->ui.menu;
    bool space = strcmp(key, "Space") == 0 && menu->search.length > 0;
    menu->writing = writes(key) || space;
    if (menu->writing || strcmp(key, "Slash") == 0) {
        return true; /* what it writes comes after it */
    }
    if (strcmp(key, "Backspace") == 0 || strcmp(key, "Ctrl+Backspace") == 0) {
        text_field_key(&menu->search, key);
        searched(app);
        return true;
    }
    if (strcmp(key, "PageUp") == 0 || strcmp(key, "PageDown") == 0) {
        page(app, key[4] == 'U' ? -1 : 1);
        return true;
    }
    return strcmp(key, "Return") == 0 && repeat;
}

void app_menu_text(App *app, const char *text)
{
    if (app->ui.menu.writing) {
        text_field_write(&app->ui.menu.search, text);
        searched(app);
    }
}

void app_menu_wheel(App *app, float notches)
{
    const float notch = 69; /* px */
    MenuPlan plan;
    app->ui.menu.scroll -= notches * notch;
    plan_now(app, &plan);
    app->ui.menu.scroll = plan.scroll;
}

static bool has_pictures(App *app)
{
    app->pictures = app->pictures != NULL ? app->pictures : menu_pictures_new(app->lessons);
    return app->pictures != NULL;
}

static size_t index_of(const App *app, const Lesson *lesson)
{
    size_t index = 0;
    while (index < app->lessons.count && &app->lessons.lesson[index] != lesson) {
        index++;
    }
    return index;
}

char *app_card_picture(App *app)
{
    const Lesson *lesson = app->lesson;
    if (lesson == NULL || !lesson_is_own(lesson) || app->live != LIVE_NONE || app->spans == NULL || !has_pictures(app)) {
        return NULL;
    }
    KnobValues usual = knobs_usual(lesson), values = knobs_of_trace(lesson, app->trace);
    if (!knobs_equal(&usual, &values)) {
        return NULL;
    }
    size_t index = index_of(app, lesson);
    menu_pictures_put(app->pictures, index, app->trace, app->spans);
    return menu_picture_text(menu_picture(app->pictures, index));
}

void app_set_card_picture(App *app, const Lesson *lesson, const char *text)
{
    if (has_pictures(app)) {
        (void)menu_pictures_read(app->pictures, index_of(app, lesson), text);
    }
}
