/* recording.c: a handout of a run that is no lesson: its timeline, its story, and the remarks on it. */
#include "html.h"
#include "parts.h"

#include "model/seen.h"
#include "words/tell/tell.h"
#include "language/words_in.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TOLD = 3000 }; /* events: some sixty pages */

/* Where one line of the telling goes: tell.c says how they begin. */
typedef struct Teller {
    Language language;
    FILE *out;
    bool printed; /* within lines that the program printed */
} Teller;

static void close_printed(Teller *teller)
{
    fputs(teller->printed ? "</pre>\n" : "", teller->out);
    teller->printed = false;
}

static void told_line(Teller *teller, const char *line, size_t length)
{
    static const char bar[] = "            | ";
    const size_t behind_time = 12; /* "   1.000 s  " */
    char text[1200];
    snprintf(text, sizeof text, "%.*s", (int)length, line);
    if (strncmp(text, bar, strlen(bar)) == 0) {
        fputs(teller->printed ? "\n" : "<pre>", teller->out);
        html_text(teller->out, text + strlen(bar));
        teller->printed = true;
        return;
    }
    close_printed(teller);
    const char *turn = words_in(teller->language, "Turn %u"), *number = strchr(turn, '%');
    if (number != NULL && strncmp(text, turn, (size_t)(number - turn)) == 0) {
        html_element(teller->out, "h3", text);
    } else if (strcmp(text, words_counted(teller->language, "A remark", "Remarks", 2)) == 0 ||
               strcmp(text, words_counted(teller->language, "A remark", "Remarks", 1)) == 0) {
        html_element(teller->out, "h2", text);
    } else if (length > behind_time && strncmp(text + behind_time - 4, " s  ", 4) == 0) {
        size_t blank = strspn(text, " ");
        fprintf(teller->out, "<p class=\"told\"><span class=\"time\">%.*s</span> ", (int)(behind_time - 2 - blank), text + blank);
        html_text(teller->out, text + behind_time);
        fputs("</p>\n", teller->out);
    } else if (length > 0) {
        fputs("<p class=\"told\">", teller->out);
        html_text(teller->out, text + strspn(text, " "));
        fputs("</p>\n", teller->out);
    }
}

/* All lines but the first two, which are the title. */
static bool story(Language language, const Trace *trace, FILE *out)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    bool good = memory != NULL && tell_run(language, trace, memory);
    good = memory != NULL && fclose(memory) == 0 && good;
    Teller teller = {language, out, false};
    const char *line = text;
    bool titled = trace_title(trace)[0] != '\0';
    for (size_t number = 0; good && *line != '\0'; number++) {
        size_t end = strcspn(line, "\n");
        if (!titled || number >= 2) {
            told_line(&teller, line, end);
        }
        line += end + (line[end] == '\n');
    }
    close_printed(&teller);
    free(text);
    return good;
}

bool handout_recording(Language language, Figures *figures, const char *title, FILE *out)
{
    const Trace *trace = figures->app.trace;
    size_t count = trace_count(trace);
    char words[160], time[40];
    handout_seconds(count > 0 ? trace_event(trace, count - 1)->t : 0, time, sizeof time);
    snprintf(words, sizeof words, words_in(language, "The whole run: %s, %zu events, %u tasks."), time, count,
             (unsigned)spans_task_count(figures->app.spans));
    fprintf(out, "<article class=\"sheet\">\n<header>\n<p class=\"where\">Loopscope · %s</p>\n<h1>", words_in(language, "a recorded run"));
    html_text(out, title);
    fputs("</h1>\n</header>\n<figure>\n", out);
    bool good = figure_timeline(figures, count, false, words, out);
    html_element(out, "figcaption", words);
    fputs("</figure>\n", out);
    html_element(out, "h2", words_in(language, "The story"));
    Seen *seen = count > MOST_TOLD ? seen_new(trace, MOST_TOLD) : NULL;
    if (count > MOST_TOLD) {
        snprintf(words, sizeof words,
                 words_in(language, "The first %d of its %zu events, and the remarks on these; loopscope tell has all of them."), MOST_TOLD,
                 count);
        html_element(out, "p", words);
    }
    good = good && (count <= MOST_TOLD || seen != NULL) && story(language, seen != NULL ? seen_trace(seen) : trace, out);
    seen_free(seen);
    fputs("</article>\n", out);
    return good && ferror(out) == 0;
}
