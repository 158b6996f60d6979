/* layout.c: rectangles of the panels: shares of the room, kept within least sizes. */
#include "layout.h"

enum {
    LEAST_PROGRAM = 360,
    LEAST_LOOP = 320,
    PRESENTED_LOOP = 364, /* where there is room for both: what a task waits for is whole */
    BOTH = 1000,
    LEAST_OUTPUT = 200, /* widths */
    LEAST_UPPER = 220,
    LEAST_LOOP_HEIGHT = 120,
    LEAST_OUTPUT_HEIGHT = 68,
    QUESTION_HEIGHT = 330,
    LEAST_TIMELINE = 166, /* heights */
    LOWEST_TIMELINE = 132,
    LOWER_HEAD = 48, /* by which a low one's heading, lanes and foot are lower than what its lanes would have */
    KNOBS = 32       /* of their strip, at least */
};

static const float usual_program = 0.455F, usual_output_wide = 0.24F, usual_output_narrow = 0.3F, usual_timeline = 0.38F,
                   presented_timeline = 0.44F, largest_timeline = 0.46F, presented_program = 0.69F, presented_beside = 0.58F;

/* What the splits divide: the middle of the window, between top bar and transport. */
typedef struct Middle {
    float x, y, w, h; /* px */
    float top;        /* height of the top bar */
    float gap;
    float sentence; /* its height */
    float transport;
    bool wide;
} Middle;

static float least_most(float value, float least, float most)
{
    return value > most ? (most > least ? most : least) : value < least ? least : value;
}

static float topbar_height(const Ui *ui, bool roomy)
{
    float knobs = roomy ? KNOBS + 8 : KNOBS;
    return ui->screen == SCREEN_LESSON && ui->knobs.count > 0 ? LAYOUT_TOPBAR + knobs : LAYOUT_TOPBAR;
}

static Middle middle_of(float width, float height, const Ui *ui)
{
    Middle m = {0};
    float w = width > THEME_LEAST_WIDTH ? width : THEME_LEAST_WIDTH;
    float h = height > THEME_LEAST_HEIGHT ? height : THEME_LEAST_HEIGHT;
    bool roomy = h >= 760, presents = ui->present && ui->screen == SCREEN_LESSON;
    m.wide = w >= LAYOUT_WIDE && !(presents && !ui->plain); /* for a room the program is wide and its text large */
    m.gap = roomy ? 12 : 8;
    m.transport = presents ? 0 : roomy ? 60 : 52;
    m.sentence = m.wide ? 60 : 58; /* a narrow one holds two lines */
    m.x = m.gap;
    /* Presenting, the knobs show as long as one of them has the arrows: else nobody sees what is turned. */
    m.top = !presents ? topbar_height(ui, roomy) : ui->knob_focus > 0 && ui->knobs.count > 0 ? (float)KNOBS : 0;
    m.y = m.top + m.gap;
    m.w = w - 2 * m.gap;
    m.h = h - m.transport - m.gap - m.y;
    return m;
}

static float share(float split, float usual) { return split > 0 && split < 1 ? split : usual; }

/* Widths and heights for the shares, each within its least size. */
/* Until the reader has dragged the border the timeline is as high as its lanes need it, within bounds: few leave room for the program, many get more. */
static float timeline_height(const Middle *m, const Ui *ui)
{
    enum { SLACK = 20 /* px that are not worth another height */ };
    float room = m->h - m->sentence - 2 * m->gap, most = room - LEAST_UPPER, needs = ui->timeline_needs;
    float height = share(ui->split_timeline, ui->present ? presented_timeline : usual_timeline) * room;
    if (ui->split_timeline <= 0 && needs > 0 && (needs < height - SLACK || needs > height + SLACK)) {
        height = least_most(needs, LEAST_TIMELINE, largest_timeline * room);
    }
    if (most < LEAST_TIMELINE && ui->split_timeline <= 0 &&
        needs > 0) { /* where it has its least height anyway, one or two lanes need not even that */
        return least_most(needs - LOWER_HEAD, LOWEST_TIMELINE, LEAST_TIMELINE);
    }
    return least_most(height, LEAST_TIMELINE, most);
}

static float program_width(const Middle *m, const Ui *ui)
{
    const bool afar = ui->present && !ui->plain && m->w > BOTH && ui->split_program <= 0;
    float others = m->wide ? LEAST_LOOP + LEAST_OUTPUT + 2 * m->gap : (float)(afar ? PRESENTED_LOOP : LEAST_LOOP) + m->gap;
    const float asking = 0.46F;                                                      /* a question beside it needs the room */
    const bool is_wide = afar && !ui->page.open && !ui->why.open && !ui->predict.on; /* nothing is read beside it */
    float usual = m->wide                   ? usual_program
                  : ui->predict.on && !afar ? asking
                  : ui->present             ? (is_wide ? presented_program : presented_beside)
                                            : 0.53F; /* read from afar, lines of code are not cut */
    return least_most(share(ui->split_program, usual) * m->w, LEAST_PROGRAM, m->w - others);
}

