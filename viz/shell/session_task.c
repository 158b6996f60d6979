/* session_task.c: whether the Python of a lesson that was edited does what the lesson's task asks for: said when such a run has ended. */
#include "session_parts.h"

#include "words/course/goal.h"

#include <glib.h>

#include <stdlib.h>
#include <string.h>

/* What the program gives to that knob: `delay = 2` at the beginning of a line. What cannot be read is none of the values that the knob has. */
static double value_in(const char *text, const Knob *knob)
{
    const unsigned line = knob_python_line(text, knob->name);
    for (unsigned at = 1; at < line; at++) {
        text = strchr(text, '\n') + 1;
    }
    const char *value = line > 0 ? text + strlen(knob->name) + strlen(" = ") : "";
    if (strncmp(value, "True", 4) == 0 || strncmp(value, "False", 5) == 0) {
        return *value == 'T';
    }
    char *end = NULL;
    double number = strtod(value, &end);
    return end != value ? number : knob->most + 1;
}

static KnobValues values_in(const char *path, const Lesson *lesson)
{
    KnobValues values = knobs_usual(lesson);
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    char *text = NULL;
    if (g_file_get_contents(path, &text, NULL, NULL)) {
        for (size_t i = 0; i < count; i++) {
            values.value[i] = value_in(text, &knobs[i]);
        }
        g_free(text);
    }
    return values;
}

void session_task(Session *session)
{
    App *app = &session->app;
    const Lesson *lesson = session->edited;
    if (lesson == NULL || !session->own_shown) {
        return;
    }
    if (app->live != LIVE_ENDED || session->coming != NULL) {
        session->judged = false; /* another run has begun */
        return;
    }
    if (session->judged || app->lints == NULL || app->spans == NULL) {
        return;
    }
    const bool edited = session->saved_at != session->copied_at; /* else it is the lesson's own program */
    session->judged = true;
    (void)spans_update(app->spans);
    (void)lints_update(app->lints);
    KnobValues values = values_in(session->own_file, lesson);
    GoalRun run = {app->trace, app->model, app->spans, app->lints, lesson, &values};
    const bool solved = goal_all_hold(&run), quiet = app->notice[0] == '\0'; /* what went wrong with the run matters more */
    app->kept_changed = (solved && progress_solved(&app->kept.progress, lesson->name)) || app->kept_changed;
    if (quiet && solved) {
        app_notice(app, "Solved: this run does what the lesson asks for.");
    } else if (quiet && edited) {
        app_notice(app, "This run does not yet do what the task of the lesson asks for.");
    }
    session->redraw = true;
}
