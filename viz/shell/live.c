/* live.c: starts a process, reads the stream it sends, and notes how it ended. */
#include "live.h"

#include "language/said.h"
#include "trace/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { READ_BYTES = 1 << 16, READS_A_CALL = 16, EXEC_FAILED = 127, MOST_DESCRIPTORS = 256 };

/* A process that has closed its pipe has this long to end by itself. */
static const int64_t grace = 1000000000; /* ns */

/* Who is started. */
typedef enum LiveKind {
    KIND_LESSON,
    KIND_PROGRAM, /* of the user's: it has the terminal while it runs */
    KIND_RESERVE, /* of the user's, made ready: it has the terminal from when it begins */
    KIND_QUIET    /* a lesson's program in Python, made ready: what it writes is in its events */
} LiveKind;

struct Live {
    Trace *trace; /* NULL: it has not begun */
    TraceReader *reader;
    pid_t process;     /* 0: reaped */
    int pipe;          /* -1: closed */
    int64_t closed_at; /* ns: when the pipe came to its end, 0 before */
    bool damaged;      /* what it sent could not be read: it is stopped, and that is no fault of its own signal */
    bool stopped;      /* the user stopped it */
    bool own;          /* a program of the user's: it has the terminal while it runs */
    char notice[256];
};

/* The group that the terminal listens to: who reads from it, and whom Ctrl-C ends. */
static void to_the_front(pid_t group)
{
    if (isatty(STDIN_FILENO)) {
        void (*before)(int) = signal(SIGTTOU, SIG_IGN); /* else whoever is in the background stops here */
        tcsetpgrp(STDIN_FILENO, group);
        signal(SIGTTOU, before);
    }
}

/* In the new process, between fork and exec: only what is safe there. Its group is its own, so that all it starts can be killed with it. */
static void become(char *const *argv, int pipe, pid_t parent, LiveKind kind)
{
    setpgid(0, 0);
    if (kind == KIND_PROGRAM) {
        to_the_front(getpid());
    }
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent) {
        _exit(EXEC_FAILED); /* the window closed before that call could take effect */
    }
    bool has_terminal = kind == KIND_PROGRAM || kind == KIND_RESERVE;
    int nothing = has_terminal ? -1 : open("/dev/null", O_RDWR);
    if (nothing >= 0) {
        dup2(nothing, STDIN_FILENO);
        dup2(nothing, STDOUT_FILENO);
    }
    if (nothing >= 0 && kind == KIND_QUIET) {
        dup2(nothing, STDERR_FILENO);
    }
    if (pipe == LIVE_DESCRIPTOR) {
        fcntl(pipe, F_SETFD, 0);
    } else {
        dup2(pipe, LIVE_DESCRIPTOR);
    }
    for (int other = LIVE_DESCRIPTOR + 1; other < MOST_DESCRIPTORS; other++) {
        close(other);
    }
    (kind != KIND_LESSON ? execvp : execv)(argv[0], argv);
    _exit(EXEC_FAILED);
}

