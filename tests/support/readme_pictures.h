/* readme_pictures.h: the moments that the README and the manual show, so that what draws them and what notices that they are stale agree. */
#ifndef LOOPSCOPE_SUPPORT_README_PICTURES_H
#define LOOPSCOPE_SUPPORT_README_PICTURES_H

#include "app/app.h"

enum { README_WIDTH = 1440, README_HEIGHT = 900 }; /* logical px */

/* Called with each picture's file name without its end ("gather", "gather-film-007") and the App that stands there; false ends the walk. */
typedef bool (*ReadmePicture)(void *context, const char *name, App *app);

/* False: out of memory, or a picture said so. The metrics are those with which the pictures are drawn. */
bool readme_pictures_each(TextMetrics metrics, ReadmePicture picture, void *context);

#endif
