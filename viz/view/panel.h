/* panel.h: what all panels share: their plate, their heading, a button. */
#ifndef LOOPSCOPE_PANEL_H
#define LOOPSCOPE_PANEL_H

#include "view.h"

enum { PANEL_PADDING = 16, PANEL_HEADING = 40 /* height of the heading's row */ };

/* The plate and the heading in capitals. Returns the x behind the heading. */
float panel_frame(DrawList *list, Rect area, const char *heading);
/* The baseline-free y at which a line of that font stands in the middle of a row. */
float panel_text_y(const DrawList *list, Font font, float y, float height);
/* Words over one line or two, what does not fit on the second being cut. */
void panel_two_lines(DrawList *list, float x, float y, float width, Font font, Token token, const char *text);
int panel_line_count(const DrawList *list, float width, Font font, const char *text); /* 1 or 2 */
/* The heading of a panel that shows in which order tasks run: where that is not asyncio's, it says so, also when nothing else stands around it. Returns its width. */
float panel_order_heading(DrawList *list, const View *view, float x, float y, const char *usual, const char *other);
/* Words over as many lines as they need, `line` px high each. Without a list they are only measured. Returns their height. */
float panel_flow(DrawList *list, const DrawList *metrics, Rect at, Font font, Token token, float line, const char *text);
/* At the right edge of a page of which `hidden` px do not fit, how far it is scrolled. */
void panel_thumb(DrawList *list, Rect body, float scroll, float hidden);
bool panel_hover(const View *view, Rect area);

typedef struct Button {
    Icon icon;         /* ICON_COUNT: none */
    const char *label; /* NULL: none */
    Command command;
    bool strong;    /* the one that matters most: filled with the text's colour */
    bool plain;     /* no outline */
    bool icon_last; /* the icon stands behind the label */
} Button;

float panel_button_width(const DrawList *list, const Button *button);
void panel_button(DrawList *list, const View *view, Rect rect, const Button *button);

#endif
