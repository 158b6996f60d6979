/* observe.c: looks into an app and its last frame for what tests/ui/NAME.script ask. */
#include "support/observe.h"

#include "lesson/glossary.h"

#include "app/parts.h"
#include "view/ghost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    HitKind kind;
} kinds[] = {{"command", HIT_COMMAND}, {"task", HIT_TASK},     {"event", HIT_EVENT},       {"line", HIT_LINE},
             {"lesson", HIT_LESSON},   {"speed", HIT_SPEED},   {"scrubber", HIT_SCRUBBER}, {"timeline", HIT_TIMELINE},
             {"cursor", HIT_CURSOR},   {"remark", HIT_REMARK}, {"border", HIT_SPLITTER},   {"knob", HIT_KNOB},
             {"minimap", HIT_MINIMAP}, {"answer", HIT_ANSWER}, {"fold", HIT_FOLD},         {"breakpoint", HIT_BREAKPOINT},
             {"choice", HIT_CHOICE},   {"recent", HIT_RECENT}, {"entry", HIT_ENTRY},       {"pick", HIT_PICK},
             {"setting", HIT_SETTING}, {"term", HIT_TERM},     {"taught", HIT_TAUGHT},     {"export", HIT_EXPORT},
             {"way", HIT_WAY},         {"order", HIT_ORDER},   {"nudge", HIT_NUDGE}};

static HitKind hit_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return kinds[i].kind;
        }
    }
    return HIT_NONE;
}

bool observe_area(const DrawList *frame, const char *called, float *x, float *y, Rect *area)
{
    char kind_name[32], id_text[64] = "0";
    if (sscanf(called, "%31[a-z]:%63s", kind_name, id_text) < 1) {
        return false;
    }
    HitKind kind = hit_kind(kind_name);
    bool word = kind == HIT_TERM || kind == HIT_TAUGHT;
    uint32_t id = kind == HIT_COMMAND ? (uint32_t)command_by_name(id_text)
                  : word              ? (uint32_t)glossary_find(LANGUAGE_ENGLISH, id_text)
                                      : (uint32_t)strtoul(id_text, NULL, 10);
    for (size_t i = frame->hit_count; i-- > 0;) {
        const HitArea *hit = &frame->hits[i];
        *x = hit->rect.x + hit->rect.w / 2;
        *y = hit->rect.y + hit->rect.h / 2;
        HitArea top = drawlist_hit(frame, *x, *y);
        if (hit->kind == kind && hit->id == id && top.kind == kind && top.id == id) {
            *area = hit->rect;
            return true;
        }
    }
    return false;
}

bool observe_text(const DrawList *frame, const char *words)
{
    for (size_t i = 0; i < frame->count; i++) {
        if (frame->commands[i].kind == DRAW_TEXT && strstr(frame->text + frame->commands[i].text, words)) {
            return true;
        }
    }
    return false;
}

static const char *const names[PANEL_COUNT] = {
#define PANEL(id, name) [PANEL_##id] = #name,
    PANELS(PANEL)
#undef PANEL
};

static const char *const size_names[STEP_SIZE_COUNT] = {"event", "await", "turn", "output"};
static const char *const axis_names[] = {"elastic", "time", "steps"};

static void held_text(const FocusUi *focus, char *out, size_t size)
{
    const char *name = "none";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        name = kinds[i].kind == focus->kind ? kinds[i].name : name;
    }
    if (focus->kind == HIT_COMMAND) {
        snprintf(out, size, "%s:%s", name, command_info((Command)focus->id)->name);
    } else {
        snprintf(out, size, "%s:%u", name, (unsigned)focus->id);
    }
}