/* A question stands where the output is. Where that is too low for it, it takes the sentence's place as well: what is asked about stays in sight. */
static void make_room_for_question(Layout *l, const Middle *m)
{
    Rect *output = &l->panel[PANEL_OUTPUT], *sentence = &l->panel[PANEL_SENTENCE], *program = &l->panel[PANEL_PROGRAM];
    if (output->h >= QUESTION_HEIGHT) {
        return;
    }
    output->h += m->gap + m->sentence;
    if (m->wide) {
        sentence->w = output->x - m->gap - sentence->x;
    } else {
        program->h += m->gap + m->sentence;
        l->border[BORDER_PROGRAM].h = program->h;
        *sentence = (Rect){0, 0, 0, 0};
    }
}

/* In a film the sentence is the subtitle: it stands below all else. */
static void put_sentence_below(Layout *l)
{
    Rect *sentence = &l->panel[PANEL_SENTENCE], *timeline = &l->panel[PANEL_TIMELINE];
    float bottom = timeline->y + timeline->h;
    timeline->y = sentence->y;
    sentence->y = bottom - sentence->h;
}

Layout layout_of(float width, float height, const Ui *ui)
{
    Middle m = middle_of(width, height, ui);
    Layout l = {.wide = m.wide};
    float whole = m.w + 2 * m.gap, timeline = timeline_height(&m, ui), program = program_width(&m, ui);
    float upper = m.h - m.sentence - timeline - 2 * m.gap;
    float right_x = m.x + program + m.gap, right_w = m.w - program - m.gap;
    l.panel[PANEL_TOPBAR] = (Rect){0, 0, whole, m.top};
    l.panel[PANEL_PROGRAM] = (Rect){m.x, m.y, program, upper};
    if (m.wide) {
        float output = least_most(share(ui->split_output, usual_output_wide) * m.w, LEAST_OUTPUT, right_w - m.gap - LEAST_LOOP);
        float loop = right_w - output - m.gap;
        l.panel[PANEL_LOOP] = (Rect){right_x, m.y, loop, upper};
        l.panel[PANEL_OUTPUT] = (Rect){right_x + loop + m.gap, m.y, output, upper};
        l.border[BORDER_OUTPUT] = (Rect){right_x + loop, m.y, m.gap, upper};
    } else {
        float output =
            least_most(share(ui->split_output, usual_output_narrow) * upper, LEAST_OUTPUT_HEIGHT, upper - m.gap - LEAST_LOOP_HEIGHT);
        float loop = upper - output - m.gap;
        l.panel[PANEL_LOOP] = (Rect){right_x, m.y, right_w, loop};
        l.panel[PANEL_OUTPUT] = (Rect){right_x, m.y + loop + m.gap, right_w, output};
        l.border[BORDER_OUTPUT] = (Rect){right_x, m.y + loop, right_w, m.gap};
    }
    l.border[BORDER_PROGRAM] = (Rect){m.x + program, m.y, m.gap, upper};
    l.panel[PANEL_SENTENCE] = (Rect){m.x, m.y + upper + m.gap, m.w, m.sentence};
    if (predict_stands(&ui->predict)) {
        make_room_for_question(&l, &m);
    }
    l.panel[PANEL_TIMELINE] = (Rect){m.x, m.y + m.h - timeline, m.w, timeline};
    l.border[BORDER_TIMELINE] = (Rect){m.x, m.y + m.h - timeline - m.gap, m.w, m.gap};
    if (ui->plain && l.panel[PANEL_SENTENCE].h > 0) {
        put_sentence_below(&l);
    }
    l.panel[PANEL_TRANSPORT] = (Rect){0, m.y + m.h + m.gap, whole, m.transport};
    return l;
}

void layout_drag(Ui *ui, float width, float height, Border border, float x, float y)
{
    Middle m = middle_of(width, height, ui);
    Layout l = layout_of(width, height, ui);
    /* The middle of the border follows the mouse. A share of 0 would mean the usual one, so it stays a little above. */
    switch (border) {
    case BORDER_PROGRAM: ui->split_program = least_most((x - m.gap / 2 - m.x) / m.w, 0.01F, 0.99F); break;
    case BORDER_OUTPUT:
        if (m.wide) {
            ui->split_output = least_most((m.x + m.w - x - m.gap / 2) / m.w, 0.01F, 0.99F);
        } else {
            Rect output = l.panel[PANEL_OUTPUT], program = l.panel[PANEL_PROGRAM];
            ui->split_output = least_most((output.y + output.h - y - m.gap / 2) / program.h, 0.01F, 0.99F);
        }
        break;
    case BORDER_TIMELINE:
        ui->split_timeline = least_most((m.y + m.h - y - m.gap / 2) / (m.h - m.sentence - 2 * m.gap), 0.01F, 0.99F);
        break;
    case BORDER_COUNT: break;
    }
}

Panel layout_panel_at(const Layout *layout, float x, float y)
{
    int i = 0;
    while (i < PANEL_COUNT && !rect_contains(layout->panel[i], x, y)) {
        i++;
    }
    return (Panel)i;
}
