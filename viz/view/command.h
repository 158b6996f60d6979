/* command.h: everything the user can do, in one table: keys, mouse, menus, help, README and test scripts all enter here. */
#ifndef LOOPSCOPE_COMMAND_H
#define LOOPSCOPE_COMMAND_H

#include "draw/keyboard.h"

#include <stdbool.h>
#include <stddef.h>

/* GROUP(title) starts a heading of the help. COMMAND(identifier, script name, keys, what it does in a few words).
   Keys are physical positions, spelled "Shift+Right"; several are separated by a space, the first is the one that is shown. */
#define COMMANDS(GROUP, COMMAND)                                                                                                           \
    GROUP("Stepping")                                                                                                                      \
    COMMAND(PLAY, "play", "Space", "play or pause")                                                                                        \
    COMMAND(STEP, "step", "Right PageDown", "step forward by the chosen size")                                                             \
    COMMAND(BACK, "back", "Left PageUp", "step back by the chosen size")                                                                   \
    COMMAND(EVENT_STEP, "event-step", "Shift+Right", "forward one event")                                                                  \
    COMMAND(EVENT_BACK, "event-back", "Shift+Left", "back one event")                                                                      \
    COMMAND(TURN_STEP, "turn-step", "Ctrl+Right", "forward one loop turn")                                                                 \
    COMMAND(TURN_BACK, "turn-back", "Ctrl+Left", "back one loop turn")                                                                     \
    COMMAND(FIRST, "first", "Home", "to the beginning")                                                                                    \
    COMMAND(LAST, "last", "End", "to the end; a live run is followed")                                                                     \
    COMMAND(TASK_NEXT, "task-next", "Period", "next event of the selected task")                                                           \
    COMMAND(TASK_PREVIOUS, "task-previous", "Comma", "previous event of the selected task")                                                \
    COMMAND(REMARK_NEXT, "remark-next", "N", "next remark on the program")                                                                 \
    COMMAND(REMARK_PREVIOUS, "remark-previous", "Shift+N", "previous remark")                                                              \
    COMMAND(SIZE_EVENT, "size-event", "", "step size: event")                                                                              \
    COMMAND(SIZE_AWAIT, "size-await", "", "step size: await point")                                                                        \
    COMMAND(SIZE_TURN, "size-turn", "", "step size: loop turn")                                                                            \
    COMMAND(SIZE_NEXT, "size-next", "E", "next step size")                                                                                 \
    COMMAND(FASTER, "faster", "Equals", "play faster")                                                                                     \
    COMMAND(SLOWER, "slower", "Minus", "play slower")                                                                                      \
    GROUP("Stops")                                                                                                                         \
    COMMAND(BREAKPOINT, "breakpoint", "B", "breakpoint on the line under the mouse, else on the running one")                              \
    COMMAND(BREAKPOINT_NEXT, "breakpoint-next", "Shift+B", "on to the next breakpoint")                                                    \
    COMMAND(BREAKPOINT_PREVIOUS, "breakpoint-previous", "Alt+B", "back to the breakpoint before")                                          \
    COMMAND(RUN_TO, "run-to-here", "H", "run on to the line under the mouse, else to the running one again")                               \
    COMMAND(MARK, "mark", "M", "mark this moment, or take its mark away")                                                                  \
    COMMAND(MARK_NEXT, "mark-next", "Shift+M", "to the next mark")                                                                         \
    COMMAND(MARK_PREVIOUS, "mark-previous", "Alt+M", "to the mark before")                                                                 \
    COMMAND(VISIT_BACK, "visit-back", "Alt+Left", "back to where you were before the jump")                                                \
    COMMAND(VISIT_FORTH, "visit-forth", "Alt+Right", "forth again")                                                                        \
    GROUP("Timeline")                                                                                                                      \
    COMMAND(AXIS_ELASTIC, "axis-elastic", "1", "axis: elastic time")                                                                       \
    COMMAND(AXIS_TIME, "axis-time", "2", "axis: proportional time")                                                                        \
    COMMAND(AXIS_STEPS, "axis-steps", "3", "axis: every step equally wide")                                                                \
    COMMAND(ZOOM_IN, "zoom-in", "W", "zoom in")                                                                                            \
    COMMAND(ZOOM_OUT, "zoom-out", "S", "zoom out")                                                                                         \
    COMMAND(PAN_LEFT, "pan-left", "A", "pan to earlier")                                                                                   \
    COMMAND(PAN_RIGHT, "pan-right", "D", "pan to later")                                                                                   \
    COMMAND(FIT, "fit", "F", "show the whole run")                                                                                         \
    COMMAND(MEASURE, "measure", "Shift+X", "measure from this moment; again: up to this one")                                              \
    COMMAND(LINKS, "links", "L", "arrows: of the selected task, or all")                                                                   \
    COMMAND(FOLD, "fold", "C", "fold what the selected task made into its lane, or everything")                                            \
    COMMAND(FILTER, "filter", "Shift+F", "only lanes with these words: a name, a state, a file")                                           \
    COMMAND(SELECT_UP, "select-up", "Up", "select the task above")                                                                         \
    COMMAND(SELECT_DOWN, "select-down", "Down", "select the task below")                                                                   \
    COMMAND(WOKEN_BY, "woken-by", "LeftBracket", "who woke the selected task")                                                             \
    COMMAND(WAKES, "wakes", "RightBracket", "whom the selected task wakes next")                                                           \
    GROUP("Panels")                                                                                                                        \
    COMMAND(LANGUAGE, "language", "Tab", "program in C or Python; your own or a library")                                                  \
    COMMAND(CODE_RIGHT, "code-right", "Ctrl+Shift+Right", "what is cut at the right of long lines")                                        \
    COMMAND(CODE_LEFT, "code-left", "Ctrl+Shift+Left", "back to where lines begin")                                                        \
    COMMAND(LOOP_CODE, "loop-code", "O", "the loop: its machinery or its code")                                                            \
    COMMAND(RERUN, "rerun", "R", "run the lesson again")                                                                                   \
    COMMAND(EDIT, "edit", "Shift+E", "the program in your own editor; saved, it runs again")                                               \
    COMMAND(REAL_TIME, "real-time", "V", "virtual time or real time, live")                                                                \
    COMMAND(RULES, "rules", "Shift+V", "as which Python the lesson runs: the next version")                                                \
    COMMAND(ORDERS, "orders", "J", "find the order of its waits in which the lesson goes wrong; again: the usual")                         \
    COMMAND(POLICY, "policy", "Q", "ready queue: last in, at random, or asyncio's order")                                                  \
    COMMAND(SCHEDULE, "schedule", "Shift+Q", "you are the scheduler: choose who runs next")                                                \
    COMMAND(WHY, "why", "Y", "why does it run, or not? details of a task")                                                                 \
    COMMAND(PREDICT, "predict", "P", "predict what happens next: the future is hidden")                                                    \
    COMMAND(PREDICT_ALL, "predict-from-start", "Shift+P", "predict from the beginning of the run on")                                      \
    COMMAND(PAGE, "page", "U", "the lesson in words; again: on in it, and at its end away")                                                \
    COMMAND(PAGE_CLOSE, "page-close", "", "close the lesson's page")                                                                       \
    COMMAND(HINT, "hint", "Shift+U", "a hint for the lesson's task")                                                                       \
    COMMAND(NEXT_LESSON, "next-lesson", "Ctrl+N", "on to the next lesson")                                                                 \
    COMMAND(KNOB_NEXT, "knob-next", "K", "turn the lesson's next knob with the arrows")                                                    \
    COMMAND(KNOB_RESET, "knob-reset", "Backspace", "the knob, or all, as in the text")                                                     \
    COMMAND(MEND, "mend", "X", "mend the mistake, or make it again")                                                                       \
    COMMAND(MENU, "menu", "Ctrl+M", "the menu of lessons; again: back")                                                                    \
    GROUP("Window")                                                                                                                        \
    COMMAND(THEME, "theme", "T", "dark, light or high contrast")                                                                           \
    COMMAND(SCALE_UP, "scale-up", "Ctrl+Equals", "larger")                                                                                 \
    COMMAND(SCALE_DOWN, "scale-down", "Ctrl+Minus", "smaller")                                                                             \
    COMMAND(SCALE_RESET, "scale-reset", "Ctrl+0", "normal size")                                                                           \
    COMMAND(PRESENT, "present", "F5", "presenter mode: larger, and only what is taught")                                                   \
    COMMAND(FULL_SCREEN, "full-screen", "F11", "full screen")                                                                              \
    COMMAND(LINK, "copy-link", "Shift+L", "copy what opens this moment again: a link, or a command")                                       \
    COMMAND(FIND, "find", "Slash Ctrl+F", "find a task, output, a line, an event")                                                         \
    COMMAND(FIND_NEXT, "find-next", "F3", "on to the next place that holds it")                                                            \
    COMMAND(FIND_PREVIOUS, "find-previous", "Shift+F3", "back to the place before")                                                        \
    COMMAND(STATISTICS, "statistics", "I", "statistics: steps, waits, tasks, in tables")                                                   \
    COMMAND(GLOSSARY, "glossary", "F2", "the glossary: what the words mean, and which lesson teaches them")                                \
    COMMAND(PREDICTIONS, "predictions", "F4", "what you can predict now, and where to practise it")                                        \
    COMMAND(MORE, "more", "F10", "what else there is: marks, statistics, export, theme, settings")                                         \
    COMMAND(GO_TO, "goto", "G", "go to a step, a turn, a time")                                                                            \
    COMMAND(SETTINGS, "settings", "Ctrl+Comma", "settings, which are kept")                                                                \
    COMMAND(PALETTE, "palette", "Ctrl+K", "all commands: write, choose, run")                                                              \
    COMMAND(FOCUS_NEXT, "focus-next", "F6", "keyboard: to the next panel")                                                                 \
    COMMAND(FOCUS_PREVIOUS, "focus-previous", "Shift+F6", "keyboard: to the panel before")                                                 \
    COMMAND(PANEL_LARGER, "panel-larger", "Alt+Equals", "the panel with the focus: larger")                                                \
    COMMAND(PANEL_SMALLER, "panel-smaller", "Alt+Minus", "the panel with the focus: smaller")                                              \
    COMMAND(SPOTLIGHT, "spotlight", "Z", "spotlight: dims all but one panel")                                                              \
    COMMAND(OPEN, "open", "Ctrl+O", "open a recording")                                                                                    \
    COMMAND(RUN_FILE, "run-file", "Ctrl+R", "run a Python file of your own")                                                               \
    COMMAND(EXPORT, "export", "Ctrl+E", "write what is seen to a file: a picture, a film, a handout, data")                                \
    COMMAND(HELP, "help", "F1 Shift+Slash", "this help")                                                                                   \
    COMMAND(HINTS, "hints", "Shift+F1", "the hints of the first start")                                                                    \
    COMMAND(ACTIVATE, "activate", "Return", "open the chosen lesson")                                                                      \
    COMMAND(ESCAPE, "escape", "Escape", "back")                                                                                            \
    COMMAND(QUIT, "quit", "Ctrl+Q", "quit")

typedef enum Command {
    COMMAND_NONE,
#define GROUP(title)
#define COMMAND(id, name, keys, help) COMMAND_##id,
    COMMANDS(GROUP, COMMAND)
#undef GROUP
#undef COMMAND
        COMMAND_COUNT
} Command;

typedef struct CommandInfo {
    const char *name, *keys, *help;
} CommandInfo;

const CommandInfo *command_info(Command command); /* all strings empty for COMMAND_NONE */
const char *command_group(Command command);       /* the heading it stands under */
/* The first of its keys as it stands on that keyboard (NULL: a US one), "" when it has none. Into `buffer` (48 bytes are enough); returns it. */
char *command_key_local(const KeyLetters *letters, Command command, char *buffer, size_t size);
/* The first of its keys as a reader with a US keyboard knows it ("Shift →", "Esc"), "" when it has none. Into `buffer` (32 bytes are enough); returns it. */
char *command_key_text(Command command, char *buffer, size_t size);
/* By script name, or by one key ("Shift+Right"): COMMAND_NONE when there is none. */
Command command_by_name(const char *name);
Command command_by_key(const char *key);

#endif
