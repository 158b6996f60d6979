/* session_edit.c: the program that is shown, in the user's own editor: of a lesson a copy of its Python, which runs again each time it is saved. */
#include "session_parts.h"

#include "language/said.h"
#include "store.h"

#include <glib.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* $VISUAL may be a command with options. What an editor says of itself is not the program's output. */
static const char open_in_editor[] =
    "if [ -n \"$VISUAL\" ]; then exec $VISUAL \"$1\"; fi; command -v xdg-open >/dev/null && exec xdg-open \"$1\"; exit 127";

static void say(Session *session, const char *format, const char *file)
{
    char sentence[sizeof session->app.notice];
    snprintf(sentence, sizeof sentence, format, file);
    app_notice(&session->app, sentence);
}

/* It is a process of its own, which outlives the window, and may not take the terminal. */
static void start_editor(Session *session, const char *file)
{
    pid_t editor = fork();
    if (editor == 0) {
        setpgid(0, 0);
        (void)!freopen("/dev/null", "w", stdout);
        execl("/bin/sh", "sh", "-c", open_in_editor, "sh", file, (char *)NULL);
        _exit(127);
    }
    session->editor = editor > 0 ? editor : 0;
}

/* An editor that wants the terminal is stopped there, and one that is not there ends at once: the file is named instead. */
void session_follow_editor(Session *session)
{
    int status = 0;
    if (session->editor == 0 || waitpid(session->editor, &status, WNOHANG | WUNTRACED) != session->editor) {
        return;
    }
    if (WIFSTOPPED(status)) {
        kill(-session->editor, SIGKILL);
        (void)waitpid(session->editor, NULL, 0);
        say(session, SAID("Your editor works in a terminal: open %.200s there. Each time you save it, it runs again."), session->watched);
    } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        say(session, SAID("No editor could be opened (name one in $VISUAL): edit %.180s. Each time you save it, it runs again."),
            session->watched);
    }
    session->editor = 0;
}

/* The user's copy of the lesson's Python, made when there is none yet. NULL: it cannot be written, and that was said. A file called queue.py would be what
   every program beside it imports as Python's queue. */
static char *copy_of(Session *session, const Lesson *lesson)
{
    char *folder = store_path(STORE_DATA, "programs"), *name = g_strconcat("lesson_", lesson->name, ".py", NULL);
    char *file = g_build_filename(folder, name, NULL);
    bool there = g_file_test(file, G_FILE_TEST_EXISTS);
    bool good = there || (g_mkdir_with_parents(folder, 0777) == 0 && g_file_set_contents(file, lesson->py_text, -1, NULL));
    if (!good) {
        say(session, SAID("The program cannot be copied to %.200s."), file);
        g_free(file);
        file = NULL;
    }
    g_free(folder);
    g_free(name);
    return file;
}

void session_edit(Session *session)
{
    const Lesson *lesson = session->source.lesson;
    char *file = lesson != NULL ? copy_of(session, lesson) : NULL;
    if (lesson == NULL && !(session->own_shown && session->own_file != NULL)) {
        app_notice(&session->app, "What can be edited is a lesson, or a program of your own: this is a recording.");
        return;
    }
    if (lesson != NULL && (file == NULL || !session_own_become(session, file, true))) {
        return;
    }
    session->edited = lesson != NULL ? lesson : session->edited;
    if (session->watched != session->own_file) {
        session->watched = session->own_file;
        session->saved_at = session->seen_at = 0;
    }
    start_editor(session, session->own_file);
    say(session, SAID("%.200s: each time you save it, it runs again."), session->own_file);
}