bool observe_word(App *app, const char *opens, int64_t now, const char *word, char *out, size_t size)
{
    View view;
    Sentence sentence;
    static const char *const phases[] = {"watch", "asked", "answered", "over"};
    size_t k = 0, total = 0;
    bool open = app_view(app, &view, &sentence, now);
    if (open) {
        player_position(&app->player, app->spans, &k, &total);
    }
#define OBSERVE(name, ...)                                                                                                                 \
    if (strcmp(word, name) == 0) {                                                                                                         \
        snprintf(out, size, __VA_ARGS__);                                                                                                  \
        return true;                                                                                                                       \
    }
    OBSERVE("n", "%zu", app->player.n)
    OBSERVE("step", "%zu", k)
    OBSERVE("total", "%zu", total)
    OBSERVE("right", "%u", (unsigned)app->ui.predict.question.right)
    OBSERVE("turn", "%u", open ? (unsigned)view.state->turn : 0U)
    OBSERVE("selected", "%u", (unsigned)app->ui.selected)
    OBSERVE("theme", "%s", theme_name(app->ui.theme))
    OBSERVE("output", "%zu", open ? view.state->output_count : 0)
    OBSERVE("playing", "%s", app->player.playing ? "yes" : "no")
    OBSERVE("size", "%s", size_names[app->player.size])
    OBSERVE("speed", "%d", (int)app->player.speed_percent)
    OBSERVE("screen", "%s", app->ui.screen == SCREEN_MENU ? "menu" : "lesson")
    OBSERVE("language", "%s", app->ui.python ? "python" : "c")
    OBSERVE("help", "%s", app->ui.help ? "yes" : "no")
    OBSERVE("axis", "%s", axis_names[app->ui.axis])
    OBSERVE("choice", "%zu", app->ui.menu_choice)
    OBSERVE("scale", "%g", (double)app->ui.scale)
    OBSERVE("pan", "%.2f", app->ui.pan)
    OBSERVE("folded", "%zu", app->ui.timeline.folded.count)
    OBSERVE("measured", "%s", app->ui.timeline.measured ? "yes" : "no")
    OBSERVE("opens", "%s", opens)
    OBSERVE("remarks", "%zu", lints_count(app->lints))
    OBSERVE("remark", "%zu", app->ui.remark)
    OBSERVE("focus", "%zu", app->ui.knob_focus)
    OBSERVE("ghost", "%s", app->ghost ? "yes" : "no")
    OBSERVE("lasts", "%lld", open ? (long long)(ghost_duration(app->trace) / 1000000) : 0) /* ms */
    OBSERVE("lasted", "%lld", app->ghost ? (long long)(ghost_end(app->ghost) / 1000000) : 0)
    OBSERVE("sheet", "%s", app->ui.sheet.kind == SHEET_CLOSED ? "closed" : "open")
    OBSERVE("predict", "%s", app->ui.predict.on ? phases[app->ui.predict.phase] : "off")
    OBSERVE("score", "%u/%u", (unsigned)app->ui.predict.score.right, (unsigned)app->ui.predict.score.asked)
    OBSERVE("row", "%zu", app->ui.sheet.choice)
    OBSERVE("panel", "%s", app->ui.focus.panel > 0 ? names[app->ui.focus.panel - 1] : "none")
    OBSERVE("breakpoints", "%zu", app->ui.stops.breakpoint_count)
    OBSERVE("lit", "%s", app->ui.spotlight ? "yes" : "no")
    OBSERVE("page", "%s", app->ui.page.open ? "open" : "closed")
    OBSERVE("hints", "%zu", app->ui.page.hints)
    OBSERVE("solved", "%s", app->solved ? "yes" : "no")
    OBSERVE("field", "%.200s", app->ui.sheet.field.text)
    OBSERVE("details", "%s", app->ui.why.open ? "yes" : "no")
    if (strcmp(word, "held") == 0) {
        held_text(&app->ui.focus, out, size);
        return true;
    }
    OBSERVE("sentence", "%.500s", open ? view.sentence->text : "")
    OBSERVE("quit", "%s", app->quit ? "yes" : "no")
#undef OBSERVE
    return false;
}
