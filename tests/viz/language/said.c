/* said.c: a text that comes ready made is found by the format that could have made it, with what was put in; and any other text stays as it is. */
#include "language/said.h"

#include "language/words_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_named(const char *english, const char *german)
{
    char buffer[200];
    assert_string_equal(words_named(LANGUAGE_GERMAN, english, buffer, sizeof buffer), german);
    assert_string_equal(words_named(LANGUAGE_ENGLISH, english, buffer, sizeof buffer), english);
}

static void assert_said(const char *english, const char *german)
{
    char buffer[SAID_TEXT];
    assert_string_equal(words_said(LANGUAGE_GERMAN, english, buffer, sizeof buffer), german);
    assert_string_equal(words_said(LANGUAGE_ENGLISH, english, buffer, sizeof buffer), english);
}

static void a_name_is_found_with_what_was_put_into_it(void **state)
{
    (void)state;
    assert_named("standard input", "Standardeingabe");
    assert_named("data from 127.0.0.1:4242", "Daten von 127.0.0.1:4242");
    assert_named("a thread that runs fetch", "fetch in einem Thread");
    assert_named("pipe 5 (write end)", "Pipe 5 (Schreibende)");
    assert_named("data from a pipe", "Daten aus einer Pipe"); /* the one with the most words of its own */
    assert_named("the transport of descriptor 7", "das Transport-Objekt von Deskriptor 7");
}

static void a_number_is_a_number(void **state)
{
    (void)state;
    assert_named("child of mine", "child of mine");
    assert_named("child 4711", "Kindprozess 4711");
}

static void what_is_none_of_ours_stays(void **state)
{
    (void)state;
    assert_named("", "");
    assert_named("%s", "%s");
    assert_named("fetch", "fetch");
    assert_named("data", "data");
    assert_said("a text that nobody has written", "a text that nobody has written");
}

static void a_text_in_code_may_hold_what_stands_between(void **state)
{
    (void)state;
    assert_said("there is no such remark: `a: `", "es gibt keine solche Anmerkung: `a: `");
    assert_said("the lesson has no such knob: `b`", "die Lektion hat keinen solchen Regler: `b`");
}

static void what_does_not_fit_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    char buffer[8];
    assert_string_equal(words_named(LANGUAGE_GERMAN, "room to write to \xc3\xa4", buffer, sizeof buffer), "Platz z");
    assert_string_equal(words_named(LANGUAGE_ENGLISH, "123456\xc3\xa4", buffer, sizeof buffer), "123456");
}

