/* answers.c: the answers with their reasons, and the task's solution with the run that it makes. */
#include "html.h"
#include "parts.h"

#include "lesson/knobs.h"
#include "language/words_in.h"

#include <string.h>

static void answer(const LessonPages *pages, size_t number)
{
    const Question *question = &pages->questions[number];
    fprintf(pages->out, "<section class=\"answer\">\n<h3>%zu. ", number + 1);
    html_prose(pages->out, question->text);
    fprintf(pages->out, "</h3>\n<p><strong>%c) ", (char)('a' + question->right));
    html_prose(pages->out, question->choices[question->right]);
    fputs("</strong></p>\n", pages->out);
    html_element(pages->out, "p", question->reason);
    for (size_t i = 0; i < question->choice_count; i++) {
        const char *belief = misconception_belief(question->misconception[i]);
        if (i != question->right && belief[0] != '\0') {
            fputs("<p class=\"belief\">", pages->out);
            fprintf(pages->out, words_in(pages->language, "Who says %c) believes: "), (char)('a' + i));
            html_prose(pages->out, words_in(pages->language, belief));
            fputs("</p>\n", pages->out);
        }
    }
    fputs("</section>\n", pages->out);
}

/* "all at once: off", as a reader of the window finds it, and as --set takes it. False: it is no value of a knob. */
static bool turn(const LessonPages *pages, KnobValues *values, const char *assignment)
{
    char error[200], text[64];
    size_t index = 0;
    const Knob *knob = knob_find(pages->lesson, assignment, strcspn(assignment, "="), &index);
    if (knob == NULL || !knobs_set(pages->lesson, values, assignment, error, sizeof error)) {
        return false;
    }
    fputs("<li>", pages->out);
    html_text(pages->out, words_in(pages->language, knob->words));
    fputs(": <strong>", pages->out);
    html_text(pages->out, words_in(pages->language, knob_text(knob, values->value[index], text, sizeof text)));
    fputs("</strong> <code>--set ", pages->out);
    html_text(pages->out, assignment);
    fputs("</code></li>\n", pages->out);
    return true;
}

static bool solved_run(const LessonPages *pages, const KnobValues *values)
{
    Figures figures;
    char prefix[40], title[160], time[40];
    Trace *trace = trace_new();
    bool good = trace != NULL;
    if (good) {
        (void)lesson_run(pages->lesson, values, trace_sink(trace), false);
        good = !trace_full(trace);
    }
    snprintf(prefix, sizeof prefix, "%.30ssolved", pages->figures->prefix);
    if (good && figures_open(pages->language, &figures, pages->figures->picture, trace, pages->lesson, prefix)) {
        size_t count = trace_count(trace);
        handout_seconds(count > 0 ? trace_event(trace, count - 1)->t : 0, time, sizeof time);
        snprintf(title, sizeof title, words_in(pages->language, "The whole run with this solution: it takes %s."), time);
        fputs("<figure>\n", pages->out);
        good = figure_timeline(&figures, count, false, title, pages->out);
        html_element(pages->out, "figcaption", title);
        fputs("</figure>\n", pages->out);
        figures_close(&figures);
    } else if (good) {
        figures_close(&figures);
        good = false;
    }
    trace_free(trace);
    return good;
}

static bool solution(const LessonPages *pages)
{
    const LessonPage *page = &pages->lesson->page;
    KnobValues values = knobs_usual(pages->lesson);
    bool good = true;
    fputs("<section class=\"task\">\n", pages->out);
    html_element(pages->out, "h2", words_in(pages->language, "The task"));
    for (size_t i = 0; i < pages->page->task.count; i++) {
        html_element(pages->out, "p", pages->page->task.line[i]);
    }
    html_element(pages->out, "p", words_in(pages->language, "A solution, from the program as it stands in the text:"));
    fputs("<ul>\n", pages->out);
    for (size_t i = 0; i < page->solution.count && good; i++) {
        good = turn(pages, &values, page->solution.line[i]);
    }
    fputs("</ul>\n", pages->out);
    good = good && solved_run(pages, &values);
    fputs("</section>\n", pages->out);
    return good;
}

bool handout_answers(const LessonPages *pages)
{
    const LessonPage *page = &pages->lesson->page;
    fputs("<article class=\"sheet\">\n<header>\n<p class=\"where\">", pages->out);
    html_prose(pages->out, pages->page->title);
    fprintf(pages->out, " · %s</p>\n", words_in(pages->language, "not to be handed out"));
    html_element(pages->out, "h1", words_in(pages->language, "Answers"));
    fputs("</header>\n", pages->out);
    for (size_t i = 0; i < pages->question_count; i++) {
        answer(pages, i);
    }
    bool good = page->solution.count == 0 || solution(pages);
    fputs("</article>\n", pages->out);
    return good && ferror(pages->out) == 0;
}
