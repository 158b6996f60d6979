/* svg.c: see svg.h. What is a command of the list is one element here; a clip is a group around what it clips. */
#include "svg.h"

#include "xml.h"

#include <math.h>
#include <string.h>

/* Each icon within -0.5 … 0.5, y pointing down, as icon.c has it. `line`: drawn by strokes of that width; 0: filled. */
static const struct {
    float line;
    const char *path;
} icons[ICON_COUNT] = {
    [ICON_CREATED] = {0.11F, "M-.385 0a.385 .385 0 1 0 .77 0a.385 .385 0 1 0 -.77 0z"},
    [ICON_READY] = {0, "M0-.48L.48 0L0 .48L-.48 0z"},
    [ICON_RUNNING] = {0, "M-.36-.46L.48 0L-.36 .46z"},
    [ICON_AWAITING] = {0, "M-.38-.42H-.12V.42H-.38zM.12-.42H.38V.42H.12z"},
    [ICON_SLEEPING] = {0, "M.2-.39A.45 .45 0 1 0 .38 .17A.37 .37 0 0 1 .2-.39z"},
    [ICON_DONE] = {0.16F, "M-.36 .04L-.11 .28L.37-.28"},
    [ICON_FAILED] = {0.16F, "M-.31-.31L.31 .31M.31-.31L-.31 .31"},
    [ICON_CANCELLED] = {0.11F, "M-.395 0a.395 .395 0 1 0 .79 0a.395 .395 0 1 0 -.79 0zM.27-.27L-.27 .27"},
    [ICON_PLAY] = {0, "M-.36-.46L.48 0L-.36 .46z"},
    [ICON_PAUSE] = {0, "M-.38-.42H-.12V.42H-.38zM.12-.42H.38V.42H.12z"},
    [ICON_FIRST] = {0, "M.4-.4L-.28 0L.4 .4zM-.42-.38H-.28V.38H-.42z"},
    [ICON_LAST] = {0, "M-.4-.4L.28 0L-.4 .4zM.28-.38H.42V.38H.28z"},
    [ICON_STEP_BACK] = {0, "M.36-.46L-.48 0L.36 .46z"},
    [ICON_STEP] = {0, "M-.36-.46L.48 0L-.36 .46z"},
    [ICON_MENU] = {0, "M-.44-.365H.44V-.235H-.44zM-.44-.065H.44V.065H-.44zM-.44 .235H.44V.365H-.44z"},
    [ICON_ARROW_LEFT] = {0.11F, "M.4 0H-.38M-.1-.28L-.38 0L-.1 .28"},
    [ICON_ARROW_RIGHT] = {0.11F, "M-.4 0H.38M.1-.28L.38 0L.1 .28"},
    [ICON_CURSOR] = {0, "M-.42-.5H.42V.13L0 .5L-.42 .13z"},
    [ICON_OPEN] = {0, "M-.46-.36H.46L0 .48z"},
    [ICON_UP] = {0, "M-.46 .36H.46L0-.48z"},
    [ICON_FIND] = {0.13F, "M-.365-.08a.285 .285 0 1 0 .57 0a.285 .285 0 1 0 -.57 0zM.13 .13L.4 .4"},
    [ICON_FILTER] = {0, "M-.44-.38H.44L.1 .06V.3L-.1 .42V.06z"},
    [ICON_FIT] = {0.11F, "M-.42 0H.42M-.2-.22L-.42 0L-.2 .22M.2-.22L.42 0L.2 .22"},
    [ICON_MORE] =
        {0,
         "M-.44 0a.1 .1 0 1 0 .2 0a.1 .1 0 1 0 -.2 0zM-.1 0a.1 .1 0 1 0 .2 0a.1 .1 0 1 0 -.2 0zM.24 0a.1 .1 0 1 0 .2 0a.1 .1 0 1 0 -.2 0z"},
    [ICON_MINUS] = {0.13F, "M-.36 0H.36"},
    [ICON_PLUS] = {0.13F, "M-.36 0H.36M0-.36V.36"},
};

typedef struct Writer {
    const DrawList *list;
    Theme theme;
    FILE *out;
    size_t clips, open; /* clips: how many there were, for their names */
    const char *prefix; /* of those names */
} Writer;

/* "#2be8b8", and how much of it. */
static void paint(const Writer *writer, const char *what, const DrawCommand *command)
{
    fprintf(writer->out, " %s=\"#%06x\"", what, (unsigned)theme_rgb(writer->theme, command->token));
    if (command->alpha < 255) {
        fprintf(writer->out, " %s-opacity=\"%.3g\"", what, command->alpha / 255.0);
    }
}

