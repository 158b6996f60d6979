/* session_export.c: see session_export.h. The process is this one once more: it has the run and what is seen of it as they were. */
#include "session_export.h"

#include "language/said.h"
#include "out/export.h"
#include "session_files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the process tells, a line each: "42", or at the end how it went. */
static const char done[] = "done", there[] = "there ", failed[] = "failed ";

static volatile sig_atomic_t stop_asked;
static void ask_to_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

/* ---- In the process ---- */

static void tell(int pipe, const char *before, const char *text)
{
    char line[500];
    int length = snprintf(line, sizeof line, "%s%.450s\n", before, text);
    ssize_t written = write(pipe, line, (size_t)length); /* in one piece */
    (void)written;
}

static bool tell_percent(void *context, unsigned percent)
{
    char text[16];
    snprintf(text, sizeof text, "%u", percent);
    tell(*(const int *)context, "", text);
    return stop_asked == 0;
}

static void write_it(App *app, const char *file, const char *name, int pipe)
{
    float width, height, scale = app->ui.scale;
    ExportSubject subject = app->ui.exporting.subject;
    AppPicture what = app_export_picture(app, &width, &height);
    scale = what == APP_PICTURE_WINDOW ? scale : 1;
    bool whole = subject == EXPORT_HANDOUT || subject == EXPORT_RUN; /* also where predict mode hides a part */
    Export export = {.language = app->ui.language,
                     .format = app_export_format(app),
                     .output = file,
                     .force = app->export_over,
                     .trace = whole ? app_whole(app) : app->trace,
                     .lesson = app->lesson,
                     .name = name,
                     .app = app,
                     .what = what,
                     .width = (int)(width * scale + 0.5F),
                     .height = (int)(height * scale + 0.5F),
                     .scale = scale,
                     .rate = app_export_format(app) == EXPORT_GIF ? 12 : 25,
                     .progress = tell_percent,
                     .context = &pipe};
    app_export_part(app, &export.from, &export.until);
    bool existed = access(file, F_OK) == 0;
    if (export_run(&export)) {
        tell(pipe, done, "");
    } else {
        tell(pipe, existed && !export.force ? there : failed, export.error);
    }
}

/* It ends without tidying up after the window, which is not its own. */
static void be_the_process(App *app, const char *file, const char *name, int pipe)
{
    struct sigaction stop = {.sa_handler = ask_to_stop};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    write_it(app, file, name, pipe);
    _exit(0);
}

/* ---- In the window ---- */

static void fail(App *app, const char *what)
{
    char sentence[300];
    snprintf(sentence, sizeof sentence, SAID("It cannot be written: %.200s."), what);
    app_exported(app, APP_EXPORT_FAILED, sentence);
}

void session_export_start(SessionExport *work, App *app, const char *name)
{
    int ends[2];
    if (work->process != 0) {
        return;
    }
    if (!session_path(app->export_file, work->file, sizeof work->file)) {
        fail(app, SAID("its path is too long"));
        return;
    }
    if (pipe(ends) != 0) {
        fail(app, strerror(errno));
        return;
    }
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t process = fork();
    if (process == 0) {
        be_the_process(app, work->file, name, ends[1]);
    }
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        fail(app, strerror(errno));
        return;
    }
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    work->process = process;
    work->pipe = ends[0];
    work->stopped = false;
    work->length = 0;
}

void session_export_stop(SessionExport *work)
{
    if (work->process != 0) {
        work->stopped = true;
        kill(work->process, SIGTERM);
    }
}

/* With the folder, as it can be found again. */
static void say_done(const SessionExport *work, App *app)
{
    char sentence[256], path[1024];
    if (!session_path(work->file, path, sizeof path)) {
        snprintf(path, sizeof path, "%s", work->file);
    }
    snprintf(sentence, sizeof sentence, SAID("Written: %.240s"), path);
    app_exported(app, APP_EXPORTED, sentence);
}

/* Our sentences begin with a small letter, as on the terminal, and name the option that the window does not have. */
static void say_failed(App *app, AppExported how, const char *text)
{
    char sentence[256];
    if (how == APP_EXPORT_THERE) {
        snprintf(sentence, sizeof sentence, SAID("%.150s exists already: the button or Enter once more writes over it."), app->export_file);
    } else {
        snprintf(sentence, sizeof sentence, "%.250s", text);
        sentence[0] =
            (char)(sentence[0] >= 'a' && sentence[0] <= 'z' && strncmp(text, "ffmpeg", 6) != 0 ? sentence[0] - 'a' + 'A' : sentence[0]);
    }
    app_exported(app, how, sentence);
}

/* One line. True: it was the last. */
static bool take(SessionExport *work, App *app, const char *line)
{
    if (line[0] >= '0' && line[0] <= '9') {
        app_export_progress(app, atoi(line), true);
        return false;
    }
    if (strcmp(line, done) == 0) {
        say_done(work, app);
    } else if (work->stopped) {
        app_exported(app, APP_EXPORT_FAILED, SAID("Stopped: nothing was written."));
    } else if (strncmp(line, there, strlen(there)) == 0) {
        say_failed(app, APP_EXPORT_THERE, line + strlen(there));
    } else {
        say_failed(app, APP_EXPORT_FAILED, line + strlen(failed));
    }
    return true;
}

static void finish(SessionExport *work)
{
    close(work->pipe);
    while (waitpid(work->process, NULL, 0) < 0 && errno == EINTR) {}
    work->process = 0;
}

void session_export_follow(SessionExport *work, App *app)
{
    while (work->process != 0) {
        ssize_t got = read(work->pipe, work->told + work->length, sizeof work->told - 1 - work->length);
        if (got < 0) {
            return; /* later */
        }
        work->length += (size_t)got;
        work->told[work->length] = '\0';
        bool over = false;
        for (char *end = NULL; !over && (end = strchr(work->told, '\n')) != NULL;) {
            *end = '\0';
            over = take(work, app, work->told);
            work->length -= (size_t)(end + 1 - work->told);
            memmove(work->told, end + 1, work->length + 1);
        }
        if (over || got == 0) {
            if (!over) {
                fail(app, SAID("the process that writes it has ended"));
            }
            finish(work);
        }
    }
}

void session_export_end(SessionExport *work)
{
    if (work->process != 0) {
        session_export_stop(work);
        (void)fcntl(work->pipe, F_SETFL, 0);
        char rest[256];
        while (read(work->pipe, rest, sizeof rest) > 0) {}
        finish(work);
    }
}
