/* predict.c: the question that stands in place of the output: what is asked, the choices, and after the answer why the right one is right. */
#include "predict.h"

#include "view/layout.h"
#include "view/panel.h"

#include <math.h>
#include <string.h>

enum { KEY_WIDTH = 22, KEY_HEIGHT = 22, FOOT = 48, LOW_FOOT = 6, MARK = 14, LOW_HEADING = 30 };

/* How the question is set: the room decides. */
typedef struct Form {
    Font question, words;
    float question_line, line; /* px: heights of their lines */
    float heading, gap, pad;   /* px: of the heading's row; between the parts; above and below the words of a choice */
    bool only_answers;         /* after the answer the choices that were neither given nor right are left out */
    bool belief;               /* what leads to the wrong choice that was given is told */
    bool low;                  /* the button stands beside the heading */
    bool unasked;              /* after the answer the question is left out */
    size_t columns;            /* of choices, at most */
} Form;

/* The roomiest first. */
static const Form forms[] = {
    {FONT_SENTENCE_BOLD, FONT_BODY, 24, 20, PANEL_HEADING, 10, 9, false, true, false, false, 1},
    {FONT_SENTENCE_BOLD, FONT_BODY, 23, 20, PANEL_HEADING, 6, 6, false, true, false, false, 1},
    {FONT_SENTENCE_BOLD, FONT_BODY, 23, 20, PANEL_HEADING, 6, 6, true, true, false, false, 1},
    {FONT_BODY_BOLD, FONT_BODY, 20, 20, LOW_HEADING, 6, 4, true, true, true, false, 1},
    {FONT_BODY_BOLD, FONT_BODY, 20, 20, LOW_HEADING, 6, 4, true, true, true, true, 1},
    {FONT_BODY_BOLD, FONT_BODY, 20, 20, LOW_HEADING, 6, 4, false, false, true, true, 2},
    {FONT_BODY_BOLD, FONT_BODY, 20, 20, LOW_HEADING, 6, 4, true, false, true, true, 2},
    {FONT_BODY_BOLD, FONT_BODY, 20, 20, LOW_HEADING, 6, 4, true, false, true, true, PREDICT_CHOICES},
    {FONT_BODY_BOLD, FONT_BODY, 20, 20, LOW_HEADING, 4, 3, true, false, true, true, 1},
    {FONT_BODY_BOLD, FONT_SMALL, 18, 16, LOW_HEADING, 4, 2, true, false, true, true, 2},
    {FONT_BODY_BOLD, FONT_SMALL, 18, 16, LOW_HEADING, 4, 2, true, false, true, true, 1},
};
enum { FORMS = sizeof forms / sizeof forms[0] };

/* Where the next part goes. */
typedef struct Pen {
    DrawList *list; /* NULL: only measures */
    const DrawList *metrics;
    const View *view;
    const Form *form;
    Rect area;
    float x, width, y; /* px */
} Pen;

static const Question *asked(const Pen *pen) { return &pen->view->ui->predict.question; }
static bool answered(const Pen *pen) { return pen->view->ui->predict.phase == PREDICT_ANSWERED; }
static bool is_given(const Pen *pen, size_t i) { return answered(pen) && pen->view->ui->predict.choice == i; }
static bool is_right(const Pen *pen, size_t i) { return answered(pen) && asked(pen)->right == i; }

bool view_predict_shown(const View *view)
{
    const PredictUi *predict = &view->ui->predict;
    return predict_stands(predict) || (predict->on && predict->phase == PREDICT_OVER && view->player->n == predict->frontier);
}

static const char *mark_text(const Pen *pen, size_t i)
{
    return is_right(pen, i)   ? (is_given(pen, i) ? view_words(pen->view, "right") : view_words(pen->view, "this one"))
           : is_given(pen, i) ? view_words(pen->view, "wrong")
                              : "";
}

/* What the mark at the right of a choice takes of its width. */
static float mark_room(const Pen *pen, size_t i)
{
    const char *text = mark_text(pen, i);
    return *text ? MARK + 6 + draw_text_width(pen->metrics, FONT_BODY_BOLD, text) + 12 : 0;
}

