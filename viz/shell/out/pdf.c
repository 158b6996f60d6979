/* pdf.c: see pdf.h. WeasyPrint makes it, a program of its own that knows pages, fonts and SVG. */
#include "pdf.h"

#include "language/said.h"
#include "draw/svg.h"
#include "shell/handout/html.h"
#include "tool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* With the structure that the page has (PDF/UA: headings, lists, which language it is in), for those who have it read to them. */
static const char *const tagged[] = {"weasyprint", "--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "-", "-", NULL};
/* WeasyPrint knows that since its version 57. */
static const char *const plain[] = {"weasyprint", "--quiet", "--encoding", "utf-8", "-", "-", NULL};

static bool make(const char *const *words, const char *html, size_t length, FILE *out, char *error, size_t size)
{
    Tool tool;
    char complaint[200];
    if (!tool_start(&tool, words, out)) {
        if (errno == ENOENT) {
            snprintf(error, size,
                     SAID("a PDF is made by WeasyPrint, and that is not installed: sudo apt install weasyprint, or export an .svg "
                          "or .handout.html and print that from a browser"));
        } else {
            snprintf(error, size, SAID("WeasyPrint, which makes the PDF, cannot be started: %.200s"), strerror(errno));
        }
        return false;
    }
    bool fed = tool_feed(&tool, html, length);
    if (!tool_end(&tool, complaint, sizeof complaint) || !fed) {
        snprintf(error, size, SAID("WeasyPrint could not make the PDF: %s"),
                 complaint[0] != '\0' ? complaint : SAID("it does not say why"));
        return false;
    }
    return true;
}

bool pdf_of_html(const char *html, size_t length, FILE *out, char *error, size_t size)
{
    return make(tagged, html, length, out, error, size) ||
           (strstr(error, "--pdf-variant") != NULL && make(plain, html, length, out, error, size));
}

/* One page, exactly as large as the picture. */
static bool write_page(const DrawList *list, Theme theme, float width, float height, float scale, const char *title, FILE *out)
{
    fputs("<!DOCTYPE html><html lang=\"en\"><head><title>", out);
    html_text(out, title);
    fprintf(out, "</title><style>@page{size:%.6gpx %.6gpx;margin:0}body{margin:0}svg{display:block}</style></head><body>",
            (double)(width * scale), (double)(height * scale));
    bool good = svg_write(list, theme, width, height, scale, title, out);
    fputs("</body></html>", out);
    return good;
}

bool pdf_of_picture(const DrawList *list, Theme theme, float width, float height, float scale, const char *title, FILE *out, char *error,
                    size_t size)
{
    char *html = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&html, &length);
    bool good = memory != NULL && write_page(list, theme, width, height, scale, title, memory);
    good = memory != NULL && fclose(memory) == 0 && good;
    good = good && pdf_of_html(html, length, out, error, size);
    free(html);
    return good;
}
