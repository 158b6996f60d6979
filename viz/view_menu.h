/* view_menu.h: how the menu's cards are arranged. */
#ifndef LOOPSCOPE_VIEW_MENU_H
#define LOOPSCOPE_VIEW_MENU_H

#include "app.h"

size_t menu_columns(float width); /* of a window of that width, logical px: 1 to 4 */

#endif