/* A recording may hold anything: the longest texts of what looks like our formats are looked at, and come to an end. */
static void no_text_takes_long(void **state)
{
    (void)state;
    char text[SAID_TEXT + 100], buffer[SAID_TEXT + 100];
    size_t used = 0;
    while (used + 20 < SAID_TEXT) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s", used % 3 == 0 ? ": ` (at " : " from a: to ");
    }
    (void)words_said(LANGUAGE_GERMAN, text, buffer, sizeof buffer);
    (void)words_named(LANGUAGE_GERMAN, text, buffer, sizeof buffer);
    used = 0; /* a remark as long as those that are put together of parts, of words that no format of ours has */
    while (used + 80 < SAID_TEXT) {
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "a worker that is late, and another one: as long as %zu are there, nobody says; ", used);
    }
    assert_string_equal(words_recorded(LANGUAGE_GERMAN, text, buffer, sizeof buffer), text);
    memset(text, ' ', SAID_TEXT - 1);
    text[SAID_TEXT - 1] = '\0';
    assert_string_equal(words_said(LANGUAGE_GERMAN, text, buffer, sizeof buffer), text);
}

/* What the catalogue has is found by itself: no other format is taken for it. */
static void every_text_without_a_hole_is_found(void **state)
{
    (void)state;
    char buffer[SAID_TEXT];
    size_t found = 0;
    for (size_t i = 0; i < words_count(LANGUAGE_GERMAN); i++) {
        const char *key = words_key(LANGUAGE_GERMAN, i), *end = strchr(key, '\004');
        if (end != NULL && strchr(end, '%') == NULL && (strncmp(key, "said", 4) == 0 || strncmp(key, "name", 4) == 0)) {
            char *(*say)(Language, const char *, char *, size_t) = key[0] == 's' ? words_said : words_named;
            assert_string_equal(say(LANGUAGE_GERMAN, end + 1, buffer, sizeof buffer), words_value(LANGUAGE_GERMAN, i));
            found++;
        }
    }
    assert_true(found > 10);
}

static void assert_recorded(const char *english, const char *german)
{
    char buffer[SAID_TEXT];
    assert_string_equal(words_recorded(LANGUAGE_GERMAN, english, buffer, sizeof buffer), german);
    assert_string_equal(words_recorded(LANGUAGE_ENGLISH, english, buffer, sizeof buffer), english);
}

/* As the recorder of Python programs writes them, with {T3} for the name of a task. */
static void remarks_of_a_recorder_are_found(void **state)
{
    (void)state;
    assert_recorded(
        "{T2} waits for an item of the Queue pool, and {T1}, which took one, has ended with ValueError('bad row') and put none back.",
        "{T2} wartet auf ein St\xc3\xbc"
        "ck, das die Queue pool hergibt, und {T1}, der eines nahm, hat mit ValueError('bad row') geendet und keines "
        "zur\xc3\xbc"
        "ckgelegt.");
    assert_recorded("{T1} waits for the Lock lock, which it holds itself: an asyncio.Lock cannot be taken twice by one task.",
                    "{T1} wartet auf das Lock lock und h\xc3\xa4lt es selbst: ein Task kann ein asyncio.Lock nicht zweimal nehmen.");
    assert_recorded(
        "The program ended with KeyError('a: b'), raised while OSError(2, 'no') of line 10 of helpers.py was being handled.",
        "Das Programm endete mit KeyError('a: b'), geworfen, w\xc3\xa4hrend OSError(2, 'no') aus Zeile 10 von helpers.py behandelt "
        "wurde.");
    assert_recorded("Ask before: `if not future.done():`.", "Frag vorher: `if not future.done():`.");
}

/* Where one of our texts is put into another, no part is left in English, and what it stands for may be of any gender. */
static void what_is_put_together_is_said_as_a_whole(void **state)
{
    (void)state;
    assert_recorded(
        "{T5} waits for the Semaphore limit, which {T4} took at line 4 and did not give back: {T4} has ended with ValueError(2).",
        "{T5} wartet auf den Semaphor limit, genommen von {T4} in Zeile 4 und nicht zur\xc3\xbc"
        "ckgegeben: {T4} hat mit ValueError(2) geendet.");
    assert_recorded("{T1} waits for the Event started, and started.set() is called at line 4, in serve, which no task runs now.",
                    "{T1} wartet auf das Event started, und started.set() wird in Zeile 4 aufgerufen, in serve, das gerade kein Task "
                    "ausf\xc3\xbc"
                    "hrt.");
    assert_recorded(
        "{T1} waits in join() for the Queue queue: task_done() was called for 3 of 4 items, and {T3} took 2 and called it once. "
        "Only a time limit ends that wait.",
        "{T1} wartet in join() auf die Queue queue: task_done() wurde f\xc3\xbc"
        "r 3 von 4 St\xc3\xbc"
        "ck aufgerufen, und {T3} nahm 2 und rief es einmal auf. Nur ein Zeitlimit beendet dieses Warten.");
    assert_recorded("{T2} waits for room in the Queue pages (maxsize 1), and {T3}, which takes items from it, waits itself at line 10 for "
                    "room in the Queue todo.",
                    "{T2} wartet darauf, ein St\xc3\xbc"
                    "ck in die Queue pages (maxsize 1) legen zu k\xc3\xb6nnen, und {T3}, der St\xc3\xbc"
                    "cke herausnimmt, wartet selbst in Zeile 10 darauf, etwas in die Queue todo legen zu k\xc3\xb6nnen.");
    assert_recorded("{T4} ends with RuntimeError('aclose(): asynchronous generator is already running'): the generator is closed while "
                    "another task waits for its next value, and a generator does one thing at a time.",
                    "{T4} endet mit RuntimeError('aclose(): asynchronous generator is already running'): der Generator wird geschlossen, "
                    "w\xc3\xa4hrend ein anderer Task auf seinen n\xc3\xa4"
                    "chsten Wert wartet, und ein Generator tut nur eines auf einmal.");
}

static void as_many_as_there_are_in_a_circle_are_found(void **state)
{
    (void)state;
    assert_recorded("Tasks await each other in a circle: {T2} awaits {T3}, {T3} awaits {T4}, {T4} awaits {T2}.",
                    "Tasks warten im Kreis aufeinander: {T2} wartet auf {T3}, {T3} wartet auf {T4}, {T4} wartet auf {T2}.");
    assert_recorded(
        "Tasks await each other in a circle: {T2} awaits {T3}, {T3} awaits {T2}. A cancel() goes round in it until Python raises a RecursionError.",
        "Tasks warten im Kreis aufeinander: {T2} wartet auf {T3}, {T3} wartet auf {T2}. Ein cancel() l\xc3\xa4"
        "uft darin herum, bis Python einen RecursionError ausl\xc3\xb6st.");
}

static void a_line_of_the_program_stays(void **state)
{
    (void)state;
    assert_recorded(
        "{T3} waits at line 10 (with lock:) for a threading lock, which thread two holds at line 7 (at line 5): until it gives that "
        "back, nothing else can run.",
        "{T3} wartet in Zeile 10 (with lock:) auf ein Lock aus threading, das der Thread two in Zeile 7 (at line 5) h\xc3\xa4lt: "
        "Bis er es zur\xc3\xbc"
        "ckgibt, kann nichts anderes laufen.");
}

static void a_wait_that_was_given_up_is_told_as_one(void **state)
{
    (void)state;
    assert_recorded("{T1} has given up waiting for the Event done, and nobody is left who sets it.",
                    "Dieses Warten wurde aufgegeben: {T1} wartet auf das Event done, und niemand ist \xc3\xbc"
                    "brig, der es setzt.");
}

static void what_another_recorder_says_stays_whole(void **state)
{
    (void)state;
    assert_recorded("Somebody stands at a place of this house, in a sentence that no recorder of ours writes.",
                    "Somebody stands at a place of this house, in a sentence that no recorder of ours writes.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_found_with_what_was_put_into_it),
        cmocka_unit_test(a_number_is_a_number),
        cmocka_unit_test(what_is_none_of_ours_stays),
        cmocka_unit_test(a_text_in_code_may_hold_what_stands_between),
        cmocka_unit_test(what_does_not_fit_is_cut_at_a_whole_character),
        cmocka_unit_test(no_text_takes_long),
        cmocka_unit_test(every_text_without_a_hole_is_found),
        cmocka_unit_test(remarks_of_a_recorder_are_found),
        cmocka_unit_test(what_is_put_together_is_said_as_a_whole),
        cmocka_unit_test(as_many_as_there_are_in_a_circle_are_found),
        cmocka_unit_test(a_line_of_the_program_stays),
        cmocka_unit_test(a_wait_that_was_given_up_is_told_as_one),
        cmocka_unit_test(what_another_recorder_says_stays_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
