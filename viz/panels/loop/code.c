/* code.c: the loop's own dozen lines, with the one lit that it is at. */
#include "view/axis.h"
#include "parts.h"

#include <math.h>
#include <stdio.h>

typedef struct CodeLine {
    LoopPhase phase; /* PHASE_COUNT: never lit */
    int indent;
    const char *text;
} CodeLine;

enum { TAKE = 9 /* the line that says which entry is next */ };
static const CodeLine lines[] = {
    {PHASE_COUNT, 0, WORDS("repeat, one turn each time:")},
    {PHASE_TIMEOUT, 1, WORDS("if ready: timeout = 0")},
    {PHASE_TIMEOUT, 1, WORDS("else: timeout = next timer - now")},
    {PHASE_SELECT, 1, WORDS("wait, at most timeout")},
    {PHASE_TIMERS, 1, WORDS("for each timer that is due:")},
    {PHASE_TIMERS, 2, WORDS("move it to the end of ready")},
    {PHASE_COUNT, 1, WORDS("batch = length of ready")},
    {PHASE_POP, 1, WORDS("batch times:")},
    {PHASE_POP, 2, WORDS("take the first of ready")},
    {PHASE_RUN, 2, WORDS("run it")},
    {PHASE_COUNT, 1, WORDS("stop if asked to")},
};

/* Where somebody else chooses, the loop takes another one. */
static const char *line_text(const View *view, size_t line)
{
    static const char *const taken[] = {[POLICY_FIRST_IN] = WORDS("take the one that is chosen"),
                                        [POLICY_LAST_IN] = WORDS("take the last of the batch"),
                                        [POLICY_RANDOM] = WORDS("take any of the batch"),
                                        [POLICY_PICKS] = WORDS("take the one that you pick")};
    return line == TAKE && loop_other_order(view) ? taken[view->ui->knobs.policy.kind] : lines[line].text;
}

static bool is_lit(const State *state, size_t line)
{
    if (state->phase == PHASE_TIMEOUT) { /* only the branch that is taken */
        return line == (state->ready_count > 0 ? 1U : 2U);
    }
    return lines[line].phase == state->phase;
}

/* What the lit line works on, in a few characters. */
static void line_value(const View *view, size_t line, char *text, size_t size)
{
    const State *state = view->state;
    char label[CHIP_LABEL];
    text[0] = '\0';
    switch (lines[line].phase) {
    case PHASE_TIMEOUT:
        if (line == 1) {
            snprintf(text, size, "0");
        } else if (state->timer_count > 0) {
            int64_t rest = state_timer(state, 0)->when - state->now;
            axis_time_text(rest > 0 ? rest : 0, text, size);
        } else {
            snprintf(text, size, "%s", view_words(view, "for ever"));
        }
        break;
    case PHASE_TIMERS:
        if (line == 4) {
            snprintf(text, size, view_words(view, "%zu set"), state->timer_count);
        }
        break;
    case PHASE_POP:
        if (line == 7) {
            snprintf(text, size, view_words(view, "%u left"), (unsigned)state->batch_left);
        }
        break;
    case PHASE_RUN:
        if (state_running_task(state)) {
            snprintf(text, size, "%s", model_task_label(view->model, state->running, label, sizeof label));
        }
        break;
    default: break;
    }
}

static void draw_numbers(DrawList *list, const View *view, Rect body, float y)
{
    const State *state = view->state;
    char text[128], time[40];
    snprintf(text, sizeof text, view_words(view, "ready %zu  timers %zu  batch left %u"), state->ready_count, state->timer_count,
             (unsigned)state->batch_left);
    draw_text(list, body.x, y, body.w, FONT_CODE, TOKEN_DIM, text);
    if (state->phase == PHASE_OUTSIDE) {
        snprintf(text, sizeof text, "%s", view_words(view, "the loop is not running"));
    } else if (state->timer_count > 0) {
        snprintf(text, sizeof text, view_words(view, "next timer at %s"), axis_time_text(state_timer(state, 0)->when, time, sizeof time));
    } else {
        snprintf(text, sizeof text, "%s", view_words(view, "no timer is set"));
    }
    draw_text(list, body.x, y + draw_line_height(list, FONT_CODE) + 6, body.w, FONT_CODE, TOKEN_DIM, text);
}

void loop_code(DrawList *list, const View *view, Rect body)
{
    const size_t count = sizeof lines / sizeof lines[0];
    const float step = fminf(26, fmaxf(19, floorf(body.h / (float)count)));
    float y = body.y + 2, right = body.x + body.w - 8;
    size_t fit = (size_t)fmaxf(1, floorf(body.h / step)), lit_line = 0;
    for (size_t i = 0; i < count; i++) {
        lit_line = is_lit(view->state, i) ? i : lit_line;
    }
    size_t first = lit_line > fit / 2 ? lit_line - fit / 2 : 0; /* in a low panel, the lines around the lit one */
    first = fit >= count ? 0 : first + fit > count ? count - fit : first;
    for (size_t i = first; i < count && i < first + fit; i++, y += step) {
        bool lit = is_lit(view->state, i);
        float x = body.x + 10 + 20 * (float)lines[i].indent, text_y = y + (step - draw_line_height(list, FONT_CODE)) / 2;
        if (lit) {
            draw_fill(list, (Rect){body.x, y, body.w, step}, 4, TOKEN_RUNNING, 36);
            draw_fill(list, (Rect){body.x, y, 3, step}, 1.5F, TOKEN_RUNNING, 255);
        }
        char value[CHIP_LABEL] = "";
        if (lit) {
            line_value(view, i, value, sizeof value);
        }
        float value_width = draw_text_width(list, FONT_CODE_BOLD, value);
        float room = right - x - (value[0] ? fminf(value_width, body.w / 3) + 12 : 0);
        draw_text(list, x, text_y, fmaxf(room, 16), FONT_CODE, lit ? TOKEN_TEXT : TOKEN_DIM, view_words(view, line_text(view, i)));
        if (value[0]) {
            value_width = fminf(value_width, body.w / 3);
            draw_text(list, right - value_width, text_y, value_width + 1, FONT_CODE_BOLD, TOKEN_RUNNING_TEXT, value);
        }
    }
    if (y + 52 < body.y + body.h) {
        draw_numbers(list, view, body, y + 12);
    }
}
