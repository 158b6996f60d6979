/* parts.h: what the files of the app share: the view of this moment, and moves of the cursor. */
#ifndef LOOPSCOPE_APP_PARTS_H
#define LOOPSCOPE_APP_PARTS_H

#include "app.h"
#include "view/layout.h"

#define APP_DOUBLE_CLICK INT64_C(400000000) /* ns between two presses */

/* Everything for the views at this moment; valid until the model is asked again. False: out of memory, or nothing is open. */
bool app_view(App *app, View *view, Sentence *sentence, int64_t now);
Layout app_layout(const App *app); /* of the last frame's size */

/* Moves of the cursor that the reader made: playing stops, the program follows again, the timeline shows the cursor. */
void app_seek(App *app, size_t n);
void app_step(App *app, StepSize size, int direction, int64_t now);
void app_moved(App *app);
/* stops.c */
bool app_stops_command(App *app, Command command); /* false: it is not one of these */
void app_stops_line(App *app, uint32_t line);      /* of the shown source: sets a breakpoint there, or takes it away */
void app_go_to_line(App *app, uint32_t line);      /* to the next moment at which it runs; mouse.c */
void app_stops_played(App *app, size_t from);      /* the player has moved on from there: it stops at a breakpoint on the way */
/* knobs.c. True: the command belonged to the knobs, and is done. */
bool app_knobs_command(App *app, Command command);
void app_knobs_press(App *app, HitArea hit, float x, int64_t now);
void app_knobs_drag(App *app, float x);
void app_knobs_held(App *app, int64_t now); /* the minus or plus under the button that is down goes on by itself */
void app_knobs_wheel(App *app, uint32_t index, float notches, int64_t now);
void app_knobs_line_up(App *app, uint32_t id); /* of a HIT_ORDER */
void app_knobs_drag_line(App *app, float y);   /* the one that is held */

/* remarks.c: opens a remark (from 0) and goes to its moment. */
void app_remark(App *app, size_t number);
void app_remark_turn(App *app, size_t number); /* a click on it: opens it, or closes the one that is open */
void app_remark_step(App *app, int direction);
/* why.c. True: the command belonged to it, and is done. */
bool app_why_command(App *app, Command command);
const struct Why *app_why(App *app, const Sentence *sentence); /* kept until the next call; NULL: out of memory */
void app_why_event(App *app, size_t index);                    /* opens the details: why did this event happen? */
void app_why_entry(App *app, Ref entry);   /* of a callback in the ready queue or of a timer: the event that put it there */
bool app_why_twice(App *app, HitArea hit); /* a double click: true when it asks why of what it hit */
void app_why_free(App *app);

/* page.c. True: the command belonged to the lesson's page, and is done. */
bool app_page_command(App *app, Command command);
void app_page_back(App *app);                  /* the questions for which it was put away are over */
bool app_page_praises(const App *app);         /* the notice that stands says that the task is solved */
void app_page_praise(App *app, int64_t since); /* since: ns, when it was shown first; 0: not yet */
void app_page_judge(App *app);                 /* another run is shown: does it solve the lesson's task? */

/* sheet.c. True: the command belonged to the sheet, and is done. */
bool app_sheet_command(App *app, Command command);
void app_sheet_choose(App *app, size_t number, int64_t now); /* row of the list */
void app_sheet_move(App *app, int by);                       /* the choice, by -1 or 1 */

const char *app_filter_words(const App *app); /* those of the lanes, also while they are being written */

/* focus.c. True: the command, or the key, belonged to the focus, and is done. */
bool app_focus_command(App *app, Command command, int64_t now);
bool app_focus_key(App *app, const char *key, bool repeat, int64_t now);
void app_help_scroll(App *app, float by);           /* px, as far as there is more */
uint32_t app_focus_line(const App *app);            /* the program's line that has the focus, 0 none */
void app_click(App *app, HitArea hit, int64_t now); /* what a click on such an area does */
void app_knobs_hold(App *app, uint32_t index);      /* gives a knob the arrows; a switch is turned at once */

/* open.c: the sheet that opens a recording. */
struct SheetRow;
void app_select_lane(App *app, int direction); /* the task of the lane below, or with -1 above */
void app_open_restart(App *app);               /* a second slash, or ~/ behind a slash, begins another path: what stands before it goes */
void app_notice_read(App *app, int64_t now);   /* a key or a click: the notice has been seen, if it has stood for a while */
void app_open_ask(App *app);                   /* after its text has changed: main must list another folder */
void app_open_row(App *app, const struct SheetRow *row, bool completing); /* into that folder; that file, or only its name */
void app_open_written(App *app);                                          /* the path as it stands in the sheet */
void app_note_progress(App *app);                                         /* kept.c: after the cursor has moved */
void app_note_answer(App *app, size_t question, bool right);              /* to the nth of the lesson's questions, from 0 */
/* menu.c. A command or a key: true when the menu has taken it. */
void app_menu_shown(App *app);           /* the menu has just been opened */
void app_menu_open(App *app, size_t id); /* what stands there: MenuItem.id */
bool app_menu_command(App *app, Command command);
bool app_menu_key(App *app, const char *key, bool repeat);
void app_menu_text(App *app, const char *text);
void app_menu_wheel(App *app, float notches); /* up is positive */
/* predict.c: predict mode. The trace that is shown ends at the frontier; what goes beyond it passes here. */
bool app_predict_command(App *app, Command command, int64_t now); /* true: it is done */
bool app_predict_key(App *app, const char *key);                  /* true: it was an answer */
void app_predict_answer(App *app, size_t choice);                 /* PREDICT_CHOICES: the question is skipped */
void app_predict_close(App *app);                                 /* no question stands any more */
void app_predict_ask(App *app);                                   /* the cursor may have come to rest at the frontier */
void app_predict_make_way(App *app, StepSize size);               /* before a step forward */
void app_predict_before_tick(App *app, int64_t now);
void app_predict_after_tick(App *app, bool played); /* played: the player was playing before */
bool app_predict_grown(App *app);                   /* true: what is new is hidden */
bool app_predict_suspend(App *app);                 /* shows the whole run; true: the mode was on */
void app_predict_resume(App *app);                  /* hides what comes after the cursor */
void app_predict_take_up(App *app); /* after another App's `ui` and `player` were copied into this one: hides what that one hides */
void app_predict_forget(App *app);  /* another lesson: its score begins */
void app_predict_free(App *app);

