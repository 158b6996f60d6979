/* drawlist.h: what is to be drawn, as data: views append commands in logical pixels and tokens, a leaf walks them. */
#ifndef LOOPSCOPE_DRAWLIST_H
#define LOOPSCOPE_DRAWLIST_H

#include "theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct Rect {
    float x, y, w, h; /* logical px */
} Rect;

static inline bool rect_contains(Rect r, float x, float y) { return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h; }
static inline Rect rect_inset(Rect r, float by) { return (Rect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by}; }

/* Shapes drawn by us, so that they never turn into a missing glyph. The first eight are the states', in TaskState's order. */
typedef enum Icon {
    ICON_CREATED,
    ICON_READY,
    ICON_RUNNING,
    ICON_AWAITING,
    ICON_SLEEPING,
    ICON_DONE,
    ICON_FAILED,
    ICON_CANCELLED,
    ICON_PLAY,
    ICON_PAUSE,
    ICON_FIRST,
    ICON_LAST,
    ICON_STEP_BACK,
    ICON_STEP,
    ICON_MENU,
    ICON_ARROW_LEFT,
    ICON_ARROW_RIGHT,
    ICON_CURSOR, /* the timeline's handle: a tag pointing down */
    ICON_OPEN,   /* a triangle pointing down: what is below can be folded; the head of an arrow */
    ICON_UP,     /* pointing up: the head of an arrow */
    ICON_FIND,   /* a lens */
    ICON_FILTER, /* a funnel */
    ICON_FIT,    /* an arrow to both sides */
    ICON_MORE,   /* three dots */
    ICON_MINUS,
    ICON_PLUS,
    ICON_COUNT
} Icon;

typedef enum DrawKind {
    DRAW_FILL,    /* rounded rectangle, filled */
    DRAW_OUTLINE, /* rounded rectangle, 1.5 px line inside its edge */
    DRAW_DASHED,  /* the same, dashed */
    DRAW_HATCH,   /* diagonal lines clipped to the rectangle */
    DRAW_DOTS,    /* a grid of dots clipped to the rectangle */
    DRAW_CURVE,   /* an S from (x, y) to (x + w, y + h) */
    DRAW_TEXT,    /* one line that fills the rectangle exactly; already cut with … where it had to be */
    DRAW_ICON,    /* an icon that fills the rectangle */
    DRAW_CLIP,    /* what follows shows only inside the rectangle (intersected with the clip around it) */
    DRAW_UNCLIP   /* ends the innermost clip */
} DrawKind;

typedef struct DrawCommand {
    DrawKind kind;
    Rect rect;
    float radius;
    Token token;
    uint8_t alpha; /* 255: opaque */
    Font font;
    Icon icon;
    size_t text; /* offset into DrawList.text, which holds NUL-ended strings */
} DrawCommand;

