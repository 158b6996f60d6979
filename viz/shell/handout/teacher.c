/* teacher.c: the teacher's page: how long it takes, what to ask and what will be said, where to stop, and which beliefs it is about. */
#include "html.h"
#include "parts.h"
#include "language/words_in.h"
#include "lesson/glossary.h"

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
static void advice(Language language, FILE *out, const char *text)
{
    const char *say = words_in(language, "They say: "), *because = words_in(language, "Because: ");
    const char *ask = words_meant(language, "advice", "Ask"), *stop = words_meant(language, "advice", "Stop");
    char heading[120];
    size_t colon = strcspn(text, ":");
    snprintf(heading, sizeof heading, "%s", words_in(language, "Also"));
    if (strncmp(text, ask, strlen(ask)) == 0 && text[colon] == ':' && colon < sizeof heading) { /* also "Ask, before the first step: " */
        snprintf(heading, sizeof heading, "%.*s", (int)colon, text);
        text += colon + 1;
        text += strspn(text, " ");
    } else if (strncmp(text, stop, strlen(stop)) == 0) {
        snprintf(heading, sizeof heading, "%s", words_in(language, "Where to stop"));
    }
    const char *said = strstr(text, say), *reason = strstr(said != NULL ? said : text, because);
    const char *end = text + strlen(text);
    part(out, heading, text, (size_t)((said != NULL ? said : reason != NULL ? reason : end) - text));
    if (said != NULL) {
        said += strlen(say);
        part(out, words_in(language, "They say"), said, (size_t)((reason != NULL ? reason : end) - said));
    }
    if (reason != NULL) {
        part(out, words_in(language, "Because"), reason + strlen(because), strlen(reason) - strlen(because));
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
    html_element(pages->out, "h2", words_in(pages->language, "What learners believe here"));
    fputs("<dl>\n", pages->out);
    for (size_t i = 0; i < cures->count; i++) {
        int belief = misconception_named(cures->line[i]);
        const char *source = misconception_source(belief);
        fputs("<dt>", pages->out);
        html_prose(pages->out, belief >= 0 ? words_in(pages->language, misconception_belief(belief)) : cures->line[i]);
        fputs("</dt>\n<dd>", pages->out);
        html_text(pages->out,
                  words_in(pages->language, source[0] != '\0' ? source : WORDS("It stands among the wrong choices of the questions.")));
        fputs("</dd>\n", pages->out);
    }
    fputs("</dl>\n", pages->out);
}

/* Each as the glossary calls it. */
static void ideas(Language language, FILE *out, const char *before, const PageLines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        fputs(i == 0 ? "<p>" : ", ", out);
        fputs(i == 0 ? before : "", out);
        size_t entry = glossary_find(language, lines->line[i]);
        html_prose(out, language != LANGUAGE_ENGLISH && entry != SIZE_MAX ? glossary_at(language, entry)->term : lines->line[i]);
    }
    fputs(lines->count > 0 ? ".</p>\n" : "", out);
}

bool handout_teacher(const LessonPages *pages)
{
    const LessonPage *page = &pages->lesson->page;
    FILE *out = pages->out;
    fputs("<article class=\"sheet\">\n<header>\n<p class=\"where\">", out);
    html_prose(out, pages->page->title);
    fprintf(out, " · %s</p>\n", words_in(pages->language, "not to be handed out"));
    html_element(out, "h1", words_in(pages->language, "For the teacher"));
    if (page->minutes[0] != '\0') {
        fputs("<p class=\"minutes\">", out);
        fprintf(out, words_in(pages->language, "%s minutes"), page->minutes);
        fputs("</p>\n", out);
    }
    fputs("</header>\n", out);
    ideas(pages->language, out, words_in(pages->language, "It teaches: "), &page->teaches);
    ideas(pages->language, out, words_in(pages->language, "It needs: "), &page->needs);
    if (pages->page->teacher.count > 0) {
        html_element(out, "h2", words_in(pages->language, "What to ask, and where to stop"));
        fputs("<dl class=\"advice\">\n", out);
        for (size_t i = 0; i < pages->page->teacher.count; i++) {
            advice(pages->language, out, pages->page->teacher.line[i]);
        }
        fputs("</dl>\n", out);
    }
    beliefs(pages);
    char calls[400];
    snprintf(
        calls, sizeof calls,
        words_in(pages->language,
                 "In the window: `loopscope %s`; with the questions `loopscope %s --predict`; for the projector `loopscope %s --present`."),
        pages->lesson->name, pages->lesson->name, pages->lesson->name);
    html_element(out, "p", calls);
    fputs("</article>\n", out);
    return ferror(out) == 0;
}