/* way.c: rounds of questions. */
void app_way_due(App *app);   /* what is due today, at the first of these questions; nothing when there is none */
void app_way_place(App *app); /* the placement quiz */
void app_way_practise(App *app, PredictKind kind);
void app_way_arrive(App *app, size_t question);               /* its lesson has been opened: predict mode, at its moment */
bool app_way_goes_on(App *app);                               /* to the next question, or to the menu; false: no round is on */
void app_way_leave(App *app);                                 /* the reader goes another way */
void app_way_answered(App *app, size_t question, bool right); /* of the lesson that is open */
/* timeline.c: before a frame: when the cursor has moved, its place and the lane of whom it is told of come in sight. */
void app_timeline_follow(App *app, const View *view, Rect area);
/* What is dragged on the timeline beside the cursor (timeline.c): for Ui.pressed of kind HIT_MINIMAP and HIT_MEASURE. */
void app_timeline_press(App *app, float x, float y);
void app_timeline_drag(App *app, float x, float y);
void app_timeline_measure(App *app);                    /* sets an edge at the cursor: the first, then the second, then anew */
void app_timeline_toggle(App *app, uint32_t task);      /* folds its lane, or opens it */
void app_timeline_fold(App *app);                       /* the selected task, or the one that made it; without a selection all or none */
bool app_timeline_shows(const App *app, uint32_t task); /* it has a lane of its own: it is not folded away */

/* glossary.c: for the sheet of kind SHEET_GLOSSARY. */
void app_glossary_open(App *app, size_t entry);   /* at that word */
void app_glossary_shown(App *app);                /* it has just been opened: what the lesson teaches is chosen */
void app_glossary_follow(App *app, size_t entry); /* opens the lesson that teaches it */

/* statistics.c: for the sheet of kind SHEET_STATISTICS. */
void app_statistics_count(App *app);                   /* while the sheet is open: what has come meanwhile counts */
void app_statistics_forget(App *app);                  /* another trace or model is shown */
void app_statistics_table(App *app, uint32_t table);   /* of a HIT_TABLE */
void app_statistics_column(App *app, uint32_t column); /* of a HIT_COLUMN: sorts by it; again: the other way round */
void app_statistics_choose(App *app, size_t number);   /* goes where that row leads */
void app_statistics_move(App *app, int by);
void app_statistics_key(App *app, const char *key, int64_t now);

/* export.c: for the sheet of kind SHEET_EXPORT. */
void app_export_open(App *app);                         /* it has just been opened */
void app_export_preview(App *app, TextMetrics metrics); /* before a frame: the picture that will be written */
void app_export_key(App *app, const char *key, bool repeat, int64_t now);
void app_export_text(App *app, const char *text);
void app_export_move(App *app, int by);
void app_export_click(App *app, uint32_t id); /* of a HIT_EXPORT */
void app_export_free(App *app);

/* settings.c: for the sheet of kind SHEET_SETTINGS. */
void app_settings_key(App *app, const char *key, int64_t now);
void app_settings_move(App *app, int by);
void app_settings_next_rules(App *app);
/* policy.c: another order of the ready queue than asyncio's. True: the command or key belonged to it, and is done. */
bool app_policy_command(App *app, Command command);
bool app_policy_key(App *app, const char *key);
void app_policy_pick(App *app, uint32_t number); /* who runs next, from 1, of those that are ready at the cursor */
void app_policy_stop(App *app, size_t from);     /* the cursor has moved on from there: it stops where somebody is to be chosen */
void app_policy_turned(App *app); /* another run is shown: the cursor goes where it was picked, and what came of it is said */
void app_policy_say(const App *app, Sentence *sentence); /* where there is somebody to choose, or what came of it is to be said */
bool app_policy_forbids(App *app, const char *what); /* says that `what` is about asyncio's order, if that is not the one that is shown */
/* Tries the lesson in other orders and shows the shortest in which it goes otherwise; called again, the usual one. */
void app_find_order(App *app);
void app_settings_click(App *app, uint32_t id); /* of a HIT_SETTING */

#endif