static Rect words_of(const Pen *pen, size_t i, Rect plate)
{
    float left = 10 + KEY_WIDTH + 10;
    return (Rect){plate.x + left, plate.y + pen->form->pad, plate.w - left - 10 - mark_room(pen, i), 0};
}

static float choice_height(const Pen *pen, size_t i, float width)
{
    Rect words = words_of(pen, i, (Rect){0, 0, width, 0});
    float height = panel_flow(NULL, pen->metrics, words, pen->form->words, TOKEN_TEXT, pen->form->line, asked(pen)->choices[i]);
    return (height > KEY_HEIGHT - 2 ? height : KEY_HEIGHT - 2) + 2 * pen->form->pad;
}

static void draw_mark(const Pen *pen, size_t i, Rect plate)
{
    const char *text = mark_text(pen, i);
    bool right = is_right(pen, i);
    Token token = right ? TOKEN_RUNNING_TEXT : TOKEN_FAILED_TEXT;
    if (*text) {
        float x = plate.x + plate.w - mark_room(pen, i);
        draw_icon(pen->list, right ? ICON_DONE : ICON_FAILED, (Rect){x, plate.y + (plate.h - MARK) / 2, MARK, MARK}, token, 255);
        draw_text(pen->list, x + MARK + 6, panel_text_y(pen->list, FONT_BODY_BOLD, plate.y, plate.h), 0, FONT_BODY_BOLD, token, text);
    }
}

static void draw_choice(const Pen *pen, size_t i, Rect plate)
{
    DrawList *list = pen->list;
    bool right = is_right(pen, i), given = is_given(pen, i), open = !answered(pen);
    bool led_to = open && (pen->view->ui->predict.choice == i || panel_hover(pen->view, plate));
    draw_fill(list, plate, RADIUS_CHIP, TOKEN_RAISED, 255);
    if (right || given) {
        draw_fill(list, plate, RADIUS_CHIP, right ? TOKEN_RUNNING : TOKEN_FAILED, 36);
    }
    draw_outline(list, plate, RADIUS_CHIP, right ? TOKEN_RUNNING : given ? TOKEN_FAILED : led_to ? TOKEN_ACCENT : TOKEN_LINE, 255);
    Rect key = {plate.x + 10, plate.y + (plate.h - KEY_HEIGHT) / 2, KEY_WIDTH, KEY_HEIGHT};
    char number[2] = {(char)('1' + i), '\0'};
    draw_fill(list, key, 4, TOKEN_PANEL, 255);
    draw_outline(list, key, 4, TOKEN_LINE, 255);
    float width = draw_text_width(list, FONT_CODE, number);
    draw_text(list, key.x + (key.w - width) / 2, panel_text_y(list, FONT_CODE, key.y, key.h), 0, FONT_CODE, TOKEN_DIM, number);
    Rect words = words_of(pen, i, plate);
    float height = panel_flow(NULL, list, words, pen->form->words, TOKEN_TEXT, pen->form->line, asked(pen)->choices[i]);
    words.y = plate.y + (plate.h - height) / 2;
    panel_flow(list, list, words, pen->form->words, open || right || given ? TOKEN_TEXT : TOKEN_DIM, pen->form->line,
               asked(pen)->choices[i]);
    draw_mark(pen, i, plate);
    if (open) {
        draw_hit(list, plate, HIT_ANSWER, (uint32_t)i);
    }
}

/* Those that are shown, into `shown`; returns how many. */
static size_t shown_choices(const Pen *pen, size_t shown[PREDICT_CHOICES])
{
    size_t count = 0;
    for (size_t i = 0; i < asked(pen)->choice_count && i < PREDICT_CHOICES; i++) {
        if (!pen->form->only_answers || !answered(pen) || is_given(pen, i) || is_right(pen, i)) {
            shown[count++] = i;
        }
    }
    return count;
}