/* What lies under the mouse: areas in drawing order, the last one that contains the point wins. */
typedef enum HitKind {
    HIT_NONE,
    HIT_COMMAND /* id: the command */,
    HIT_TASK /* id: task number */,
    HIT_EVENT /* id: go to this n */,
    HIT_LINE /* id: source line */,
    HIT_BREAKPOINT /* id: source line: its gutter */,
    HIT_SCRUBBER,
    HIT_TIMELINE /* id: number of the task in whose lane it is, 0 none */,
    HIT_CURSOR,
    HIT_SPLITTER /* id: which border */,
    HIT_PANEL /* id: scrolls */,
    HIT_LESSON /* id: menu card */,
    HIT_SPEED /* id: percent */,
    HIT_KNOB /* id: index of the lesson's knob; the rectangle is the slider's track with KNOB_REACH px on both sides, or its value where it has no track */
    ,
    HIT_NUDGE /* id: twice the index of the lesson's knob, one more: a step up, not down */,
    HIT_FOLD /* id: task number */,
    HIT_CHOICE /* id: row of the sheet, from 0 */,
    HIT_SETTING /* id: twice the setting's number, one more: its next value, not the one before */,
    HIT_EXPORT /* id: what the sheet of kind SHEET_EXPORT has there (panels/sheets/export.h) */,
    HIT_TABLE /* id: number of the table of statistics */,
    HIT_COLUMN /* id: number of its column, from 0 */,
    HIT_REMARK /* id: number of the remark, from 0 */,
    HIT_RECENT /* id: index of the recent recording */,
    HIT_WAY /* id: entry of the menu beside lessons and recordings */,
    HIT_ENTRY /* id: Ref of the handle or timer whose callback it is */,
    HIT_PICK /* id: which of those that are ready runs next, from 1 */,
    HIT_ORDER /* id: knob and place (panels/knobs.h): the line there goes one place up, the first one down; held, it goes along */,
    HIT_ANSWER /* id: choice of the question, from 0; PREDICT_CHOICES skips it */,
    HIT_TERM /* id: index of the glossary's entry */,
    HIT_TAUGHT /* id: the same: the lesson that teaches it */,
    HIT_MINIMAP, /* the timeline's overview */
    HIT_MEASURE  /* never in a list: the timeline while it is measured */
} HitKind;

typedef struct HitArea {
    Rect rect;
    HitKind kind;
    uint32_t id;
} HitArea;

/* How wide a text is, in logical px; injected, so that tests need no fonts. */
typedef struct TextMetrics {
    void *context;
    float (*width)(void *context, Font font, const char *text, size_t length);
    float (*height)(void *context, Font font); /* of a line */
} TextMetrics;
/* Every glyph 8 px wide, lines 16 px high: for tests. */
TextMetrics drawlist_stub_metrics(void);

enum { DRAWLIST_CLIPS = 16 };

typedef struct DrawList {
    DrawCommand *commands;
    size_t count, capacity;
    char *text;
    size_t text_length, text_capacity;
    HitArea *hits;
    size_t hit_count, hit_capacity;
    Rect clips[DRAWLIST_CLIPS]; /* the clips that are open now, each inside the one before */
    size_t clip_depth;
    TextMetrics metrics;
    bool failed; /* out of memory: the frame is incomplete */
} DrawList;

void drawlist_init(DrawList *list, TextMetrics metrics); /* zeroed storage; the caller calls drawlist_free() */
void drawlist_free(DrawList *list);
void drawlist_clear(DrawList *list); /* for the next frame; keeps the storage */

void draw_fill(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha);
void draw_outline(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha);
void draw_dashed(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha);
void draw_hatch(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha);
void draw_dots(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha);
void draw_curve(DrawList *list, float x0, float y0, float x1, float y1, Token token, uint8_t alpha);
void draw_icon(DrawList *list, Icon icon, Rect rect, Token token, uint8_t alpha);
void draw_clip(DrawList *list, Rect rect);
void draw_unclip(DrawList *list);
/* Text returns its width. `max` <= 0: no limit; else the text is cut to that width with "…". Text is UTF-8. */
float draw_text(DrawList *list, float x, float y, float max, Font font, Token token, const char *text);
float draw_text_n(DrawList *list, float x, float y, float max, Font font, Token token, uint8_t alpha, const char *text, size_t length);
float draw_textf(DrawList *list, float x, float y, float max, Font font, Token token, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
float draw_text_right(DrawList *list, float right, float y, Font font, Token token, const char *text);
float draw_text_width(const DrawList *list, Font font, const char *text);
float draw_line_height(const DrawList *list, Font font);
/* The part of the rectangle inside the open clips; nothing when they hide all of it. */
void draw_hit(DrawList *list, Rect rect, HitKind kind, uint32_t id);
HitArea drawlist_hit(const DrawList *list, float x, float y); /* kind HIT_NONE: nothing there */

/* One command a line, "fill 96,40 80x14 r5 running", for goldens and for `diff`. Coordinates are rounded to whole px. */
void drawlist_dump(const DrawList *list, FILE *out);

#endif
