/* html.c: see html.h. */
#include "html.h"

#include "draw/xml.h"
#include "lesson/syntax.h"

#include <string.h>

void html_text_n(FILE *out, const char *text, size_t length) { xml_text(out, text, length); }

void html_text(FILE *out, const char *text) { html_text_n(out, text, strlen(text)); }

void html_prose(FILE *out, const char *text)
{
    bool code = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "`");
        html_text_n(out, text, length);
        text += length;
        if (*text == '`') {
            fputs(code ? "</code>" : "<code>", out);
            code = !code;
            text++;
        }
    }
    fputs(code ? "</code>" : "", out);
}

void html_element(FILE *out, const char *tag, const char *prose)
{
    fprintf(out, "<%s>", tag);
    html_prose(out, prose);
    fprintf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

static void source_line(FILE *out, bool python, const char *line, size_t length, SyntaxState *state)
{
    static const char *const classes[SYNTAX_KIND_COUNT] = {
        [SYNTAX_KEYWORD] = "k", [SYNTAX_STRING] = "s", [SYNTAX_FUNCTION] = "f",
        [SYNTAX_NUMBER] = "n",  [SYNTAX_AWAIT] = "a",  [SYNTAX_COMMENT] = "d",
    };
    SyntaxRun runs[128];
    size_t count = syntax_line(python, line, length, state, runs, sizeof runs / sizeof runs[0]);
    for (size_t i = 0; i < count; i++) {
        const char *class = classes[runs[i].kind];
        if (class != NULL) {
            fprintf(out, "<span class=\"%s\">", class);
        }
        html_text_n(out, line + runs[i].start, runs[i].length);
        fputs(class != NULL ? "</span>" : "", out);
    }
}

void html_program(FILE *out, const char *language, const char *file, const char *source, bool python)
{
    SyntaxState state = {0};
    fputs("<figure class=\"program\">\n<figcaption>", out);
    html_text(out, language);
    fputs(" <span class=\"file\">", out);
    html_text(out, file);
    fputs("</span></figcaption>\n<ol>\n", out);
    while (*source != '\0') {
        size_t length = strcspn(source, "\n");
        fputs("<li><code>", out);
        source_line(out, python, source, length, &state);
        fputs(length == 0 ? "\xc2\xa0</code></li>\n" : "</code></li>\n", out);
        source += length + (source[length] == '\n');
    }
    fputs("</ol>\n</figure>\n", out);
}