static void rectangle(const Writer *writer, Rect rect, float radius)
{
    float most = fminf(rect.w, rect.h) / 2;
    radius = radius < most ? radius : most;
    fprintf(writer->out, "<rect x=\"%.6g\" y=\"%.6g\" width=\"%.6g\" height=\"%.6g\"", (double)rect.x, (double)rect.y, (double)rect.w,
            (double)rect.h);
    if (radius > 0) {
        fprintf(writer->out, " rx=\"%.6g\"", (double)radius);
    }
}

/* The line lies inside the edge. */
static void outline(const Writer *writer, const DrawCommand *command)
{
    const float line = 1.5F;
    Rect rect = command->rect;
    if (rect.w <= 2 * line || rect.h <= 2 * line) {
        rectangle(writer, rect, 0);
        paint(writer, "fill", command);
    } else {
        rectangle(writer, (Rect){rect.x + line / 2, rect.y + line / 2, rect.w - line, rect.h - line}, command->radius - line / 2);
        fprintf(writer->out, " fill=\"none\" stroke-width=\"%g\"", (double)line);
        fputs(command->kind == DRAW_DASHED ? " stroke-dasharray=\"5 4\"" : "", writer->out);
        paint(writer, "stroke", command);
    }
    fputs("/>\n", writer->out);
}

/* Hatching stands still, so that bars side by side fit; dots keep to their row. */
static void pattern(Writer *writer, const DrawCommand *command)
{
    bool dots = command->kind == DRAW_DOTS;
    double period = dots ? 8 : 10, y = dots ? (double)(command->rect.y + command->rect.h / 2) - period / 2 : 0;
    fprintf(writer->out, "<pattern id=\"%sp%zu\" patternUnits=\"userSpaceOnUse\" width=\"%g\" height=\"%g\"", writer->prefix, writer->clips,
            period, period);
    if (dots) { /* moved as a whole: what makes PDF of it does not heed a pattern's own y */
        fprintf(writer->out, " patternTransform=\"translate(0 %.6g)\"", y);
    }
    fputc('>', writer->out);
    if (dots) {
        fprintf(writer->out, "<circle cx=\"4\" cy=\"4\" r=\"1.35\"");
        paint(writer, "fill", command);
    } else {
        fprintf(writer->out, "<path d=\"M-5 10L10-5M0 15L15 0\" stroke-width=\"2.1\"");
        paint(writer, "stroke", command);
    }
    fputs("/></pattern>", writer->out);
    rectangle(writer, command->rect, command->radius);
    fprintf(writer->out, " fill=\"url(#%sp%zu)\"/>\n", writer->prefix, writer->clips++);
}

static void curve(const Writer *writer, const DrawCommand *command)
{
    Rect r = command->rect;
    double middle = (double)r.y + (double)r.h / 2; /* both control points lie half way down */
    fprintf(writer->out, "<path d=\"M%.6g %.6gC%.6g %.6g %.6g %.6g %.6g %.6g\" fill=\"none\" stroke-width=\"1.5\"", (double)r.x,
            (double)r.y, (double)r.x, middle, (double)(r.x + r.w), middle, (double)(r.x + r.w), (double)(r.y + r.h));
    paint(writer, "stroke", command);
    fputs("/>\n", writer->out);
}

static void escaped(FILE *out, const char *text) { xml_text(out, text, strlen(text)); }

static bool is_code(Font font) { return font >= FONT_CODE && font <= FONT_CODE_SMALL_BOLD; }

static void text(const Writer *writer, const DrawCommand *command)
{
    static const int weight[FONT_COUNT] = {[FONT_BODY_BOLD] = 600,       [FONT_SENTENCE_BOLD] = 600,   [FONT_HEADING] = 600,
                                           [FONT_SMALL_BOLD] = 600,      [FONT_TITLE] = 700,           [FONT_CODE_BOLD] = 700,
                                           [FONT_CODE_SMALL_BOLD] = 700, [FONT_CODE_LARGE_BOLD] = 700, [FONT_CODE_LARGEST_BOLD] = 700};
    const double ascent = is_code(command->font) ? 0.773 : 0.8; /* of the line's height: as the two typefaces have it */
    const char *words = writer->list->text + command->text;
    if (*words == '\0') {
        return;
    }
    fprintf(writer->out, "<text class=\"%s\" x=\"%.6g\" y=\"%.6g\" font-size=\"%g\" textLength=\"%.6g\" lengthAdjust=\"spacingAndGlyphs\"",
            is_code(command->font) ? "c" : "w", (double)command->rect.x, (double)command->rect.y + ascent * (double)command->rect.h,
            (double)theme_font_size(command->font), (double)command->rect.w);
    if (weight[command->font] != 0) {
        fprintf(writer->out, " font-weight=\"%d\"", weight[command->font]);
    }
    paint(writer, "fill", command);
    fputc('>', writer->out);
    escaped(writer->out, words);
    fputs("</text>\n", writer->out);
}

