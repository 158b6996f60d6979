/* page.c: the lesson's page: opening it, its hints, whether the run solves its task, and the way to the next lesson. */
#include "parts.h"

#include "panels/details.h"
#include "panels/page.h"
#include "words/course/goal.h"

static const char solved[] = WORDS("Solved: this run does what the lesson asks for.");

bool app_page_praises(const App *app) { return strcmp(app->notice, words_in(app->ui.language, solved)) == 0; }

void app_page_praise(App *app, int64_t since)
{
    app_notice(app, solved);
    app->noticed_at = since;
}

void app_page_judge(App *app)
{
    app->solved = false;
    bool asyncios = app->ui.knobs.policy.kind == POLICY_FIRST_IN; /* a task is solved in asyncio's order */
    if (app->lesson == NULL || live_grows(app->live) || app->lints == NULL || !asyncios) {
        return;
    }
    GoalRun run = {app->trace, app->model, app->spans, app->lints, app->lesson, &app->ui.knobs};
    app->solved = goal_all_hold(&run);
    if (app->solved && progress_solved(&app->kept.progress, app->lesson->name)) {
        app->kept_changed = true;
        app_page_praise(app, 0);
    }
}

/* From the first moment on, with what comes next hidden. */
static void predict_all(App *app)
{
    app_way_leave(app);
    app->ui.page.waits = app->ui.page.open;
    app->ui.page.open = false; /* the answers stand in the ready queue and the timers, over which it lies */
    app_predict_suspend(app);
    app_seek(app, 0);
    app_predict_resume(app);
}

void app_page_back(App *app)
{
    app->ui.page.open = app->ui.page.open || (app->ui.page.waits && app->lesson != NULL);
    app->ui.page.waits = false;
}

/* It stands where the answers to "why?" stand. */
static void show(App *app, bool open)
{
    app->ui.page.open = open && app->lesson != NULL;
    app->ui.page.scroll =
        open ? app->ui.page.scroll : 0; /* whoever closes it to look at the loop reads on where it was; at its end it is done with */
    app->ui.why.open = app->ui.why.open && !app->ui.page.open;
}

/* What is below comes into sight, with the last lines of what was there. False: nothing is below. */
static bool scroll_on(App *app)
{
    enum { HEAD = 40, KEPT = 42 };
    View view;
    Sentence sentence;
    DrawList metrics;
    Layout layout = app_layout(app);
    Rect area = details_area(&layout);
    drawlist_init(&metrics, app->metrics);
    if (!app_view(app, &view, &sentence, 0)) {
        return false;
    }
    float most = page_scroll_most(&metrics, &view, area), to = app->ui.page.scroll + area.h - HEAD - KEPT;
    bool more = app->ui.page.scroll < most - 1;
    app->ui.page.scroll = to < most ? to : most;
    return more;
}

/* Whoever asks for a hint sees it, wherever the page stands. */
static void show_task(App *app)
{
    View view;
    Sentence sentence;
    DrawList metrics;
    Layout layout = app_layout(app);
    drawlist_init(&metrics, app->metrics);
    if (app_view(app, &view, &sentence, 0)) {
        app->ui.page.scroll = page_scroll_task(&metrics, &view, details_area(&layout), app->ui.page.scroll);
    }
}

static void next_lesson(App *app)
{
    const Lesson *next = app->lesson != NULL ? lesson_find(app->lesson->page.next) : NULL;
    app->want_lesson = next != NULL ? next : app->want_lesson;
    if (next == NULL && app->lesson == lesson_at(lesson_count() - 1)) {
        app_notice(
            app,
            "This is the last lesson. F4, or the button at the end of its page, says what you can predict now, and where to practise it.");
    } else if (next == NULL) {
        app_notice(app, "No lesson comes next here: the menu has them all.");
    }
    app->ui.page.open = app->ui.page.open || next != NULL;
}

bool app_page_command(App *app, Command command)
{
    Ui *ui = &app->ui;
    switch (command) {
    case COMMAND_PAGE:
        if (app->lesson == NULL) {
            app_notice(app, "A recording has no page: open a lesson.");
        } else if (!ui->page.open || !scroll_on(app)) {
            show(app, !ui->page.open);
        }
        return true;
    case COMMAND_PAGE_CLOSE: ui->page.open = false; return true;
    case COMMAND_HINT:
        if (!ui->page.open) {
            show(app, true);
        } else if (app->lesson != NULL && ui->page.hints < app->lesson->page.hints.count) {
            ui->page.hints++;
        }
        if (ui->page.open) {
            show_task(app);
        }
        return true;
    case COMMAND_PREDICT_ALL: predict_all(app); return true;
    case COMMAND_NEXT_LESSON: next_lesson(app); return true;
    default: return false;
    }
}
