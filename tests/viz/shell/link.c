/* link.c: what opens a moment again names the lesson, the moment and all that was turned, in the form that is asked for. */
#include "shell/subject/link.h"

#include "async.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* The window with the lesson of that name, or as a recording of it. */
static void show(Session *session, const char *name, bool recording)
{
    const Lesson *lesson = lesson_find(name);
    *session = (Session){.scale = 1};
    assert_true(source_record(&session->source, lesson, NULL));
    session->source.lesson = recording ? NULL : lesson;
    assert_true(app_init(&session->app));
    assert_true(app_open(&session->app, session->source.trace, session->source.lesson, LIVE_NONE));
}

static void leave(Session *session)
{
    app_free(&session->app);
    source_close(&session->source);
}

static void a_lesson_at_its_beginning_is_its_name_and_the_moment(void **state)
{
    (void)state;
    char text[LINK_TEXT];
    Session session;
    show(&session, "gather", false);
    assert_true(link_write(&session, &link_form, text));
    assert_string_equal(text, "loopscope gather --at 0");
    leave(&session);
}

static void what_was_turned_is_named_and_nothing_else(void **state)
{
    (void)state;
    char text[LINK_TEXT], error[400];
    Session session;
    show(&session, "gather", false);
    KnobValues *knobs = &session.app.ui.knobs;
    assert_true(knobs_set(session.source.lesson, knobs, "delay_b=2.5", error, sizeof error));
    assert_true(knobs_set(session.source.lesson, knobs, "together=off", error, sizeof error));
    knobs->rules = async_rules_of("3.11");
    session.app.ui.python = true;
    player_seek(&session.app.player, session.source.trace, 12);
    app_command(&session.app, COMMAND_PREDICT, 0);
    assert_true(link_write(&session, &link_form, text));
    assert_string_equal(text, "loopscope gather --at 12 --set delay_b=2.5 --set together=0 --rules 3.11 --python --predict");
    leave(&session);
}

static void another_order_is_named_with_what_makes_it(void **state)
{
    (void)state;
    static const char *const cases[][3] = {{"picks=3:1", "timing=2:0 3:1", "loopscope gather --at 0 --set timing=2:0,3:1 --set picks=3:1"},
                                           {"policy=random:7", NULL, "loopscope gather --at 0 --set policy=random:7"},
                                           {"policy=last-in", NULL, "loopscope gather --at 0 --set policy=last-in"},
                                           {"policy=first-in", NULL, "loopscope gather --at 0"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[LINK_TEXT], error[400];
        Session session;
        show(&session, "gather", false);
        for (size_t set = 0; set < 2 && cases[i][set] != NULL; set++) {
            assert_true(knobs_set(session.source.lesson, &session.app.ui.knobs, cases[i][set], error, sizeof error));
        }
        assert_true(link_write(&session, &link_form, text));
        assert_string_equal(text, cases[i][2]);
        leave(&session);
    }
}

static void a_recording_has_no_name_and_no_knobs(void **state)
{
    (void)state;
    char text[LINK_TEXT];
    Session session;
    show(&session, "gather", true);
    player_seek(&session.app.player, session.source.trace, 7);
    assert_true(link_write(&session, &link_form, text));
    assert_string_equal(text, " --at 7");
    leave(&session);
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    char text[LINK_TEXT], before[LINK_TEXT];
    Session session;
    show(&session, "gather", false);
    memset(before, 'x', sizeof before);
    before[sizeof before - 1] = '\0';
    LinkForm form = link_form;
    form.lesson = before;
    assert_false(link_write(&session, &form, text));
    assert_true(memchr(text, '\0', sizeof text) != NULL);
    leave(&session);
}

static void a_recording_goes_into_a_link_and_comes_out_of_it(void **state)
{
    (void)state;
    char error[256] = "";
    Session session;
    show(&session, "gather", true);
    size_t length = 0;
    gsize packed_length = 0;
    char *bytes = link_bytes(session.source.trace, &length), *letters = link_recording(session.source.trace, error, sizeof error);
    assert_non_null(bytes);
    assert_non_null(letters);
    assert_int_equal(strspn(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), strlen(letters));
    assert_true(strlen(letters) < length / 2);
    /* GLib reads the other alphabet, with its ends filled up. */
    char *text = g_strconcat(letters, &"==="[strlen(letters) % 4 == 0 ? 3 : strlen(letters) % 4 - 1], NULL);
    guchar *packed = g_base64_decode(g_strdelimit(g_strdelimit(text, "-", '+'), "_", '/'), &packed_length);
    uLongf whole = (uLongf)length + 1;
    Bytef *unpacked = malloc(whole);
    assert_int_equal(uncompress(unpacked, &whole, packed, (uLong)packed_length), Z_OK);
    assert_int_equal(whole, length);
    assert_memory_equal(unpacked, bytes, length);
    free(unpacked);
    g_free(packed);
    g_free(text);
    free(letters);
    free(bytes);
    leave(&session);
}

static void what_is_copied_of_a_recording_is_a_link_for_the_page_that_is_named(void **state)
{
    (void)state;
    Session session;
    show(&session, "gather", true);
    unsetenv("LOOPSCOPE_SITE");
    link_copy(&session);
    assert_string_equal(session.app.notice, "Copied: a link with this recording in it, for the browser edition at http://127.0.0.1:8000/");
    setenv("LOOPSCOPE_SITE", "https://example.org/loopscope/", 1);
    link_copy(&session);
    assert_string_equal(session.app.notice,
                        "Copied: a link with this recording in it, for the browser edition at https://example.org/loopscope/");
    unsetenv("LOOPSCOPE_SITE");
    leave(&session);
}

/* Events that no compression makes small: a clock that jumps as it likes. */
static void a_recording_that_is_too_large_is_refused_in_a_sentence(void **state)
{
    (void)state;
    char error[256] = "";
    Trace *trace = trace_new();
    assert_non_null(trace);
    TraceSink sink = trace_sink(trace);
    uint32_t random = 1;
    int64_t t = 0;
    for (uint32_t i = 1; i <= 20000; i++) {
        random = random * 1664525u + 1013904223u;
        t += random;
        Event event = {.kind = EV_ITER, .t = t, .a = i, .b = random >> 8};
        sink.event(sink.context, &event);
    }
    assert_null(link_recording(trace, error, sizeof error));
    assert_non_null(strstr(error, "too large for a link"));
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_at_its_beginning_is_its_name_and_the_moment),
        cmocka_unit_test(what_was_turned_is_named_and_nothing_else),
        cmocka_unit_test(another_order_is_named_with_what_makes_it),
        cmocka_unit_test(a_recording_has_no_name_and_no_knobs),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(a_recording_goes_into_a_link_and_comes_out_of_it),
        cmocka_unit_test(what_is_copied_of_a_recording_is_a_link_for_the_page_that_is_named),
        cmocka_unit_test(a_recording_that_is_too_large_is_refused_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
