/* sentence.c: who, what and why, in words, with states in their colours. */
#include "view/breaks.h"
#include "view/chips.h"
#include "view/panel.h"
#include "panels.h"

#include <string.h>

enum { SENTENCE_CHIP_GAP = 14, SENTENCE_PADDING = 18 };

/* How large it is written: a sentence that is too long for its panel, as one that names what stands on a line, is written smaller. */
static const struct {
    Font plain, strong, code;
    float line; /* px */
} sizes[] = {{FONT_SENTENCE, FONT_SENTENCE_BOLD, FONT_CODE, 24},
             {FONT_BODY, FONT_BODY_BOLD, FONT_CODE, 19},
             {FONT_SMALL, FONT_SMALL_BOLD, FONT_CODE_SMALL, 16}};

enum { SIZES = sizeof sizes / sizeof sizes[0] };

typedef struct Flow {
    DrawList *list; /* NULL: only measuring */
    const DrawList *metrics;
    float left, right, x, y; /* left: where a second line begins */
    size_t line, size;
    bool close; /* what comes next stands close behind what came before, as "." behind a name */
} Flow;

static Font word_font(const Flow *flow, const Word *word)
{
    switch (word->kind) {
    case WORD_STRONG:
    case WORD_TASK:
    case WORD_STATE: return sizes[flow->size].strong;
    case WORD_CODE: return sizes[flow->size].code;
    case WORD_PLAIN: break;
    }
    return sizes[flow->size].plain;
}

/* One piece without a break inside: goes to the next line when it does not fit, together with what follows it without a space (`beside` px). What stands
   close behind another stays there. Spaces at the start of a line vanish. */
static void flow_piece(Flow *flow, Font font, Token token, const char *text, size_t length, float beside)
{
    float width = flow->metrics->metrics.width(flow->metrics->metrics.context, font, text, length) + beside;
    if (flow->x + width > flow->right && flow->x > flow->left && !flow->close) {
        flow->line++;
        flow->x = flow->left;
    }
    while (flow->x <= flow->left && length > 0 && *text == ' ') {
        text++;
        length--;
    }
    if (flow->list && length > 0) {
        float y = panel_text_y(flow->metrics, font, flow->y + (float)flow->line * sizes[flow->size].line, sizes[flow->size].line);
        draw_text_n(flow->list, flow->x, y, 0, font, token, 255, text, length);
    }
    flow->x += flow->metrics->metrics.width(flow->metrics->metrics.context, font, text, length);
}

/* How wide the beginning of the next word is, up to its first space: 0: there is one between. */
static float close_behind(const Flow *flow, const Word *next)
{
    size_t length = next ? strcspn(next->text, " ") : 0;
    length = next && length < next->length ? length : next ? next->length : 0;
    return length > 0 ? flow->metrics->metrics.width(flow->metrics->metrics.context, word_font(flow, next), next->text, length) : 0;
}

static void flow_word(Flow *flow, const Word *word, const Word *next)
{
    Token token = word->kind == WORD_STATE ? theme_state_text((int)word->state) : TOKEN_TEXT;
    for (size_t at = 0; at < word->length;) {
        size_t end = at;
        while (end < word->length && word->text[end] == ' ') {
            end++;
        }
        while (end < word->length && (word->text[end] != ' ' || !breaks_at(word->text, word->length, end))) {
            end++;
        }
        flow->close = flow->close && at == 0 && word->text[0] != ' ';
        flow_piece(flow, word_font(flow, word), token, word->text + at, end - at, end == word->length ? close_behind(flow, next) : 0);
        flow->close = true;
        at = end;
    }
}

static void flow_words(Flow *flow, const Sentence *sentence, size_t from)
{
    for (size_t i = from; i < sentence->count; i++) {
        flow_word(flow, &sentence->words[i], i + 1 < sentence->count ? &sentence->words[i + 1] : NULL);
    }
}

/* Presenting, the bars with their buttons are gone: to whoever has the mouse alone they come back as long as it is over the sentence. Returns their left edge. */
static float draw_ways(DrawList *list, const View *view, Rect area, float right)
{
    enum { WIDTH = 40, GAP = 8 };
    static const Button ways[] = {{ICON_FAILED, NULL, COMMAND_PRESENT, false, false, false},
                                  {ICON_STEP, NULL, COMMAND_STEP, false, false, false},
                                  {ICON_STEP_BACK, NULL, COMMAND_BACK, false, false, false}};
    const Ui *ui = view->ui;
    for (size_t i = 0; ui->present && !ui->plain && rect_contains(area, ui->mouse_x, ui->mouse_y) && i < sizeof ways / sizeof ways[0];
         i++) {
        right -= WIDTH;
        panel_button(list, view, (Rect){right, area.y + (area.h - CHIP_HEIGHT) / 2, WIDTH, CHIP_HEIGHT}, &ways[i]);
        right -= GAP;
    }
    return right;
}

void view_sentence(DrawList *list, const View *view, Rect area)
{
    const Sentence *sentence = view->sentence;
    const ModelTask *task = state_task(view->state, sentence->subject);
    Token edge = task ? theme_state((int)task->state) : TOKEN_LINE;
    draw_fill(list, area, RADIUS_PANEL, TOKEN_PANEL, 255);
    if (task) {
        draw_fill(list, area, RADIUS_PANEL, edge, 20);
    }
    draw_outline(list, area, RADIUS_PANEL, edge, task ? 150 : 255);
    Button why = {.icon = ICON_COUNT, .label = view_words(view, "Why?"), .command = COMMAND_WHY, .strong = view->ui->why.open};
    float x = area.x + SENTENCE_PADDING, right = area.x + area.w - SENTENCE_PADDING;
    right = draw_ways(list, view, area, right);
    if (!view->ui->plain) {
        float why_width = panel_button_width(list, &why);
        right -= why_width;
        panel_button(list, view, (Rect){right, area.y + (area.h - CHIP_HEIGHT) / 2, why_width, CHIP_HEIGHT}, &why);
        right -= SENTENCE_CHIP_GAP;
    }
    size_t from = 0;
    if (task) {
        char label[CHIP_LABEL];
        model_task_label(view->model, sentence->subject, label, sizeof label);
        ChipLook look = task->state == TASK_RUNNING ? CHIP_SOLID : CHIP_RAISED;
        float width = chip_width(list, look, label), most = area.w * 0.3F;
        Rect chip = {x, area.y + (area.h - CHIP_HEIGHT) / 2, width < most ? width : most, CHIP_HEIGHT};
        chip_task(list, view, chip, task, 255);
        x += chip.w + SENTENCE_CHIP_GAP;
        from = sentence->count > 0 && sentence->words[0].kind == WORD_TASK && sentence->words[0].task == sentence->subject ? 1 : 0;
    }
    Flow flow = {.metrics = list};
    float height = 0;
    for (size_t size = 0; size < SIZES && (size == 0 || height > area.h); size++) {
        flow = (Flow){.metrics = list, .left = x, .right = right, .x = x, .size = size};
        flow_words(&flow, sentence, from);
        height = (float)(flow.line + 1) * sizes[size].line;
    }
    flow = (Flow){.list = list, .metrics = list, .left = x, .right = right, .x = x, .y = area.y + (area.h - height) / 2, .size = flow.size};
    draw_clip(list, area);
    flow_words(&flow, sentence, from);
    draw_unclip(list);
}
