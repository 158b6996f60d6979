/* cli_options.h: the commands and options of the command line, in one table: reading it, the help and the manual come from here. */
#ifndef LOOPSCOPE_CLI_OPTIONS_H
#define LOOPSCOPE_CLI_OPTIONS_H

#include "cli.h"

/* VERB(identifier, the call, what it does) */
#define CLI_VERBS(VERB)                                                                                                                     \
    VERB(MENU, "loopscope", "the menu of lessons")                                                                                          \
    VERB(OPEN, "loopscope LESSON | FILE", "open a lesson or a recording")                                                                   \
    VERB(TELL, "loopscope tell LESSON | FILE", "the run in words, step by step, on the terminal")                                           \
    VERB(EXPORT, "loopscope export LESSON | FILE | --all-lessons --to FILE",                                                                \
         "a picture (.png, .svg, .pdf), a film (.mp4, .gif), a page to step through (.html), a handout to print (.handout.html, "           \
         ".handout.pdf), or data (.csv, .json, .otlp.json, .jsonl, .loopscope)")                                                            \
    VERB(RUN, "loopscope run PROGRAM [ARG...] | -m MODULE [ARG...] | -- COMMAND [ARG...]",                                                  \
         "run a program of your own, in Python or in C on the engine, and watch it live")                                                   \
    VERB(RECORD, "loopscope record -o FILE LESSON | PROGRAM [ARG...] | -m MODULE [ARG...] | -- COMMAND [ARG...]",                           \
         "keep a run in a file, to be opened again")                                                                                        \
    VERB(LIST, "loopscope list", "the lessons and their knobs")                                                                             \
    VERB(MISTAKES, "loopscope mistakes", "programs that make a mistake each, and the remarks on them; in the window X mends it")            \
    VERB(                                                                                                                                   \
        VERSIONS, "loopscope versions [DIFFERENCE]",                                                                                        \
        "where Python's versions schedule differently: what --rules chooses; or one of these differences in the window, an example run as " \
        "the version before it and as the first that has it")                                                                               \
    VERB(GLOSSARY, "loopscope glossary [TERM]", "what the words of the field mean, and which lesson teaches them; or one of them")          \
    VERB(MAN, "loopscope man", "this manual as the source of a manual page")                                                                \
    VERB(HELP, "loopscope --help", "the calls and options")                                                                                 \
    VERB(VERSION, "loopscope --version", "which version this is")

#define BY(verb) (1U << (unsigned)CLI_##verb)

/* HEADING(of the options that follow)
   OPTION(identifier, name, placeholder of its value or NULL, what to give, the commands that take it, what it does; NULL: not for people) */
