/* session_task.c: whether the Python of a lesson that was edited does what the lesson's task asks for: said when such a run has ended. */
#include "session_parts.h"

#include "words/course/goal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the program gives to that knob: `delay = 2` at the beginning of a line. What cannot be read is none of the values that the knob has. */
static double value_in(FILE *file, const Knob *knob)
{
    char line[512];
    const size_t length = strlen(knob->name);
    rewind(file);
    while (fgets(line, sizeof line, file) != NULL) {
        const char *value = line + length;
        if (strncmp(line, knob->name, length) != 0 || strncmp(value, " = ", 3) != 0) {
            continue;
        }
        char *end = NULL;
        value += 3;
        if (strncmp(value, "True", 4) == 0 || strncmp(value, "False", 5) == 0) {
            return *value == 'T';
        }
        double number = strtod(value, &end);
        return end != value ? number : knob->most + 1;
    }
    return knob->most + 1;
}

static KnobValues values_in(const char *path, const Lesson *lesson)
{
    KnobValues values = knobs_usual(lesson);
    size_t count = 0;
    const Knob *knobs = lesson_knobs(lesson, &count);
    FILE *file = fopen(path, "r");
    for (size_t i = 0; file != NULL && i < count; i++) {
        values.value[i] = value_in(file, &knobs[i]);
    }
    if (file != NULL) {
        (void)fclose(file);
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