/* Of a choice, px, where `count` are shown. */
static float choice_width(const Pen *pen, size_t count)
{
    size_t columns = pen->form->columns < count || count == 0 ? pen->form->columns : count;
    return (pen->width - (float)(columns - 1) * pen->form->gap) / (float)columns;
}

/* Row by row; the choices of a row are equally high. */
static void flow_choices(Pen *pen)
{
    size_t shown[PREDICT_CHOICES], count = shown_choices(pen, shown), columns = pen->form->columns;
    float gap = pen->form->gap, width = choice_width(pen, count);
    for (size_t row = 0; row < count; row += columns) {
        float height = 0;
        for (size_t i = row; i < count && i < row + columns; i++) {
            float needed = choice_height(pen, shown[i], width);
            height = needed > height ? needed : height;
        }
        for (size_t i = row; pen->list && i < count && i < row + columns; i++) {
            draw_choice(pen, shown[i], (Rect){pen->x + (float)(i - row) * (width + gap), pen->y, width, height});
        }
        pen->y += height + gap;
    }
}

static void flow_words(Pen *pen, Font font, Token token, float line, const char *text)
{
    pen->y += panel_flow(pen->list, pen->metrics, (Rect){pen->x, pen->y, pen->width, 0}, font, token, line, text);
}

/* What leads to the choice that was given, where it is known and there is room to say it. */
static void flow_belief(Pen *pen)
{
    size_t given = pen->view->ui->predict.choice;
    const char *belief = given < PREDICT_CHOICES ? misconception_belief(asked(pen)->misconception[given]) : "";
    if (*belief && given != asked(pen)->right && pen->form->belief) {
        char text[256];
        snprintf(text, sizeof text, view_words(pen->view, "Often believed, but not so: %.200s"), view_words(pen->view, belief));
        pen->y += 6;
        flow_words(pen, pen->form->words, TOKEN_DIM, pen->form->line, text);
    }
}

/* All but the heading and the foot. */
static void flow_question(Pen *pen)
{
    const Form *form = pen->form;
    if (!form->unasked || !answered(pen)) {
        flow_words(pen, form->question, TOKEN_TEXT, form->question_line, asked(pen)->text);
        pen->y += form->gap;
    }
    flow_choices(pen);
    if (answered(pen)) {
        pen->y += form->low ? 0 : 4;
        flow_words(pen, form->words, TOKEN_TEXT, form->line, asked(pen)->reason);
        flow_belief(pen);
    }
}

/* Who is asked what is printed next sees what was printed last, over which the question stands: as many lines as there is room for. */
static void draw_printed(const Pen *pen)
{
    enum { ROW = 20 };
    const View *view = pen->view;
    size_t count = 0;
    const uint32_t *lines = spans_landmarks(view->spans, LANDMARK_OUTPUT, &count);
    count = count < view->state->output_count ? count : view->state->output_count;
    float y = pen->y + 14, room = pen->area.y + pen->area.h - FOOT - y - ROW;
    size_t rows = room > 0 ? (size_t)(room / ROW) : 0;
    if (pen->form->low || answered(pen) || asked(pen)->kind != PREDICT_PRINTS || rows == 0 || count == 0) {
        return;
    }
    draw_text(pen->list, pen->x, y, pen->width, FONT_SMALL, TOKEN_DIM, view_words(view, "printed so far"));
    for (size_t i = count > rows ? count - rows : 0; i < count; i++) {
        const char *text = trace_text(view->trace, trace_event(view->trace, lines[i])->b);
        text += strspn(text, "\n");
        y += ROW;
        draw_text_n(pen->list, pen->x, y, pen->width, FONT_CODE, TOKEN_DIM, 255, text, strcspn(text, "\n"));
    }
}

