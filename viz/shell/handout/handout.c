/* handout.c: the document: its head and style, and the lessons or the run in it. */
#include "handout.h"

#include "html.h"
#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "draw/svg.h"
#include "language/said.h"
#include "language/words_in.h"

/* Ink on A4: what belongs together stays on one page, and a page apart begins one. On a screen each sheet is one. */
static const char style[] =
    "@page{size:A4;margin:16mm 17mm 18mm;@bottom-right{content:counter(page);font:9pt Inter,\"DejaVu Sans\",sans-serif;color:#4d5a6e}}"
    "body{margin:0;background:#f3f5f8;color:#141a24;font:11pt/1.45 Inter,\"DejaVu Sans\",sans-serif}"
    ".sheet{box-sizing:border-box;max-width:210mm;margin:8mm auto;padding:16mm 17mm;background:#fff;border:1px solid #d5dbe5;border-radius:8px}"
    "h1{font-size:21pt;line-height:1.2;margin:0 0 3mm}h2{font-size:13.5pt;margin:7mm 0 2mm;break-after:avoid}h3{font-size:11pt;margin:5mm 0 1.5mm;break-after:avoid}"
    "p,ul,ol,dl,table,pre{margin:0 0 2.5mm}ul,ol{padding-left:6mm}p,li,dd{orphans:2;widows:2}section>p:last-child{break-before:avoid}"
    ".where,figcaption,.file,.time,.belief{color:#4d5a6e;font-size:9pt}.where{margin:0 0 1mm}.opening{font-size:12.5pt}.minutes{font-weight:600}"
    "code,pre,.program,.time{font-family:\"JetBrains Mono\",\"DejaVu Sans Mono\",monospace;font-variant-ligatures:none}code{font-size:.92em}"
    "figure{margin:2mm 0 3mm;break-inside:avoid}figure svg{display:block;width:100%;height:auto}"
    ".program{font-size:7.6pt;line-height:1.38;break-inside:avoid}.program figcaption{font-family:Inter,\"DejaVu Sans\",sans-serif;font-weight:600;margin-bottom:1mm;break-after:avoid}"
    ".program .file{font-weight:400}.program ol{border-left:1px solid #d5dbe5;margin:0 0 3mm 7mm;padding:0 0 0 2mm;color:#5c687a}.program li{white-space:pre-wrap;overflow-wrap:anywhere}"
    ".program code{color:#141a24;font-size:1em}.k{color:#8b3fb5}.s{color:#2f7d32}.f{color:#2b58c9}.n{color:#a54a17}.a{color:#855800;font-weight:700}.d{color:#5c687a}"
    ".question,.answer,.task{break-inside:avoid}.choices{list-style:none;padding:0}.choices{counter-reset:choice}"
    ".choices li{counter-increment:choice;margin:1.2mm 0}.choices li::before{content:counter(choice,lower-alpha) \")\";display:inline-block;width:6mm;font-weight:600}"
    ".write{border-bottom:1px solid #8793a6;color:#4d5a6e;font-size:9pt;height:9mm}"
    "table{border-collapse:collapse;font-size:10pt}caption{text-align:left;font-weight:600;padding-bottom:1mm}th{font-weight:400;text-align:left}th,td{padding:.6mm 5mm .6mm 0;vertical-align:top}"
    ".rule{border-left:3px solid #12805a;padding:1mm 0 1mm 4mm;font-weight:600}dt{font-weight:600;margin-top:2.5mm;break-after:avoid}dd{margin:0}"
    ".told{margin:0 0 1mm;padding-left:19mm;text-indent:-19mm}.told .time{display:inline-block;width:18mm;text-indent:0}pre{margin-left:19mm;white-space:pre-wrap;overflow-wrap:anywhere;font-size:9pt}"
    "@media print{body{background:none}.sheet{max-width:none;margin:0;padding:0;border:0;border-radius:0;break-before:page}.sheet:first-child{break-before:auto}}"
    "@media screen{.program{font-size:9.5pt}}";

static void begin(Language language, const char *title, FILE *out)
{
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n", language_code(language));
    fputs("<meta charset=\"utf-8\"/>\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
          "<meta name=\"generator\" content=\"loopscope " LOOPSCOPE_VERSION "\"/>\n<title>",
          out);
    html_text(out, title);
    fputs("</title>\n<style>", out);
    fputs(style, out);
    svg_style(out);
    fputs("</style>\n</head>\n<body>\n", out);
}

