/* session_parts.h: what the files of the session share: the session itself, and opening runs in it. */
#ifndef LOOPSCOPE_SESSION_PARTS_H
#define LOOPSCOPE_SESSION_PARTS_H

#include "live.h"
#include "own/lesson.h"
#include "sdl/window.h"
#include "session.h"
#include "session_export.h"
#include "settings_file.h"
#include "app/app.h"

#include <limits.h>
#include <sys/types.h>

typedef struct Session {
    App app;
    Window *window;
    DrawList frame;
    Source source; /* what is shown: a lesson recorded at once, a recording, or what has arrived of a live run */
    Live *live;    /* NULL: not live */
    const char *program;
    char **own; /* the command of a program of the user's own, which R runs again; borrowed; NULL: none */
    const char
        *own_file; /* what is edited of that program, and watched: its file, or that of its folder's __main__; NULL: none; borrowed */
    char own_main[PATH_MAX];
    char **chosen; /* the command of a program that was chosen in the window, to be run or edited, and its file; owned */
    char *chosen_file;
    const char *interpreter; /* the Python that was named for the user's programs; NULL: the usual; borrowed */
    pid_t editor;            /* that was started last; 0: none, or it has gone */
    const char *watched;     /* its file, when it is to be run again as soon as that is saved; else NULL */
    int64_t saved_at;        /* ns since 1970: when that file was saved last */
    int64_t seen_at;         /* the same as the last look saw it: it counts when two looks agree */
    int64_t look_at;         /* ns: when to look at it again */
    const Lesson *edited;    /* whose Python that file is a copy of; NULL: of none */
    int64_t copied_at;       /* ns since 1970: when that file was saved as its editing began; 0: not seen yet */
    Live *reserve;           /* that program once more, made ready so that it begins at once; NULL: none */
    int64_t reserve_at;      /* ns: when to make one ready, so that it does not take time from the run before */
    Live *coming;            /* the run that will be shown when it is over; NULL: none */
    Trace *coming_trace;     /* what has arrived of it; owned */
    int64_t coming_since;    /* ns */
    OwnLesson *lesson_run;   /* of a lesson from a folder: the run that will be shown when it is over; NULL: none */
    bool lesson_turned;      /* with its knobs turned, so that the run before stands behind it */
    OwnLesson *lesson_ready; /* Python made ready for the next one; NULL: none */
    bool lesson_made_ready;  /* that was tried since the last run began */
    int64_t drawn_at;        /* ns: while a long recording is read, a frame is drawn now and then */
    bool own_shown;          /* what is shown is a run of that program, and nothing that was opened since */
    int64_t close_until;     /* ns: while the program runs leaving it is asked for twice, the second time before this */
    float scale;
    bool titled;          /* the window has the run's title: a program's own comes with its first events */
    bool redraw;          /* the window itself needs a frame */
    bool judged;          /* whether the run that is shown was looked at, whether it solves the task of the lesson that is edited */
    bool keeping_failed;  /* and it has been said */
    size_t drops, opened; /* files dropped since the last frame, and how many of them could be opened */
    SettingsFile settings;
    SessionExport writing; /* to a file, meanwhile */
    int64_t keep_at;       /* ns: when to write the settings that were changed; 0: none were */
} Session;

/* session.c. */
bool session_pass(Session *session);  /* what there is to do until the next wait, and that wait; false: the user wants to quit */
void session_serve(Session *session); /* what commands asked for and only the window's owner can do */
void session_leave(Session *session); /* the window closes: what was reached and chosen is written */
void session_loop(Session *session);  /* session_loop.c: passes until the user quits */

/* session_runs.c. Each says in the window's notice what did not work; then the run before stays. */
void session_title(Session *session);                             /* of the window: the run's */
void session_show(Session *session, Source next, Live *live);     /* instead of the run before; takes both over */
void session_open_lesson(Session *session, const Lesson *lesson); /* recorded at once */
bool session_open_file(Session *session, const char *name);       /* a recording */
void session_open_live(Session *session, const Lesson *lesson);   /* in a process of its own */
void session_open_own(Session *session);                          /* the user's program, once more */
bool session_read_on(Session *session, int64_t now); /* session_rest.c: of a recording that was not read whole; true: there is more */
LiveState session_rest_state(const Source *source);
void session_watch(Session *session, int64_t now); /* session_watch.c: runs it again when it was saved */
void session_watch_end(Session *session);
Live *session_start_own(Session *session, Trace *into, char *error, size_t size); /* the program, by the reserve if it stands ready */
void session_edit(Session *session);                                              /* session_edit.c: what is shown, in the user's editor */
void session_follow_editor(Session *session);
bool session_runs_files(void);                            /* session_own.c: can a program of the user's be run? Not in a page */
void session_own_run(Session *session, const char *name); /* one that was chosen in the window */
bool session_own_become(Session *session, char *file,
                        bool virtual_time); /* takes the file over; false: it could not be started, and that was said */
void session_own_mark(Session *session, const Trace *trace,
                      const Event *fault); /* a mistake for which the program has not begun, on its line */
void session_own_ended(Session *session);  /* its process has: what is there to say if it has done nothing? */
void session_own_end(Session *session);
void session_keep_reserve(Session *session, int64_t now);
void session_serve_knobs(Session *session);                       /* they were turned: records the lesson anew, once for each frame */
void session_lesson_open(Session *session, const Lesson *lesson); /* session_lesson.c: one from a folder is run, and then shown */
void session_lesson_turn(Session *session);                       /* with its knobs as they stand now */
void session_lesson_follow(Session *session, int64_t now);        /* shows the run that has come to its end */
void session_lesson_end(Session *session);                        /* what comes is not shown any more */
void session_lesson_forget(Session *session);                     /* nor is anything kept ready */
void session_pictures_load(Session *session);                     /* session_pictures.c: of the cards of lessons from a folder */
void session_pictures_keep(Session *session);                     /* of the one that is shown */
void session_task(Session *session);                              /* of a lesson that was edited: whether its run solves the task */
void session_scale(Session *session);                             /* the window follows what commands and its own size have made of it */
void session_say_drops(Session *session);                         /* of all the files dropped since the last frame */
void session_remember(Session *session, const char *path);        /* a recording was opened: it is the first in the menu's list */
void session_keep(Session *session, const char *gone);            /* writes what was reached; `gone`: a recording to forget, or NULL */

#endif
