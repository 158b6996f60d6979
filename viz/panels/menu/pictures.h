/* pictures.h: the real timeline of every lesson for the cards of the menu, as bars: a cache. */
#ifndef LOOPSCOPE_MENU_PICTURES_H
#define LOOPSCOPE_MENU_PICTURES_H

#include "lesson/lesson.h"
#include "model/spans.h"

typedef struct MenuPictures MenuPictures;

enum { MENU_LANES = 6 /* at most */, MENU_BARS = 2000 };

typedef struct MenuBar {
    uint32_t lane;  /* from 0 */
    int state;      /* a TaskState */
    float from, to; /* parts of the picture's width, 0 to 1 */
} MenuBar;

typedef struct MenuPicture {
    size_t lanes, count;
    MenuBar *bars;
} MenuPicture;

MenuPictures *menu_pictures_new(LessonList lessons); /* none has one yet; NULL: out of memory */
void menu_pictures_free(MenuPictures *pictures);
void menu_pictures_record(MenuPictures *pictures, LessonList lessons); /* runs each of the compiled ones in virtual time, once */
const MenuPicture *menu_picture(const MenuPictures *pictures, size_t lesson_index); /* NULL: none */

/* Of a lesson from a folder: its program does not run before it is chosen. The run is then its picture. */
void menu_pictures_put(MenuPictures *pictures, size_t lesson_index, const Trace *trace, const Spans *spans);
/* The same as text, for keeping: for free(); NULL: there is none, or no memory. What is no such text is left out: false. */
char *menu_picture_text(const MenuPicture *picture);
bool menu_pictures_read(MenuPictures *pictures, size_t lesson_index, const char *text);

#endif