/* "PREDICT · 3", or without a list only how wide that is. */
static float draw_number(DrawList *list, const DrawList *metrics, const View *view, float x, float y)
{
    static const char *const round_names[] = {[ROUND_NONE] = WORDS("PREDICT"),
                                              [ROUND_DUE] = WORDS("DUE AGAIN"),
                                              [ROUND_PRACTICE] = WORDS("PRACTICE"),
                                              [ROUND_PLACEMENT] = WORDS("WHERE TO BEGIN")};
    const PredictUi *predict = &view->ui->predict;
    const Round *round = &view->ui->round;
    char text[64];
    int length =
        snprintf(text, sizeof text, "%s", view_words(view, round_names[predict->phase == PREDICT_OVER ? ROUND_NONE : round->kind]));
    if (predict->phase != PREDICT_OVER) {
        size_t number = round->kind == ROUND_NONE ? predict->number : round->at + 1;
        length += snprintf(text + length, sizeof text - (size_t)length, " \xc2\xb7 %zu", number);
        if (round->kind != ROUND_NONE) {
            snprintf(text + length, sizeof text - (size_t)length, view_words(view, " OF %zu"), round->count);
        }
    }
    return list ? draw_text(list, x, y, 0, FONT_HEADING, TOKEN_READY_TEXT, text) : draw_text_width(metrics, FONT_HEADING, text);
}

static void draw_plate(DrawList *list, Rect area)
{
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    draw_outline(list, area, RADIUS_PANEL, TOKEN_READY, 255);
}

static void draw_heading(DrawList *list, const View *view, Rect area, float height)
{
    draw_number(list, list, view, area.x + PANEL_PADDING, panel_text_y(list, FONT_HEADING, area.y, height));
}

static const char *hint_text(const View *view)
{
    if (view->player->n != view->ui->predict.frontier) {
        return view_words(view, "You look back. The question is about what comes next.");
    }
    if (view->ui->predict.phase == PREDICT_ASKED && view->ui->predict.urged) {
        return view_words(view, "Answer first, or Esc skips.");
    }
    return view->ui->predict.phase == PREDICT_ANSWERED ? view_words(view, "Enter goes on.")
                                                       : view_words(view, "Step back and look freely. Esc skips.");
}

/* At the bottom, or in a low panel beside the heading: what can be done now, in words and as a button. */
static void draw_foot(const Pen *pen)
{
    const Button go_on = {ICON_STEP, view_words(pen->view, "Go on"), COMMAND_ACTIVATE, true, false, true},
                 skip = {ICON_COUNT, view_words(pen->view, "Skip"), COMMAND_ESCAPE, false, false, false};
    const Button *button = answered(pen) ? &go_on : &skip;
    DrawList *list = pen->list;
    Rect area = pen->area;
    bool low = pen->form->low;
    float width = panel_button_width(list, button), height = low ? 24 : 30, right = area.x + area.w - (low ? 6 : 12);
    Rect place = {right - width, low ? area.y + 4 : area.y + area.h - height - 10, width, height};
    panel_button(list, pen->view, place, button);
    if (!answered(pen)) { /* Esc would first close whatever else is open */
        draw_hit(list, place, HIT_ANSWER, PREDICT_CHOICES);
    }
    const char *hint = hint_text(pen->view);
    Token token = pen->view->ui->predict.urged && !answered(pen) ? TOKEN_READY_TEXT : TOKEN_DIM;
    float x = area.x + PANEL_PADDING, room = place.x - 12 - x, hint_width = draw_text_width(list, FONT_SMALL, hint);
    if (low) { /* beside the heading; or in its place, when somebody has to be told */
        bool beside = draw_number(NULL, list, pen->view, 0, 0) + 12 + hint_width <= room, instead = token == TOKEN_READY_TEXT && !beside;
        if (beside || instead) {
            draw_text(list, beside ? place.x - 10 - hint_width : x, panel_text_y(list, FONT_SMALL, place.y, height), beside ? 0 : room,
                      FONT_SMALL, token, hint);
        }
        if (!instead) {
            draw_heading(list, pen->view, area, pen->form->heading);
        }
        return;
    }
    draw_heading(list, pen->view, area, pen->form->heading);
    if (hint_width > room) {
        panel_two_lines(list, x, place.y - 3, room, FONT_SMALL, token, hint);
    } else {
        draw_text(list, x, panel_text_y(list, FONT_SMALL, place.y, height), room, FONT_SMALL, token, hint);
    }
}

