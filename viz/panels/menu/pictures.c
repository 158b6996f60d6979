/* pictures.c: records lessons once. */
#include "pictures.h"

#include <stdlib.h>

struct MenuPictures {
    size_t count;
    MenuPicture pictures[];
};

static void record(MenuPicture *picture, const Lesson *lesson)
{
    picture->trace = lesson_is_own(lesson) ? NULL : trace_new(); /* somebody's program does not run before it is chosen */
    if (picture->trace) {
        lesson_record(lesson, trace_sink(picture->trace));
        picture->spans = spans_new(picture->trace);
    }
    if (picture->spans) {
        spans_update(picture->spans); /* what it covers when something is wrong is still a picture */
    }
}

MenuPictures *menu_pictures_new(LessonList lessons)
{
    size_t count = lessons.count;
    MenuPictures *pictures = calloc(1, sizeof *pictures + count * sizeof pictures->pictures[0]);
    if (pictures) {
        pictures->count = count;
        for (size_t i = 0; i < count; i++) {
            record(&pictures->pictures[i], &lessons.lesson[i]);
        }
    }
    return pictures;
}

void menu_pictures_free(MenuPictures *pictures)
{
    if (!pictures) {
        return;
    }
    for (size_t i = 0; i < pictures->count; i++) {
        spans_free(pictures->pictures[i].spans);
        trace_free(pictures->pictures[i].trace);
    }
    free(pictures);
}

const MenuPicture *menu_picture(const MenuPictures *pictures, size_t lesson_index)
{
    return pictures && lesson_index < pictures->count && pictures->pictures[lesson_index].spans ? &pictures->pictures[lesson_index] : NULL;
}
