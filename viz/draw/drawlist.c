/* drawlist.c: appending drawing commands, cutting text to its width, finding what lies under the mouse, and the text form of a frame. */
#include "drawlist.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char ellipsis[] = "\xe2\x80\xa6";

static const char *const icon_names[ICON_COUNT] = {
    "created", "ready", "running", "awaiting",  "sleeping", "done", "failed",     "cancelled",   "play",
    "pause",   "first", "last",    "step-back", "step",     "menu", "arrow-left", "arrow-right", "cursor",
    "open",    "up",    "find",    "filter",    "fit",      "more", "minus",      "plus",
};

/* Room for one more element behind `count`; false, with everything as it was, when out of memory. */
static bool reserve(void **storage, size_t *capacity, size_t needed, size_t element)
{
    if (needed <= *capacity) {
        return true;
    }
    size_t larger = *capacity < 64 ? 64 : *capacity;
    while (larger < needed) {
        larger *= 2;
    }
    void *moved = realloc(*storage, larger * element);
    if (moved == NULL) {
        return false;
    }
    *storage = moved;
    *capacity = larger;
    return true;
}

void drawlist_init(DrawList *list, TextMetrics metrics) { *list = (DrawList){.metrics = metrics}; }

void drawlist_free(DrawList *list)
{
    free(list->commands);
    free(list->text);
    free(list->hits);
    *list = (DrawList){.metrics = list->metrics};
}

void drawlist_clear(DrawList *list)
{
    list->count = 0;
    list->text_length = 0;
    list->hit_count = 0;
    list->clip_depth = 0;
    list->failed = false;
}

static void append(DrawList *list, DrawCommand command)
{
    void *storage = list->commands;
    if (!reserve(&storage, &list->capacity, list->count + 1, sizeof *list->commands)) {
        list->failed = true;
        return;
    }
    list->commands = storage;
    list->commands[list->count++] = command;
}

static void append_shape(DrawList *list, DrawKind kind, Rect rect, float radius, Token token, uint8_t alpha)
{
    append(list, (DrawCommand){.kind = kind, .rect = rect, .radius = radius, .token = token, .alpha = alpha});
}

void draw_fill(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha)
{
    append_shape(list, DRAW_FILL, rect, radius, token, alpha);
}

void draw_outline(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha)
{
    append_shape(list, DRAW_OUTLINE, rect, radius, token, alpha);
}

void draw_dashed(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha)
{
    append_shape(list, DRAW_DASHED, rect, radius, token, alpha);
}

void draw_hatch(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha)
{
    append_shape(list, DRAW_HATCH, rect, radius, token, alpha);
}

void draw_dots(DrawList *list, Rect rect, float radius, Token token, uint8_t alpha)
{
    append_shape(list, DRAW_DOTS, rect, radius, token, alpha);
}

void draw_curve(DrawList *list, float x0, float y0, float x1, float y1, Token token, uint8_t alpha)
{
    append_shape(list, DRAW_CURVE, (Rect){x0, y0, x1 - x0, y1 - y0}, 0, token, alpha);
}

void draw_icon(DrawList *list, Icon icon, Rect rect, Token token, uint8_t alpha)
{
    assert((size_t)icon < ICON_COUNT);
    append(list, (DrawCommand){.kind = DRAW_ICON, .rect = rect, .token = token, .alpha = alpha, .icon = icon});
}

/* Clips nest: what is inside both. Empty rather than negative. */
static Rect intersect(Rect a, Rect b)
{
    float left = fmaxf(a.x, b.x);
    float top = fmaxf(a.y, b.y);
    float right = fminf(a.x + a.w, b.x + b.w);
    float bottom = fminf(a.y + a.h, b.y + b.h);
    return (Rect){left, top, fmaxf(0, right - left), fmaxf(0, bottom - top)};
}