static Pen pen_for(DrawList *list, const DrawList *metrics, const View *view, const Form *form, Rect area)
{
    return (Pen){list, metrics, view, form, area, area.x + PANEL_PADDING, area.w - 2 * PANEL_PADDING, area.y + form->heading};
}

/* No choice is set in a column so narrow that it is hard to read. */
static bool is_readable(const Pen *pen)
{
    enum { NARROWEST = 110 /* px */ };
    size_t shown[PREDICT_CHOICES], count = shown_choices(pen, shown);
    float width = choice_width(pen, count);
    for (size_t i = 0; i < count; i++) {
        float room = words_of(pen, shown[i], (Rect){0, 0, width, 0}).w;
        if (room < NARROWEST && draw_text_width(pen->metrics, pen->form->words, asked(pen)->choices[shown[i]]) > room) {
            return false;
        }
    }
    return true;
}

/* The roomiest form that fits; where none does, the one that lacks least: `missing` px of height. */
static const Form *choose_form(const DrawList *list, const View *view, Rect area, float *missing)
{
    const Form *best = &forms[FORMS - 1];
    float least = 100000;
    for (size_t i = 0; i < FORMS; i++) {
        Pen pen = pen_for(NULL, list, view, &forms[i], area);
        bool readable = is_readable(&pen);
        flow_question(&pen);
        float over = pen.y + (forms[i].low ? LOW_FOOT : FOOT) - (area.y + area.h);
        if (readable && over < least) {
            least = over;
            best = &forms[i];
        }
        if (readable && over <= 0) {
            break;
        }
    }
    *missing = least > 0 && least < 100000 ? least : 0;
    return best;
}

/* What runs and what is ready stays in sight until the answer is given. */
float view_predict_covers(const DrawList *list, const View *view, const Layout *layout)
{
    enum { RUNNING_AND_READY = 88 /* px, with the heading */ };
    Rect loop = layout->panel[PANEL_LOOP], output = layout->panel[PANEL_OUTPUT];
    float missing = 0, kept = view->ui->predict.phase == PREDICT_ANSWERED ? 0 : RUNNING_AND_READY;
    if (predict_stands(&view->ui->predict) && !layout->wide) {
        (void)choose_form(list, view, output, &missing);
    }
    return fmaxf(0, fminf(missing, output.y - loop.y - kept));
}

void view_predict(DrawList *list, const View *view, const Layout *layout)
{
    Rect area = layout->panel[PANEL_OUTPUT];
    if (view->ui->predict.phase == PREDICT_OVER) {
        draw_plate(list, area);
        draw_heading(list, view, area, area.h < 100 ? LOW_HEADING : PANEL_HEADING);
        view_predict_over(list, view, area, LOW_HEADING);
        return;
    }
    float missing = 0, covered = view_predict_covers(list, view, layout);
    const Form *form = choose_form(list, view, area, &missing);
    area.y -= covered;
    area.h += covered;
    draw_hit(list, area, HIT_PANEL, PANEL_OUTPUT);
    draw_clip(list, area);
    Pen pen = pen_for(list, list, view, form, area);
    draw_plate(list, area);
    flow_question(&pen);
    draw_printed(&pen);
    draw_foot(&pen);
    draw_unclip(list);
}

uint32_t view_predict_lit(const View *view)
{
    const PredictUi *predict = &view->ui->predict;
    uint32_t line = predict->on && predict->phase == PREDICT_ANSWERED ? predict->question.line : 0;
    return line > 0 && view->lesson && view->ui->python ? lesson_python_line(view->lesson, line) : line;
}

void view_predict_line(DrawList *list, const View *view, uint32_t line, Rect row)
{
    if (line == view_predict_lit(view)) {
        draw_fill(list, row, 0, TOKEN_READY, 30);
        draw_outline(list, (Rect){row.x + 4, row.y + 1, row.w - 8, row.h - 2}, 4, TOKEN_READY, 255);
    }
}
