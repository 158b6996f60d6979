/* open_sheet.c: the sheet that opens a recording, over the menu. */
#include "support/golden.h"
#include "view/files/listing.h"

#include "app/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

static void check_golden(App *app, const char *golden)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    DrawList frame;
    assert_non_null(out);
    drawlist_init(&frame, drawlist_stub_metrics());
    app_draw(app, &frame, app->width, app->height, 0);
    drawlist_dump(&frame, out);
    fclose(out);
    golden_check(golden, text, length);
    drawlist_free(&frame);
    free(text);
}

static void a_folder_as_text(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool folder;
    } entries[] = {{"notes.txt", false}, {"..", true}, {"older", true}, {"crawler.loopscope", false}, {".hidden", false}};
    App app;
    Trace *trace = trace_new();
    assert_non_null(trace);
    assert_true(app_init(&app));
    lesson_record(lesson_at(0), trace_sink(trace));
    assert_true(app_open(&app, trace, lesson_at(0), LIVE_NONE));
    app.width = 960;
    app.height = 600;
    app_command(&app, COMMAND_MENU, 0);
    app_command(&app, COMMAND_OPEN, 0);
    Listing *listing = listing_new("");
    assert_non_null(listing);
    snprintf(listing->start, sizeof listing->start, "~/runs/");
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        assert_true(listing_add(listing, entries[i].name, entries[i].folder));
    }
    listing_sort(listing);
    app_listed(&app, listing);
    check_golden(&app, "menu_open.txt");
    app_free(&app);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_folder_as_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
