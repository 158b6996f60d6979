/* glossary.c: opening the glossary at a word, and from there the lesson that teaches it. */
#include "parts.h"

#include "lesson/glossary.h"

#include <stdint.h>

/* Without anything written, every entry stands in the list, in its order. */
void app_glossary_open(App *app, size_t entry)
{
    if (entry < glossary_count(app->ui.language)) {
        app->ui.sheet = (SheetUi){.kind = SHEET_GLOSSARY, .choice = entry};
        app->ui.help = false;
        app->changed = true;
    }
}

void app_glossary_shown(App *app)
{
    const LessonPage *page = app->lesson != NULL && app->ui.screen == SCREEN_LESSON ? &app->lesson->page : NULL;
    size_t entry = page != NULL && page->teaches.count > 0 ? glossary_find(app->ui.language, page->teaches.line[0]) : 0;
    app->ui.sheet.choice = entry != SIZE_MAX ? entry : 0;
}

void app_glossary_follow(App *app, size_t entry)
{
    const GlossaryEntry *found = glossary_at(app->ui.language, entry);
    if (found == NULL) {
        return;
    }
    app->ui.sheet.kind = SHEET_CLOSED;
    app->ui.page.open = true;
    app->ui.why.open = false;
    app->changed = true;
    if (found->lesson == app->lesson && app->trace != NULL) { /* it is open: the cursor stays */
        app->ui.screen = SCREEN_LESSON;
    } else {
        app->want_lesson = found->lesson;
    }
}