/* Who waits to be told is told through the same descriptor. */
static bool make_pipe(int ends[2], LiveKind kind)
{
    if ((kind >= KIND_RESERVE ? socketpair(AF_UNIX, SOCK_STREAM, 0, ends) : pipe(ends)) != 0) {
        return false;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return true;
}

static Live *start(char *const *argv, LiveKind kind, char *error, size_t size)
{
    Live *live = calloc(1, sizeof *live);
    int ends[2] = {-1, -1};
    if (live == NULL) {
        snprintf(error, size, SAID("there is not enough memory to run it live"));
        return NULL;
    }
    pid_t parent = getpid();
    bool piped = make_pipe(ends, kind);
    live->process = piped ? fork() : -1;
    if (live->process == 0) {
        become(argv, ends[1], parent, kind);
    }
    if (live->process < 0) {
        snprintf(error, size, SAID("no process could be started for the live run: %s"), strerror(errno));
        if (piped) {
            close(ends[0]);
            close(ends[1]);
        }
        free(live);
        return NULL;
    }
    setpgid(live->process, live->process); /* both sides do it: whoever comes first */
    close(ends[1]);
    live->pipe = ends[0];
    live->own = kind == KIND_PROGRAM || kind == KIND_RESERVE;
    if (kind == KIND_PROGRAM) {
        to_the_front(live->process);
    }
    return live;
}

/* False: out of memory. */
static bool read_into(Live *live, Trace *into)
{
    live->trace = into;
    live->reader = trace_reader_new(into);
    return live->reader != NULL;
}

static Live *start_reading(char *const *argv, Trace *into, LiveKind kind, char *error, size_t size)
{
    Live *live = start(argv, kind, error, size);
    if (live != NULL && !read_into(live, into)) {
        snprintf(error, size, SAID("there is not enough memory to run it live"));
        live_free(live);
        return NULL;
    }
    return live;
}

Live *live_start(char *const *argv, Trace *into, char *error, size_t size) { return start_reading(argv, into, KIND_LESSON, error, size); }

Live *live_start_program(char *const *argv, Trace *into, char *error, size_t size)
{
    return start_reading(argv, into, KIND_PROGRAM, error, size);
}

Live *live_reserve(char *const *argv, char *error, size_t size) { return start(argv, KIND_RESERVE, error, size); }
Live *live_reserve_quiet(char *const *argv, char *error, size_t size) { return start(argv, KIND_QUIET, error, size); }

bool live_begin(Live *live, Trace *into)
{
    if (!read_into(live, into)) {
        return false;
    }
    if (live->own) {
        to_the_front(live->process); /* before it reads from the terminal */
    }
    if (send(live->pipe, "", 1, MSG_NOSIGNAL) != 1) {
        if (live->own) {
            to_the_front(getpgrp());
        }
        return false;
    }
    return true;
}

/* A program that ends itself by os._exit() has said so with its last word. */
static void append_end(Live *live, TraceEnd how, uint32_t number)
{
    size_t count = trace_count(live->trace);
    if (count > 0 && trace_event(live->trace, count - 1)->kind == EV_PROCESS_END) {
        return;
    }
    Event event = {.kind = EV_PROCESS_END, .detail = (uint8_t)how, .a = number};
    event.t = count > 0 ? trace_event(live->trace, count - 1)->t : 0;
    TraceSink sink = trace_sink(live->trace);
    sink.event(sink.context, &event);
}

static bool run_is_whole(const Live *live)
{
    size_t count = trace_count(live->trace);
    return count > 0 && trace_event(live->trace, count - 1)->kind == EV_DONE;
}

static const char *signal_words(int number)
{
    switch (number) {
    case SIGSEGV:
    case SIGBUS: return SAID("crashed (it touched memory that is not its own)");
    case SIGABRT: return SAID("gave up (it called abort)");
    case SIGFPE: return SAID("crashed (an impossible calculation)");
    case SIGILL: return SAID("crashed (an impossible instruction)");
    case SIGKILL: return SAID("was killed");
    case SIGTERM:
    case SIGINT:
    case SIGHUP: return SAID("was told to end");
    default: return SAID("was ended by a signal");
    }
}

const Event *live_fault(const Trace *trace)
{
    for (size_t i = trace_count(trace); i-- > 0;) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_REMARK && event->detail == REMARK_UNCAUGHT && event->d != 0) {
            return event;
        }
    }
    return NULL;
}

/* The terminal may be far away, and where the window was opened from a desktop there is none. */
static void say_status(Live *live, int code)
{
    const Event *fault = live_fault(live->trace);
    if (fault == NULL) {
        snprintf(live->notice, sizeof live->notice, SAID("The program ended with exit status %d: what it said of that is on the terminal."),
                 code);
        return;
    }
    const TracePlace *place = trace_place(live->trace, fault->d);
    const char *slash = strrchr(place->file, '/');
    snprintf(live->notice, sizeof live->notice, SAID("%.60s, line %u: %.150s"), slash != NULL ? slash + 1 : place->file,
             (unsigned)place->line, trace_text(live->trace, fault->b));
}