void draw_clip(DrawList *list, Rect rect)
{
    assert(list->clip_depth < DRAWLIST_CLIPS);
    append_shape(list, DRAW_CLIP, rect, 0, TOKEN_BG, 255);
    list->clips[list->clip_depth] = list->clip_depth > 0 ? intersect(list->clips[list->clip_depth - 1], rect) : rect;
    list->clip_depth++;
}

void draw_unclip(DrawList *list)
{
    assert(list->clip_depth > 0);
    append_shape(list, DRAW_UNCLIP, (Rect){0, 0, 0, 0}, 0, TOKEN_BG, 255);
    list->clip_depth--;
}

static float measure(const DrawList *list, Font font, const char *text, size_t length)
{
    return list->metrics.width(list->metrics.context, font, text, length);
}

/* The start of the UTF-8 character that byte `at` belongs to; the end of the text is a start too. */
static size_t character_start(const char *text, size_t length, size_t at)
{
    while (at > 0 && at < length && ((unsigned char)text[at] & 0xc0) == 0x80) {
        at--;
    }
    return at;
}

/* How many bytes of the text, whole characters, fit into `room`. */
static size_t fitting_prefix(const DrawList *list, Font font, const char *text, size_t length, float room)
{
    size_t fits = 0;
    size_t too_long = length;
    while (fits < too_long) {
        size_t middle = character_start(text, length, fits + (too_long - fits + 1) / 2);
        if (middle <= fits) { /* one long character is left between the two */
            middle = fits + 1;
            while (middle < length && character_start(text, length, middle) != middle) {
                middle++;
            }
            if (middle > too_long || measure(list, font, text, middle) > room) {
                break;
            }
            fits = middle;
        } else if (measure(list, font, text, middle) <= room) {
            fits = middle;
        } else {
            too_long = character_start(text, length, middle - 1);
        }
    }
    return fits;
}

float draw_text_n(DrawList *list, float x, float y, float max, Font font, Token token, uint8_t alpha, const char *text, size_t length)
{
    const char *end = memchr(text, '\0', length);
    if (end != NULL) {
        length = (size_t)(end - text);
    }
    float width = measure(list, font, text, length);
    const char *tail = "";
    if (max > 0 && width > max) {
        float dots = measure(list, font, ellipsis, sizeof ellipsis - 1);
        length = dots <= max ? fitting_prefix(list, font, text, length, max - dots) : 0;
        tail = dots <= max ? ellipsis : "";
        width = dots <= max ? measure(list, font, text, length) + dots : 0;
    }
    if (length == 0 && *tail == '\0') {
        return width;
    }
    size_t tail_length = strlen(tail);
    void *storage = list->text;
    if (!reserve(&storage, &list->text_capacity, list->text_length + length + tail_length + 1, 1)) {
        list->failed = true;
        return width;
    }
    list->text = storage;
    size_t start = list->text_length;
    memcpy(list->text + start, text, length);
    memcpy(list->text + start + length, tail, tail_length + 1);
    list->text_length = start + length + tail_length + 1;
    Rect box = {x, y, width, draw_line_height(list, font)};
    append(list, (DrawCommand){.kind = DRAW_TEXT, .rect = box, .token = token, .alpha = alpha, .font = font, .text = start});
    return width;
}

float draw_text(DrawList *list, float x, float y, float max, Font font, Token token, const char *text)
{
    return draw_text_n(list, x, y, max, font, token, 255, text, strlen(text));
}

float draw_textf(DrawList *list, float x, float y, float max, Font font, Token token, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0) {
        return 0;
    }
    size_t kept = (size_t)length;
    if (kept >= sizeof line) {
        kept = character_start(line, sizeof line - 1, sizeof line - 2); /* a line this long is wider than any window */
    }
    return draw_text_n(list, x, y, max, font, token, 255, line, kept);
}

float draw_text_right(DrawList *list, float right, float y, Font font, Token token, const char *text)
{
    float width = draw_text_width(list, font, text);
    return draw_text(list, right - width, y, 0, font, token, text);
}

