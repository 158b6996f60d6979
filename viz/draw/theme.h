/* theme.h: colours, sizes and fonts by name: views name a token, only a leaf turns it into red, green and blue. */
#ifndef LOOPSCOPE_THEME_H
#define LOOPSCOPE_THEME_H

#include <stdint.h>

typedef enum Theme { THEME_DARK, THEME_LIGHT, THEME_HIGH_CONTRAST, THEME_COUNT } Theme;

/* TOKEN(identifier, name in draw-list texts, dark, light, high contrast) as 0xRRGGBB. The eight states come first, in TaskState's order;
   …_TEXT is the form of a state's colour that has 4.5:1 as text on the panel; ON_READY is text on a chip filled with
   ready, ON_STATE on one filled with running. */
#define THEME_TOKENS(TOKEN)                                                                                                                \
    TOKEN(CREATED, "created", 0x93a0b4, 0x4d5a6e, 0xffffff)                                                                                \
    TOKEN(READY, "ready", 0xfbe95c, 0xb39500, 0xffea00)                                                                                    \
    TOKEN(RUNNING, "running", 0x2be8b8, 0x12805a, 0x08ffbc)                                                                                \
    TOKEN(AWAITING, "awaiting", 0x6caaee, 0x1f91fe, 0x78b4ff)                                                                              \
    TOKEN(SLEEPING, "sleeping", 0x6a64ea, 0x32197f, 0x7a65f9)                                                                              \
    TOKEN(DONE, "done", 0x8e939d, 0x525b67, 0xc7c5d1)                                                                                      \
    TOKEN(FAILED, "failed", 0xe98c5c, 0xb5280c, 0xe49752)                                                                                  \
    TOKEN(CANCELLED, "cancelled", 0xdc2a78, 0xea1fa8, 0xfa3093)                                                                            \
    TOKEN(CREATED_TEXT, "created-text", 0x93a0b4, 0x4d5a6e, 0xffffff)                                                                      \
    TOKEN(READY_TEXT, "ready-text", 0xfbe95c, 0x7a6500, 0xffea00)                                                                          \
    TOKEN(RUNNING_TEXT, "running-text", 0x2be8b8, 0x12805a, 0x08ffbc)                                                                      \
    TOKEN(AWAITING_TEXT, "awaiting-text", 0x6caaee, 0x0b63b8, 0x78b4ff)                                                                    \
    TOKEN(SLEEPING_TEXT, "sleeping-text", 0xa9a5ff, 0x32197f, 0xb3adff)                                                                    \
    TOKEN(DONE_TEXT, "done-text", 0x8e939d, 0x525b67, 0xc7c5d1)                                                                            \
    TOKEN(FAILED_TEXT, "failed-text", 0xe98c5c, 0xb5280c, 0xe49752)                                                                        \
    TOKEN(CANCELLED_TEXT, "cancelled-text", 0xff7fb2, 0xb01280, 0xff7fb2)                                                                  \
    TOKEN(ON_STATE, "on-state", 0x11151c, 0xffffff, 0x000000)                                                                              \
    TOKEN(ON_READY, "on-ready", 0x11151c, 0x141a24, 0x000000)                                                                              \
    TOKEN(BG, "bg", 0x11151c, 0xf3f5f8, 0x000000)                                                                                          \
    TOKEN(PANEL, "panel", 0x171c25, 0xffffff, 0x000000)                                                                                    \
    TOKEN(RAISED, "raised", 0x1d2430, 0xf3f5f8, 0x1a1a1a)                                                                                  \
    TOKEN(LINE, "line", 0x2a3342, 0xd5dbe5, 0x9a9a9a)                                                                                      \
    TOKEN(GRID, "grid", 0x2a3342, 0xd5dbe5, 0x4c4c4c)                                                                                      \
    TOKEN(TEXT, "text", 0xe6ebf2, 0x141a24, 0xffffff)                                                                                      \
    TOKEN(DIM, "dim", 0x93a0b4, 0x4d5a6e, 0xe0e0e0)                                                                                        \
    TOKEN(FAINT, "faint", 0x5c6a80, 0x8793a6, 0xb0b0b0)                                                                                    \
    TOKEN(ACCENT, "accent", 0x6caaee, 0x1f91fe, 0x78b4ff)                                                                                  \
    TOKEN(KEYWORD, "keyword", 0xc792ea, 0x8b3fb5, 0xe0b0ff)                                                                                \
    TOKEN(STRING, "string", 0xa5d6a0, 0x2f7d32, 0xb8ffb0)                                                                                  \
    TOKEN(FUNCTION, "function", 0x82aaff, 0x2b58c9, 0xa8c8ff)                                                                              \
    TOKEN(NUMBER, "number", 0xf2a66f, 0xb3541e, 0xffc090)                                                                                  \
    TOKEN(AWAIT, "await", 0xffcb6b, 0x8f6000, 0xffe08a)                                                                                    \
    TOKEN(COMMENT, "comment", 0x5c6a80, 0x8793a6, 0xb0b0b0)

typedef enum Token {
#define TOKEN(id, name, dark, light, high) TOKEN_##id,
    THEME_TOKENS(TOKEN)
#undef TOKEN
        TOKEN_COUNT
} Token;

uint32_t theme_rgb(Theme theme, Token token); /* 0xRRGGBB */
const char *theme_token_name(Token token);    /* "running-text" */
const char *theme_name(Theme theme);          /* "dark", "light", "contrast" */
static inline Token theme_state(int task_state) { return (Token)(TOKEN_CREATED + task_state); }
/* Text on a chip filled with the state's own colour; ready and running are the two that are filled under text. */
static inline Token theme_on_state(int task_state) { return TOKEN_CREATED + task_state == TOKEN_READY ? TOKEN_ON_READY : TOKEN_ON_STATE; }
static inline Token theme_state_text(int task_state) { return (Token)(TOKEN_CREATED_TEXT + task_state); }

typedef enum Font {
    FONT_BODY,      /* Inter 15 px */
    FONT_BODY_BOLD, /* Inter SemiBold 15 px */
    FONT_SENTENCE,  /* Inter 17 px */
    FONT_SENTENCE_BOLD,
    FONT_HEADING,    /* Inter SemiBold 12 px; the view writes capitals */
    FONT_SMALL,      /* Inter 13 px */
    FONT_SMALL_BOLD, /* Inter SemiBold 13 px */
    FONT_TITLE,      /* Inter Bold 24 px */
    FONT_CODE,       /* JetBrains Mono 14 px */
    FONT_CODE_BOLD,
    FONT_CODE_LARGE, /* 15 px, and 19 px: what is read from afar */
    FONT_CODE_LARGE_BOLD,
    FONT_CODE_LARGEST,
    FONT_CODE_LARGEST_BOLD,
    FONT_CODE_SMALL, /* JetBrains Mono 12 px: where a program's lines would be cut else */
    FONT_CODE_SMALL_BOLD,
    FONT_COUNT
} Font;

float theme_font_size(Font font);       /* logical px */
const char *theme_font_name(Font font); /* "code" */

/* The least window for which everything has room, logical px; a smaller one shows the upper left part of this. */
enum { THEME_LEAST_WIDTH = 960, THEME_LEAST_HEIGHT = 600 };

enum { RADIUS_PANEL = 10, RADIUS_CHIP = 7, RADIUS_BAR = 5 };

#endif
