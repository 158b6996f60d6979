/* pupil.c: what is handed out: the lesson's words, its program in both languages, the timeline at each question, and the task. */
#include "html.h"
#include "parts.h"

#include "lesson/knobs.h"
#include "view/axis.h"
#include "language/words_in.h"

#include <inttypes.h>
#include <string.h>

void handout_seconds(int64_t ns, char *buffer, size_t size)
{
    const int64_t second = 1000000000, grain = ns >= second          ? 1000000
                                               : ns >= second / 1000 ? 1000
                                                                     : 1; /* nobody reads a nanosecond of minutes */
    char text[32];
    snprintf(buffer, size, "%s", axis_time_text((ns + grain / 2) / grain * grain, text, sizeof text));
}

static void points(FILE *out, const char *list, const PageLines *lines)
{
    fprintf(out, "<%s>\n", list);
    for (size_t i = 0; i < lines->count; i++) {
        html_element(out, "li", lines->line[i]);
    }
    fprintf(out, "</%s>\n", list);
}

static void head(const LessonPages *pages)
{
    FILE *out = pages->out;
    const LessonPage *page = pages->page;
    fputs("<header>\n<p class=\"where\">Loopscope", out);
    if (page->section[0] != '\0') {
        fputs(" · ", out);
        html_text(out, page->section);
    }
    char number[LESSON_NUMBER], last[LESSON_NUMBER];
    if (*lesson_number(pages->lesson, number, sizeof number) != '\0') {
        lesson_number(lesson_at(lesson_count() - 1), last, sizeof last);
        fputs(" · ", out);
        last[strcspn(last, ".")] = '\0';
        fprintf(out, words_in(pages->language, "lesson %s of %s"), number, last);
    }
    fputs("</p>\n", out);
    html_element(out, "h1", page->title);
    html_element(out, "p class=\"opening\"", page->opening);
    fputs("</header>\n", out);
    if (page->look_for.count > 0) {
        html_element(out, "h2", words_in(pages->language, "Look for"));
        points(out, "ul", &page->look_for);
    }
}

static void programs(const LessonPages *pages)
{
    const Lesson *lesson = pages->lesson;
    html_element(pages->out, "h2", words_in(pages->language, "The program"));
    if (lesson->py_text[0] != '\0') {
        html_program(pages->out, "Python", lesson->py_file, lesson->py_text, true);
    }
    html_program(pages->out, "C", lesson->c_file, lesson->c_text, false);
}

static bool question(const LessonPages *pages, size_t number)
{
    const Question *question = &pages->questions[number];
    char title[160], time[40];
    Sentence sentence;
    App *app = &pages->figures->app;
    handout_seconds(question->at > 0 ? trace_event(app->trace, question->at - 1)->t : 0, time, sizeof time);
    narrate(app->ui.language, app->model, app->spans, app->trace, question->at, &sentence);
    snprintf(title, sizeof title, words_in(pages->language, "The timeline after %zu events, at %s; what comes is hidden."), question->at,
             time);
    fprintf(pages->out, "<section class=\"question\">\n<h3>%zu. ", number + 1);
    html_prose(pages->out, question->text);
    fputs("</h3>\n<figure>\n", pages->out);
    bool good = figure_timeline(pages->figures, question->at, true, title, pages->out);
    fputs("<figcaption>", pages->out);
    fprintf(pages->out, words_in(pages->language, "After %zu events, at %s: "), question->at, time);
    html_text(pages->out, sentence.text);
    fputs("</figcaption>\n", pages->out);
    fputs("</figure>\n<ol class=\"choices\">\n", pages->out);
    for (size_t i = 0; i < question->choice_count; i++) {
        html_element(pages->out, "li", question->choices[i]);
    }
    fputs("</ol>\n", pages->out);
    html_element(pages->out, "p class=\"write\"", words_in(pages->language, "Because"));
    fputs("</section>\n", pages->out);
    return good;
}

/* What can be turned, each with its value in the text, and lines that are to be put in order. */
static void knobs(const LessonPages *pages)
{
    size_t count = 0;
    const Knob *knobs = lesson_knobs(pages->lesson, &count);
    if (count == 0) {
        return;
    }
    fputs("<table>\n", pages->out);
    html_element(pages->out, "caption", words_in(pages->language, "What can be turned"));
    fputs("<tbody>\n", pages->out);
    for (size_t i = 0; i < count; i++) {
        char value[64];
        fputs("<tr><th scope=\"row\">", pages->out);
        html_text(pages->out, words_in(pages->language, knobs[i].words));
        fprintf(pages->out, "</th><td><code>%s</code></td><td>", knobs[i].name);
        html_text(pages->out, words_in(pages->language, knob_text(&knobs[i], knobs[i].usual, value, sizeof value)));
        for (size_t line = 0; line < knobs[i].line_count; line++) {
            fputs(line == 0 ? words_in(pages->language, "; of: ") : ", ", pages->out);
            fputs("<code>", pages->out);
            html_text(pages->out, knobs[i].lines[line]);
            fputs("</code>", pages->out);
        }
        fputs("</td></tr>\n", pages->out);
    }
    fputs("</tbody>\n</table>\n", pages->out);
}

static void task(const LessonPages *pages)
{
    const LessonPage *page = pages->page;
    if (page->task.count == 0) {
        return;
    }
    fputs("<section class=\"task\">\n", pages->out);
    html_element(pages->out, "h2", words_in(pages->language, "Now you"));
    for (size_t i = 0; i < page->task.count; i++) {
        html_element(pages->out, "p", page->task.line[i]);
    }
    knobs(pages);
    if (page->hints.count > 0) {
        html_element(pages->out, "h3", words_in(pages->language, "Hints, one at a time"));
        points(pages->out, "ol", &page->hints);
    }
    html_element(pages->out, "p class=\"write\"", words_in(pages->language, "I turn"));
    fputs("</section>\n", pages->out);
}

static void closing(const LessonPages *pages)
{
    const LessonPage *page = pages->page;
    fputs("<section class=\"after\">\n", pages->out);
    if (page->rule[0] != '\0') {
        html_element(pages->out, "h2", words_in(pages->language, "The rule"));
        html_element(pages->out, "p class=\"rule\"", page->rule);
    }
    if (page->story.count > 0) {
        html_element(pages->out, "h2", words_in(pages->language, "What happens"));
        for (size_t i = 0; i < page->story.count; i++) {
            html_element(pages->out, "p", page->story.line[i]);
        }
    }
    fputs("</section>\n", pages->out);
}

bool handout_pupil(const LessonPages *pages)
{
    bool good = true;
    fputs("<article class=\"sheet\">\n", pages->out);
    head(pages);
    programs(pages);
    if (pages->question_count > 0) {
        html_element(pages->out, "h2", words_in(pages->language, "What comes next?"));
    }
    for (size_t i = 0; i < pages->question_count && good; i++) {
        good = question(pages, i);
    }
    task(pages);
    closing(pages);
    fputs("</article>\n", pages->out);
    return good && ferror(pages->out) == 0;
}
