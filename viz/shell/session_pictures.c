/* session_pictures.c: the pictures on the cards of lessons from a folder are kept between sessions: they are made when such a lesson runs, and stand as long as its file is the same. */
#include "session_parts.h"

#include "store.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char file[] = "pictures";

/* The text of its program as a number (FNV-1a): another text is another run. */
static const char *sum_of(const Lesson *lesson, char buffer[24])
{
    uint64_t sum = UINT64_C(14695981039346656037);
    for (const char *at = lesson->py_text; *at != '\0'; at++) {
        sum = (sum ^ (unsigned char)*at) * UINT64_C(1099511628211);
    }
    snprintf(buffer, 24, "%016" PRIx64, sum);
    return buffer;
}

void session_pictures_load(Session *session)
{
    char notice[STORE_NOTICE], sum[24];
    Store *store = lesson_own_count() > 0 ? store_open(STORE_DATA, file, notice) : NULL;
    for (size_t i = 0; store != NULL && i < lesson_own_count(); i++) {
        const Lesson *lesson = lesson_own_at(i);
        const char *of = lesson->py_text != NULL ? store_text(store, lesson->name, "program") : NULL;
        bool same = of != NULL && strcmp(of, sum_of(lesson, sum)) == 0;
        const char *bars = same ? store_text(store, lesson->name, "bars") : NULL;
        if (bars != NULL) {
            app_set_card_picture(&session->app, lesson, bars);
        }
    }
    store_close(store);
}

/* What cannot be written is not worth a sentence: the card has its picture until the window closes. */
void session_pictures_keep(Session *session)
{
    char notice[STORE_NOTICE], sum[24];
    char *bars = app_card_picture(&session->app);
    Store *store = bars != NULL ? store_open(STORE_DATA, file, notice) : NULL;
    if (store != NULL) {
        const Lesson *lesson = session->app.lesson;
        const char *of = store_text(store, lesson->name, "program");
        if (of == NULL || strcmp(of, sum_of(lesson, sum)) != 0) {
            store_set_text(store, lesson->name, "program", sum_of(lesson, sum));
            store_set_text(store, lesson->name, "bars", bars);
            (void)store_save(store, notice);
        }
    }
    store_close(store);
    free(bars);
}
