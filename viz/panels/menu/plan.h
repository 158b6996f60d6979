/* plan.h: what the menu holds and where: the lessons that the search lets through, section by section, then the recent recordings. */
#ifndef LOOPSCOPE_MENU_H
#define LOOPSCOPE_MENU_H

#include "view/view.h"

enum { MENU_LESSONS = 128, MENU_ITEMS = MENU_LESSONS + RECENT_FILES + 4 };

/* What the menu offers beside lessons and recordings, in this order in its first row. */
typedef enum MenuEntry { MENU_DUE, MENU_BEGIN, MENU_PREDICTIONS, MENU_ENTRIES } MenuEntry;
_Static_assert((int)MENU_ITEMS >= (int)MENU_LESSONS + (int)RECENT_FILES + (int)MENU_ENTRIES, "all of it fits into the menu");

typedef struct MenuItem {
    size_t id; /* a lesson's index, the count of lessons + the index of a recent recording, or menu_entry_id() */
    Rect rect; /* px; y counts from the top of the list, which scrolls */
} MenuItem;

typedef struct MenuHeading {
    const char *text; /* borrowed */
    size_t from, to;  /* the items that stand under it */
    float y;          /* as in MenuItem */
} MenuHeading;

typedef struct MenuPlan {
    MenuItem item[MENU_ITEMS];
    size_t count;
    MenuHeading heading[MENU_ITEMS + 1];
    size_t heading_count;
    Rect head, list; /* of the area: the title and the search, and below them the part that scrolls */
    float margin;    /* px at both sides */
    float height;    /* of the whole list, px */
    float scroll;    /* what of it is above the part that shows, px: as the reader left it, as far as there is so much */
} MenuPlan;

enum { MENU_HEADING = 40 /* px: the row of a section's name */, MENU_CARD = 240, MENU_ROW = 44 };

size_t menu_entry_id(LessonList lessons, MenuEntry entry);
size_t menu_entry(LessonList lessons, size_t id); /* the MenuEntry of that id; MENU_ENTRIES: it is none */
/* What stands in it, "Due again: 3 questions", into `buffer`; "": it does not show now. Returns it. */
char *menu_entry_text(const View *view, MenuEntry entry, char *buffer, size_t size);
/* Only the reader's choices, the lessons and what is kept are needed of the view. */
void menu_plan(const View *view, Rect area, MenuPlan *plan);
size_t menu_place(const MenuPlan *plan, size_t id); /* its index among the items; plan->count when it does not show */
/* From one item to another by an arrow: dx or dy is -1 or 1. Up and down keep the column as well as they can. */
size_t menu_neighbour(const MenuPlan *plan, size_t place, int dx, int dy);
/* How far the list must be scrolled for that item to show whole, its heading too where it is in the section's first row. */
float menu_reveal(const MenuPlan *plan, size_t place);

#endif