/* The process has been reaped: writes down how it went. */
static void conclude(Live *live, int status)
{
    bool whole = run_is_whole(live);
    live->process = 0;
    if (live->own) {
        to_the_front(getpgrp());
    }
    if (live->damaged) {
        const char *error = trace_reader_error(live->reader);
        append_end(live, END_LOST, 0);
        snprintf(live->notice, sizeof live->notice, SAID("What the program sent could not be read, so it was stopped: %.150s."),
                 error != NULL ? error : "");
    } else if (WIFSIGNALED(status)) {
        append_end(live, END_KILLED, (uint32_t)WTERMSIG(status));
        snprintf(live->notice, sizeof live->notice, SAID("The program %s; what it did until then is kept."),
                 live->stopped ? SAID("did not end by itself and was stopped") : signal_words(WTERMSIG(status)));
    } else {
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        append_end(live, END_EXITED, (uint32_t)code);
        if (code == EXEC_FAILED && trace_count(live->trace) == 1) {
            snprintf(live->notice, sizeof live->notice, SAID("The program could not be started."));
        } else if (live->own && code != 0) {
            say_status(live, code);
        } else if (!whole) {
            snprintf(live->notice, sizeof live->notice,
                     SAID("The program ended in the middle of its run, with exit status %d; what it did until then is kept."), code);
        }
    }
}

static void close_pipe(Live *live)
{
    if (live->pipe >= 0) {
        close(live->pipe);
        live->pipe = -1;
        /* A stream cut off by a crash is no damage: how the process ended says more. */
        (void)trace_reader_finish(live->reader);
    }
}

static void kill_process(const Live *live)
{
    if (live->process > 0) {
        kill(-live->process, SIGKILL);
        kill(live->process, SIGKILL);
    }
}

/* Reads up to the bound; closes the pipe at its end or at the first damage. True: nothing is left in it for now. */
static bool read_pipe(Live *live, int64_t now)
{
    bool dry = false;
    char bytes[READ_BYTES];
    for (int i = 0; i < READS_A_CALL && live->pipe >= 0 && !dry; i++) {
        ssize_t length = read(live->pipe, bytes, sizeof bytes);
        if (length > 0) {
            if (!trace_reader_feed(live->reader, bytes, (size_t)length)) {
                live->damaged = true;
                close_pipe(live);
                kill_process(live);
            }
        } else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
            close_pipe(live);
        } else {
            dry = errno == EAGAIN;
        }
    }
    if (live->pipe < 0 && live->closed_at == 0) {
        live->closed_at = now != 0 ? now : 1;
    }
    return dry || live->pipe < 0;
}

/* Reaps the process if it has ended; with `wait`, until it has. False: it runs. */
static bool reap(Live *live, bool wait)
{
    int status = 0;
    pid_t got;
    do {
        got = waitpid(live->process, &status, wait ? 0 : WNOHANG);
    } while (got < 0 && errno == EINTR);
    if (got == 0) {
        return false;
    }
    conclude(live, got > 0 ? status : 0);
    return true;
}

/* Has the process ended, though something that it started may still hold its pipe open? It stays to be reaped. */
static bool has_ended(const Live *live)
{
    siginfo_t about = {.si_pid = 0};
    return waitid(P_PID, (id_t)live->process, &about, WEXITED | WNOHANG | WNOWAIT) == 0 && about.si_pid == live->process;
}

bool live_read(Live *live, int64_t now)
{
    if (live->process == 0) {
        return false;
    }
    size_t before = trace_count(live->trace);
    bool ended = has_ended(live); /* asked first: then whatever it sent is in the pipe already */
    bool dry = read_pipe(live, now);
    if (ended && dry) {
        close_pipe(live);
        kill_process(live); /* the rest of its group */
    }
    if (live->pipe < 0) {
        if (live->closed_at != 0 && now - live->closed_at > grace) {
            live->stopped = true;
            kill_process(live);
        }
        (void)reap(live, live->damaged);
    }
    return trace_count(live->trace) > before;
}

void live_stop(Live *live)
{
    if (live->process == 0) {
        return;
    }
    live->stopped = true;
    kill_process(live);
    for (size_t before = SIZE_MAX; live->pipe >= 0 && trace_count(live->trace) != before;) {
        before = trace_count(live->trace);
        (void)read_pipe(live, 0);
    }
    close_pipe(live);
    (void)reap(live, true);
}

bool live_running(const Live *live) { return live->process > 0; }

int live_descriptor(const Live *live) { return live->pipe; }

const char *live_notice(const Live *live) { return live->notice; }

void live_free(Live *live)
{
    if (live == NULL) {
        return;
    }
    if (live->process > 0) {
        kill_process(live);
        while (waitpid(live->process, NULL, 0) < 0 && errno == EINTR) {}
    }
    if (live->pipe >= 0) {
        close(live->pipe);
    }
    trace_reader_free(live->reader);
    free(live);
}