static void icon(const Writer *writer, const DrawCommand *command)
{
    Rect r = command->rect;
    double size = (double)fminf(r.w, r.h);
    fprintf(writer->out, "<path transform=\"translate(%.6g %.6g) scale(%.6g)\" d=\"%s\"", (double)(r.x + r.w / 2), (double)(r.y + r.h / 2),
            size, icons[command->icon].path);
    if (icons[command->icon].line > 0) {
        fprintf(writer->out, " fill=\"none\" stroke-linecap=\"round\" stroke-width=\"%g\"", (double)icons[command->icon].line);
        paint(writer, "stroke", command);
    } else {
        paint(writer, "fill", command);
    }
    fputs("/>\n", writer->out);
}

static void clip(Writer *writer, Rect rect)
{
    fprintf(writer->out, "<clipPath id=\"%sp%zu\">", writer->prefix, writer->clips);
    rectangle(writer, rect, 0);
    fprintf(writer->out, "/></clipPath><g clip-path=\"url(#%sp%zu)\">\n", writer->prefix, writer->clips++);
    writer->open++;
}

static void unclip(Writer *writer)
{
    if (writer->open > 0) {
        fputs("</g>\n", writer->out);
        writer->open--;
    }
}

static void command(Writer *writer, const DrawCommand *one)
{
    switch (one->kind) {
    case DRAW_FILL:
        rectangle(writer, one->rect, one->radius);
        paint(writer, "fill", one);
        fputs("/>\n", writer->out);
        break;
    case DRAW_OUTLINE:
    case DRAW_DASHED: outline(writer, one); break;
    case DRAW_HATCH:
    case DRAW_DOTS: pattern(writer, one); break;
    case DRAW_CURVE: curve(writer, one); break;
    case DRAW_TEXT: text(writer, one); break;
    case DRAW_ICON: icon(writer, one); break;
    case DRAW_CLIP: clip(writer, one->rect); break;
    case DRAW_UNCLIP: unclip(writer); break;
    }
}

void svg_style(FILE *out)
{
    fputs(".w{font-family:Inter,\"DejaVu Sans\",sans-serif}.c{font-family:\"JetBrains Mono\",\"DejaVu Sans Mono\",monospace}"
          "text{white-space:pre;font-variant-ligatures:none}", /* \"-->\" is what somebody wrote, and no arrow */
          out);
}

static void elements(Writer *writer)
{
    for (size_t i = 0; i < writer->list->count; i++) {
        command(writer, &writer->list->commands[i]);
    }
    while (writer->open > 0) {
        unclip(writer);
    }
    fputs("</svg>\n", writer->out);
}

/* xml:space says once more what the style does: not all that reads SVG heeds that. */
static void begin(FILE *out, double width, double height, double scale)
{
    fprintf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" role=\"img\" width=\"%.6g\" height=\"%.6g\" viewBox=\"0 0 %.6g %.6g\"",
        width * scale, height * scale, width, height);
}

bool svg_write(const DrawList *list, Theme theme, float width, float height, float scale, const char *title, FILE *out)
{
    Writer writer = {list, theme, out, 0, 0, ""};
    begin(out, (double)width, (double)height, (double)scale);
    fputs(">\n<title>", out);
    escaped(out, title);
    fputs("</title>\n<style>", out);
    svg_style(out);
    fputs("</style>\n", out);
    elements(&writer);
    return ferror(out) == 0;
}

bool svg_write_part(const DrawList *list, Theme theme, float width, float height, const SvgPart *part, FILE *out)
{
    Writer writer = {list, theme, out, 0, 0, part->prefix};
    begin(out, (double)width, (double)height, 1);
    fprintf(out, " aria-labelledby=\"%stitle %stext\">\n<title id=\"%stitle\">", part->prefix, part->prefix, part->prefix);
    escaped(out, part->title);
    fprintf(out, "</title>\n<desc id=\"%stext\">", part->prefix);
    escaped(out, part->text);
    fputs("</desc>\n", out);
    elements(&writer);
    return ferror(out) == 0;
}