float draw_text_width(const DrawList *list, Font font, const char *text) { return measure(list, font, text, strlen(text)); }

float draw_line_height(const DrawList *list, Font font) { return list->metrics.height(list->metrics.context, font); }

void draw_hit(DrawList *list, Rect rect, HitKind kind, uint32_t id)
{
    if (list->clip_depth > 0) {
        rect = intersect(rect, list->clips[list->clip_depth - 1]);
    }
    if (!(rect.w > 0 && rect.h > 0)) {
        return;
    }
    void *storage = list->hits;
    if (!reserve(&storage, &list->hit_capacity, list->hit_count + 1, sizeof *list->hits)) {
        list->failed = true;
        return;
    }
    list->hits = storage;
    list->hits[list->hit_count++] = (HitArea){rect, kind, id};
}

HitArea drawlist_hit(const DrawList *list, float x, float y)
{
    for (size_t i = list->hit_count; i-- > 0;) {
        if (rect_contains(list->hits[i].rect, x, y)) {
            return list->hits[i];
        }
    }
    return (HitArea){{0, 0, 0, 0}, HIT_NONE, 0};
}

static float stub_width(void *context, Font font, const char *text, size_t length)
{
    (void)context;
    (void)font;
    size_t characters = 0;
    for (size_t i = 0; i < length; i++) {
        characters += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return 8.0f * (float)characters;
}

static float stub_height(void *context, Font font)
{
    (void)context;
    (void)font;
    return 16.0f;
}

TextMetrics drawlist_stub_metrics(void) { return (TextMetrics){NULL, stub_width, stub_height}; }

static long rounded(float value) { return isfinite(value) ? lroundf(fmaxf(-1e6f, fminf(1e6f, value))) : 0; }

static void dump_rect(const DrawCommand *command, FILE *out)
{
    Rect r = command->rect;
    fprintf(out, " %ld,%ld %ldx%ld", rounded(r.x), rounded(r.y), rounded(r.w), rounded(r.h));
    if (rounded(command->radius) != 0) {
        fprintf(out, " r%ld", rounded(command->radius));
    }
}

static void dump_quoted(const char *text, FILE *out)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7f) {
            fprintf(out, "\\x%02x", byte);
        } else {
            if (byte == '"' || byte == '\\') {
                fputc('\\', out);
            }
            fputc(byte, out);
        }
    }
    fputc('"', out);
}

static void dump_command(const DrawList *list, const DrawCommand *command, FILE *out)
{
    static const char *const names[] = {"fill", "outline", "dashed", "hatch", "dots", "curve", "text", "icon", "clip", "unclip"};
    Rect r = command->rect;
    fputs(names[command->kind], out);
    if (command->kind == DRAW_UNCLIP) {
        return;
    }
    if (command->kind == DRAW_ICON) {
        fprintf(out, " %s", icon_names[command->icon]);
    }
    if (command->kind == DRAW_TEXT) {
        fprintf(out, " %ld,%ld %s", rounded(r.x), rounded(r.y), theme_font_name(command->font));
    } else if (command->kind == DRAW_CURVE) {
        fprintf(out, " %ld,%ld to %ld,%ld", rounded(r.x), rounded(r.y), rounded(r.x + r.w), rounded(r.y + r.h));
    } else {
        dump_rect(command, out);
    }
    if (command->kind != DRAW_CLIP) {
        fprintf(out, " %s", theme_token_name(command->token));
        if (command->alpha != 255) {
            fprintf(out, " a%u", (unsigned)command->alpha);
        }
    }
    if (command->kind == DRAW_TEXT) {
        fputc(' ', out);
        dump_quoted(list->text + command->text, out);
    }
}

void drawlist_dump(const DrawList *list, FILE *out)
{
    for (size_t i = 0; i < list->count; i++) {
        dump_command(list, &list->commands[i], out);
        fputc('\n', out);
    }
}
