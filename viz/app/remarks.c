/* remarks.c: from one remark to the next: the cursor goes to its moment, and its card opens. */
#include "parts.h"

#include "panels/remark.h"
#include "panels/program.h"

void app_remark(App *app, size_t number)
{
    const Lint *lint = lints_at(app->lints, number);
    if (lint != NULL) {
        View view;
        Sentence sentence;
        app_seek(app, lint->index + 1);
        if (app_view(app, &view, &sentence, 0)) { /* the line to change is to be seen, wherever the task has come to */
            ProgramText shown = view_program_text(&view);
            uint32_t line = program_line(&shown, lint->place);
            Rect area = app_layout(app).panel[PANEL_PROGRAM];
            app->ui.scroll_program = line > 0 ? program_scroll_for(&view, area, line) : app->ui.scroll_program;
        }
        app->ui.remark = number + 1;
        app->changed = true;
    }
}

void app_remark_turn(App *app, size_t number)
{
    const Lint *lint = app->ui.remark == number + 1 ? lints_at(app->lints, number) : NULL;
    if (lint != NULL && lint->index + 1 == app->player.n) {
        app->ui.remark = 0;
        app->changed = true;
    } else {
        app_remark(app, number);
    }
}

void app_remark_step(App *app, int direction)
{
    size_t count = lints_count(app->lints), open = app->ui.remark, n = app->player.n, next = 0;
    const Lint *lint = open > 0 ? lints_at(app->lints, open - 1) : NULL;
    if (count == 0) {
        app_notice(app, WORDS("There are no remarks on this run."));
        return;
    }
    if (lint != NULL && lint->index + 1 == n) {
        next = direction > 0 ? open % count : (open + count - 2) % count;
    } else if (direction > 0) {
        while (next < count && lints_at(app->lints, next)->index + 1 <= n) {
            next++;
        }
        next %= count; /* after the last from the start again */
    } else {
        next = count;
        while (next > 0 && lints_at(app->lints, next - 1)->index + 1 >= n) {
            next--;
        }
        next = (next + count - 1) % count;
    }
    app_remark(app, next);
}
