/* pictures.h: the real timeline of every lesson, recorded once for the cards of the menu: a cache. */
#ifndef LOOPSCOPE_MENU_PICTURES_H
#define LOOPSCOPE_MENU_PICTURES_H

#include "lesson/lesson.h"
#include "model/spans.h"

typedef struct MenuPictures MenuPictures;

typedef struct MenuPicture {
    Trace *trace; /* NULL when it could not be recorded */
    Spans *spans;
} MenuPicture;

MenuPictures *menu_pictures_new(LessonList lessons); /* runs each of the compiled ones in virtual time; NULL: out of memory */
void menu_pictures_free(MenuPictures *pictures);
const MenuPicture *menu_picture(const MenuPictures *pictures, size_t lesson_index); /* NULL: none */

#endif