#define CLI_OPTIONS(HEADING, OPTION)                                                                                                             \
    HEADING("Options of the window and of pictures")                                                                                             \
    OPTION(AT, "--at", "N", "a number of events, like 20", BY(EXPORT) | BY(OPEN) | BY(TELL),                                                     \
           "stand after the first N events (a picture: at the end, unless told); with tell: only that moment, panel by panel")                   \
    OPTION(WHY, "--why", "TASK", "a task, by its label or number, like \"API A\"", BY(EXPORT) | BY(OPEN) | BY(TELL),                             \
           "with the causes of what a task does, by its label or number; with tell: only these, after N events")                                 \
    OPTION(AGAINST, "--against", "RUN", "a lesson or a recording to compare with", BY(OPEN) | BY(TELL),                                          \
           "with another run behind it, and where the two part; with tell: only that")                                                           \
    OPTION(PYTHON, "--python", NULL, NULL, BY(EXPORT) | BY(OPEN) | BY(TELL) | BY(VERSIONS), "as --code python")                                  \
    OPTION(PRESENT, "--present", NULL, NULL, BY(OPEN) | BY(MENU) | BY(EXPORT) | BY(RUN),                                                         \
           "only what is taught, for the projector; the window then draws half as large again")                                                  \
    OPTION(PREDICT, "--predict", NULL, NULL, BY(OPEN) | BY(EXPORT), "in predict mode: what comes next is hidden, and asked for")                 \
    HEADING("Options for a lesson")                                                                                                              \
    OPTION(                                                                                                                                      \
        SET, "--set", "KNOB=VALUE", "a knob and its value, like delay_a=2.5", BY(OPEN) | BY(TELL) | BY(EXPORT) | BY(RECORD) | BY(CHILD),         \
        "turn a knob of the lesson, like delay_b=2.5, or its ready queue (policy=last-in, picks=2:1); may stand several times; list shows them") \
    OPTION(LESSONS, "--lessons", "DIR", "a folder of lessons",                                                                                   \
           BY(OPEN) | BY(MENU) | BY(TELL) | BY(EXPORT) | BY(RECORD) | BY(LIST) | BY(RUN),                                                        \
           "with the lessons of that folder, each a file NAME.md; usually those of ~/.local/share/loopscope/lessons")                            \
    HEADING("Options of versions")                                                                                                               \
    OPTION(TELL, "--tell", NULL, NULL, BY(VERSIONS), "the difference in words, with its example in Python and where the runs part")              \
    HEADING("Options of tell, for those who do not see the window")                                                                              \
    OPTION(STATE, "--state", NULL, NULL, BY(TELL), "at every await point, what all the panels show")                                             \
    OPTION(STATISTICS, "--statistics", NULL, NULL, BY(TELL),                                                                                     \
           "figures: the longest steps, from ready to running, waits, the time of each task")                                                    \
    OPTION(ORDERS, "--orders", NULL, NULL, BY(TELL), "a lesson in the other orders in which its waits can end: does it hold?")                   \
    OPTION(ASK, "--ask", NULL, NULL, BY(TELL), "the questions of predict mode, with choices, right answer and reason: a quiz to print")          \
    HEADING("Options of the window")                                                                                                             \
    OPTION(REAL_TIME, "--real-time", NULL, NULL, BY(OPEN), "run the lesson in a process of its own, by the real clock, and watch it live")       \
    OPTION(REDUCED_MOTION, "--reduced-motion", NULL, NULL, BY(OPEN) | BY(MENU) | BY(RUN) | BY(VERSIONS),                                         \
           "as --motion reduced: nothing glides")                                                                                                \
    OPTION(NO_SETTINGS, "--no-settings", NULL, NULL, BY(OPEN) | BY(MENU) | BY(RUN) | BY(VERSIONS), "read no settings and keep none")             \
    HEADING("Options of run and record, before the program: what follows it is the program's")                                                   \
    OPTION(MODULE, "-m", "MODULE", "the name of a module, like package.tool", BY(RUN) | BY(RECORD), "run a module, as python3 -m does")          \
    OPTION(INTERPRETER, "--python", "PYTHON", "a Python, like python3.13", BY(RUN) | BY(RECORD),                                                 \
           "run it with this Python; usually that of the active virtual environment, else python3")                                              \
    OPTION(VIRTUAL_TIME, "--virtual-time", NULL, NULL, BY(RUN) | BY(RECORD), "nothing waits: the clock jumps where the loop would sleep")        \
    OPTION(WATCH, "--watch", NULL, NULL, BY(RUN), "run it again when its file is saved, with the run before behind it")                          \
    HEADING("Options of export and record")                                                                                                      \
    OPTION(TO, "--to", "FILE", "a file name, like picture.png", BY(EXPORT), "where to write; how the name ends says what")                       \
    OPTION(OUTPUT, "-o", "FILE", "a file name, like run.loopscope", BY(RECORD), "where to write")                                                \
    OPTION(TIMELINE, "--timeline", NULL, NULL, BY(EXPORT), "a picture of the timeline alone, all of it")                                         \
    OPTION(HANDOUT, "--handout", NULL, NULL, BY(EXPORT),                                                                                         \
           "an .html or .pdf is a handout to print, also when its name does not end with handout.html or handout.pdf")                           \
    OPTION(ALL_LESSONS, "--all-lessons", NULL, NULL, BY(EXPORT),                                                                                 \
           "the handouts of all lessons: in the folder that --to names, or in one document when that ends with .html or .pdf")                   \
    OPTION(FROM, "--from", "N", "a number of events, like 20", BY(EXPORT), "a film begins after the first N events")                             \
    OPTION(UNTIL, "--until", "N", "a number of events, like 60", BY(EXPORT), "and ends after the first N")                                       \
    OPTION(RATE, "--fps", "N", "a number from 1 to 60", BY(EXPORT), "frames a second of a film; usually 25, of a GIF 12")                        \
    OPTION(FORCE, "--force", NULL, NULL, BY(EXPORT) | BY(RECORD), "write over a file that exists")                                               \
    OPTION(FD, "--fd", "N", "the number of an open file descriptor", BY(CHILD), NULL)

typedef enum Option {
#define HEADING(title)
#define OPTION(id, name, placeholder, gives, verbs, help) OPTION_##id,
    CLI_OPTIONS(HEADING, OPTION)
#undef HEADING
#undef OPTION
        OPTION_COUNT
} Option;

/* Which commands take a setting as an option. */
static inline unsigned setting_taken_by(Setting setting)
{
    unsigned of_lessons = setting == SETTING_OF_RULES ? BY(TELL) | BY(RECORD) | BY(CHILD) : 0U;
    unsigned of_examples = setting == SETTING_OF_RULES ? 0U : BY(VERSIONS); /* which go by the rules that they show */
    unsigned of_words = setting == SETTING_OF_LANGUAGE
                            ? BY(TELL) | BY(RECORD) | BY(LIST) | BY(MISTAKES) | BY(GLOSSARY) | BY(MAN) | BY(HELP) | BY(VERSION)
                            : 0U;
    return BY(OPEN) | BY(MENU) | BY(RUN) | BY(EXPORT) | of_lessons | of_examples | of_words;
}

#endif