static bool end(FILE *out)
{
    fputs("</body>\n</html>\n", out);
    return ferror(out) == 0;
}

static bool lesson_pages(Language language, const Trace *trace, const Lesson *lesson, Picture *picture, FILE *out)
{
    Figures figures;
    LessonPages *pages = calloc(1, sizeof *pages);
    bool good = figures_open(language, &figures, picture, trace, lesson, lesson->name) && pages != NULL;
    if (good) {
        App *app = &figures.app;
        CourseMoment moments[COURSE_MOMENTS];
        *pages =
            (LessonPages){.language = language, .page = lesson_page(lesson, language), .lesson = lesson, .figures = &figures, .out = out};
        size_t count = course_moments(&lesson->page, trace, app->model, app->spans, moments);
        for (size_t i = 0; i < count; i++) {
            pages->question_count +=
                course_question(language, &moments[i], trace, app->model, app->spans, &pages->questions[pages->question_count]);
        }
        good = handout_pupil(pages) && handout_answers(pages) && handout_teacher(pages);
    }
    figures_close(&figures);
    free(pages);
    return good;
}

static bool run_pages(Language language, const Trace *trace, const char *title, Picture *picture, FILE *out)
{
    Figures figures;
    bool good = figures_open(language, &figures, picture, trace, NULL, "run") && handout_recording(language, &figures, title, out);
    figures_close(&figures);
    return good;
}

static const char no_memory[] = SAID("there is not enough memory for the handout");

/* NULL: `*picture` measures the text. */
static const char *open_picture(Picture **picture) { return picture_open(picture, 16, 16, 1); }

const char *handout_write(Language language, const Trace *trace, const Lesson *lesson, const char *name, FILE *out)
{
    Picture *picture = NULL;
    const char *fault = open_picture(&picture);
    if (fault != NULL) {
        return fault;
    }
    const char *title = trace_title(trace)[0] != '\0' ? lesson_recorded_title(trace_title(trace), language) : name;
    begin(language, title, out);
    bool good = (lesson != NULL ? lesson_pages(language, trace, lesson, picture, out) : run_pages(language, trace, title, picture, out)) &&
                end(out);
    picture_close(picture);
    return good || ferror(out) ? NULL : no_memory;
}

const char *handout_write_all(Language language, FILE *out)
{
    Picture *picture = NULL;
    const char *fault = open_picture(&picture);
    if (fault != NULL) {
        return fault;
    }
    begin(language, words_in(language, "Loopscope: the lessons"), out);
    bool good = true;
    for (size_t i = 0; i < lesson_count() && good; i++) {
        Trace *trace = trace_new();
        good = trace != NULL;
        if (good) {
            (void)lesson_record(lesson_at(i), trace_sink(trace));
            good = !trace_full(trace) && lesson_pages(language, trace, lesson_at(i), picture, out);
        }
        trace_free(trace);
    }
    good = end(out) && good;
    picture_close(picture);
    return good || ferror(out) ? NULL : no_memory;
}

void handout_file_name(size_t lesson, char *buffer, size_t size)
{
    snprintf(buffer, size, "%02zu-%s.handout.html", lesson + 1, lesson_at(lesson)->name);
}

bool handout_write_index(Language language, FILE *out)
{
    const char *section = "";
    begin(language, words_in(language, "Loopscope: the lessons"), out);
    fputs("<article class=\"sheet\">\n", out);
    html_element(out, "h1", words_in(language, "The lessons"));
    html_element(out, "p", words_in(language, "Each as a sheet to hand out, with the answers and the teacher's part on pages apart."));
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        char file[80];
        bool other = strcmp(section, lesson->section) != 0;
        section = lesson->section;
        if (other) {
            fputs(i > 0 ? "</ol>\n" : "", out);
            html_element(out, "h2", lesson_section(lesson, language));
        }
        if (other || i == 0) {
            fprintf(out, "<ol start=\"%zu\">\n", i + 1);
        }
        handout_file_name(i, file, sizeof file);
        fprintf(out, "<li><a href=\"%s\">", file);
        html_prose(out, lesson_title(lesson, language));
        fputs("</a>", out);
        if (lesson->page.minutes[0] != '\0') {
            fputs(" <span class=\"file\">", out);
            fprintf(out, words_in(language, "%s minutes"), lesson->page.minutes);
            fputs("</span>", out);
        }
        fputs("<br/>", out);
        html_prose(out, lesson_summary(lesson, language));
        fputs("</li>\n", out);
    }
    fputs("</ol>\n</article>\n", out);
    return end(out);
}
