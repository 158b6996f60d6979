/* hints.c: whoever asks for a hint sees it, wherever the lesson's page stands, and behind a predicted run too. */
#include "support/reader.h"

#include "app/parts.h"
#include "panels/details.h"

#include <ctype.h>

/* The word stands within the area, whole. */
static bool is_seen(const DrawList *frame, Rect area, const char *word, size_t length)
{
    for (size_t i = 0; i < frame->count; i++) {
        const DrawCommand *command = &frame->commands[i];
        const char *text = frame->text + command->text;
        bool inside = rect_contains(area, command->rect.x, command->rect.y) &&
                      rect_contains(area, command->rect.x + command->rect.w - 1, command->rect.y + command->rect.h - 1);
        if (command->kind == DRAW_TEXT && inside && strncmp(text, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static void every_word_is_seen(const Reader *reader, const char *hint)
{
    Layout layout = app_layout(&reader->app);
    Rect page = details_area(&layout);
    while (*hint != '\0') {
        size_t length = strcspn(hint, " "), letters = 0;
        while (letters < length && isalpha((unsigned char)hint[letters])) {
            letters++;
        }
        if (letters == length && !is_seen(&reader->frame, page, hint, length)) {
            fail_msg("%s: of the hint this is not seen: %s", reader_where(reader), hint);
        }
        hint += length + strspn(hint + length, " ");
    }
}

static void ask_for_all(Reader *reader)
{
    const LessonPage *page = &reader->app.lesson->page;
    for (size_t i = 0; i < page->hints.count; i++) {
        reader_key(reader, "Shift+U");
        every_word_is_seen(reader, page->hints.line[i]);
    }
}

static void open_each(float width, float height, const char *first)
{
    for (size_t i = 0; i < lesson_count(); i++) {
        Reader reader;
        reader_sit_down(&reader, width, height);
        reader.app.want_lesson = lesson_at(i);
        reader_serve(&reader);
        for (int press = 0; press < READER_PATIENCE && reader.app.ui.page.open; press++) { /* some lessons open with it */
            reader_key(&reader, first);
        }
        reader_key(&reader, "Shift+U"); /* opens it */
        ask_for_all(&reader);
        reader_stand_up(&reader);
    }
}

static void a_hint_that_is_asked_for_is_in_sight(void **state)
{
    (void)state;
    open_each(1440, 900, "U");
    open_each(1280, 720, "Escape");
    open_each(960, 600, "U");
}

/* Scrolled to its end, the page goes back to the hint. */
static void also_from_the_end_of_the_page(void **state)
{
    (void)state;
    Reader reader;
    reader_sit_down(&reader, 960, 600);
    reader.app.want_lesson = lesson_find("blocking");
    reader_serve(&reader);
    for (int press = 0; press < READER_PATIENCE && reader.app.ui.page.scroll <= 300; press++) {
        reader_key(&reader, "U");
    }
    ask_for_all(&reader);
    reader_stand_up(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hint_that_is_asked_for_is_in_sight),
        cmocka_unit_test(also_from_the_end_of_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
