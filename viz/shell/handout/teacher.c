/* teacher.c: the teacher's page: how long it takes, what to ask and what will be said, where to stop, and which beliefs it is about. */
#include "html.h"
#include "parts.h"

#include <string.h>

static void part(FILE *out, const char *heading, const char *text, size_t length)
{
    char words[600];
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    if (length > 0) {
        snprintf(words, sizeof words, "%.*s", (int)length, text);
        fputs("<dt>", out);
        html_text(out, heading);
        fputs("</dt>\n<dd>", out);
        html_prose(out, words);
        fputs("</dd>\n", out);
    }
}

/* "Ask: … They say: … Because: …", "Stop at …": each part apart. What is neither stands as it is. */
static void advice(FILE *out, const char *text)
{
    static const char say[] = "They say: ", because[] = "Because: ";
    char heading[120] = "Also";
    size_t colon = strcspn(text, ":");
    if (strncmp(text, "Ask", 3) == 0 && text[colon] == ':' && colon < sizeof heading) { /* also "Ask, before the first step: " */
        snprintf(heading, sizeof heading, "%.*s", (int)colon, text);
        text += colon + 1;
        text += strspn(text, " ");
    } else if (strncmp(text, "Stop", 4) == 0) {
        snprintf(heading, sizeof heading, "Where to stop");
    }
    const char *said = strstr(text, say), *reason = strstr(said != NULL ? said : text, because);
    const char *end = text + strlen(text);
    part(out, heading, text, (size_t)((said != NULL ? said : reason != NULL ? reason : end) - text));
    if (said != NULL) {
        said += strlen(say);
        part(out, "They say", said, (size_t)((reason != NULL ? reason : end) - said));
    }
    if (reason != NULL) {
        part(out, "Because", reason + strlen(because), strlen(reason) - strlen(because));
    }
}

static int misconception_named(const char *name)
{
    int found = -1;
    for (int i = 0; i < (int)MISCONCEPTION_COUNT; i++) {
        found = strcmp(misconception_name(i), name) == 0 ? i : found;
    }
    return found;
}

static void beliefs(const LessonPages *pages)
{
    const PageLines *cures = &pages->lesson->page.cures;
    if (cures->count == 0) {
        return;
    }
    html_element(pages->out, "h2", "What learners believe here");
    fputs("<dl>\n", pages->out);
    for (size_t i = 0; i < cures->count; i++) {
        int belief = misconception_named(cures->line[i]);
        const char *source = misconception_source(belief);
        fputs("<dt>", pages->out);
        html_prose(pages->out, belief >= 0 ? misconception_belief(belief) : cures->line[i]);
        fputs("</dt>\n<dd>", pages->out);
        html_text(pages->out, source[0] != '\0' ? source : "It stands among the wrong choices of the questions.");
        fputs("</dd>\n", pages->out);
    }
    fputs("</dl>\n", pages->out);
}

static void ideas(FILE *out, const char *before, const PageLines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        fputs(i == 0 ? "<p>" : ", ", out);
        fputs(i == 0 ? before : "", out);
        html_prose(out, lines->line[i]);
    }
    fputs(lines->count > 0 ? ".</p>\n" : "", out);
}

bool handout_teacher(const LessonPages *pages)
{
    const LessonPage *page = &pages->lesson->page;
    FILE *out = pages->out;
    fputs("<article class=\"sheet\">\n<header>\n<p class=\"where\">", out);
    html_prose(out, page->title);
    fputs(" · not to be handed out</p>\n<h1>For the teacher</h1>\n", out);
    if (page->minutes[0] != '\0') {
        fputs("<p class=\"minutes\">", out);
        html_text(out, page->minutes);
        fputs(" minutes</p>\n", out);
    }
    fputs("</header>\n", out);
    ideas(out, "It teaches: ", &page->teaches);
    ideas(out, "It needs: ", &page->needs);
    if (page->teacher.count > 0) {
        html_element(out, "h2", "What to ask, and where to stop");
        fputs("<dl class=\"advice\">\n", out);
        for (size_t i = 0; i < page->teacher.count; i++) {
            advice(out, page->teacher.line[i]);
        }
        fputs("</dl>\n", out);
    }
    beliefs(pages);
    fprintf(
        out,
        "<p>In the window: <code>loopscope %s</code>; with the questions <code>loopscope %s --predict</code>; for the projector <code>loopscope %s --present</code>.</p>\n",
        pages->lesson->name, pages->lesson->name, pages->lesson->name);
    fputs("</article>\n", out);
    return ferror(out) == 0;
}
