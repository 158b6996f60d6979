/* record.c: see record.h. */
#include "record.h"

#include "core/loop.h"
#include "trace/sender.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_SOURCE = STREAM_TEXT_LIMIT };

static atomic_flag asked = ATOMIC_FLAG_INIT;
static _Thread_local bool mine; /* the recording is of this thread's runs */
static TraceSender *sender;
static TraceSink sink;
static int opened = -1;
static int written = -1; /* the descriptor that it goes to */
static Event last;       /* what the recording ends with */

/* The descriptor that the environment names, or -1 with a sentence on stderr. */
static int descriptor_of(const char *where)
{
    if (strncmp(where, "fd:", 3) != 0) {
        opened = open(where, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (opened < 0) {
            fprintf(stderr, "LOOPSCOPE_RECORD: %s cannot be written: %s; this run is not recorded\n", where, strerror(errno));
        } else {
            (void)flock(opened, LOCK_EX | LOCK_NB); /* whoever reads it meanwhile knows that more is to come */
        }
        return opened;
    }
    char *end;
    long number = strtol(where + 3, &end, 10);
    if (end == where + 3 || *end != '\0' || number < 0 || number > 65535 || fcntl((int)number, F_GETFD) < 0) {
        fprintf(stderr, "LOOPSCOPE_RECORD: %s names no open descriptor; this run is not recorded\n", where);
        return -1;
    }
    (void)fcntl((int)number, F_SETFD, FD_CLOEXEC); /* what the program starts is not watched */
    return (int)number;
}

static uint32_t text_id(const char *text) { return sink.text(sink.context, text, strlen(text)); }

/* The program's text goes along, so that the recording can be read where the file is gone. */
static void send_source(const char *path)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    char *text = file != NULL && fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode) ? malloc(LONGEST_SOURCE) : NULL;
    size_t length = text != NULL ? fread(text, 1, LONGEST_SOURCE, file) : 0;
    if (length > 0 && length < LONGEST_SOURCE) {
        uint32_t name = text_id(path);
        sink.meta(sink.context, META_SOURCE, name, sink.text(sink.context, text, length));
    }
    free(text);
    if (file != NULL) {
        fclose(file);
    }
}

static void introduce(const async_settings *settings, const TracePlace *definition)
{
    const char *slash = strrchr(definition->file, '/');
    sink.meta(sink.context, META_TITLE, 0, text_id(slash != NULL ? slash + 1 : definition->file));
    sink.meta(sink.context, META_PRODUCER, 0, text_id("loopscope " LOOPSCOPE_VERSION " engine"));
    sink.meta(sink.context, META_CLOCK, settings->virtual_time ? 0 : 1, 0);
    send_source(definition->file);
}

static void before_wait(void *context)
{
    (void)context;
    (void)trace_sender_flush(sender);
}

static void close_all(void)
{
    trace_sender_free(sender);
    sender = NULL;
    mine = false;
    if (opened >= 0) {
        close(opened);
        opened = -1;
    }
}

static void at_exit(void)
{
    if (sender != NULL) {
        sink.event(sink.context, &last);
        close_all();
    }
}

/* A process that is forked off has a loop of its own, and the recording is its parent's: what it tells goes nowhere. */
static void forked(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0 && nowhere != written) {
        (void)dup2(nowhere, written);
        (void)fcntl(written, F_SETFD, FD_CLOEXEC);
        close(nowhere);
    } else if (nowhere < 0) {
        close(written);
    }
}

/* False: it is not asked for, or cannot be. */
static bool begin(const char *where, const async_settings *settings, const TracePlace *definition)
{
    if (where == NULL || where[0] == '\0' || atomic_flag_test_and_set(&asked)) {
        return false;
    }
    written = descriptor_of(where);
    sender = written >= 0 ? trace_sender_new(written) : NULL;
    if (sender == NULL || atexit(at_exit) != 0 || pthread_atfork(NULL, NULL, forked) != 0) {
        close_all();
        return false;
    }
    mine = true;
    sink = trace_sender_sink(sender);
    introduce(settings, definition);
    return true;
}

bool record_begin(async_settings *settings, const TracePlace *definition)
{
    if (settings->sink != NULL) {
        return false;
    }
    const char *still = getenv("LOOPSCOPE_VIRTUAL_TIME"), *rules = getenv("LOOPSCOPE_RULES");
    async_settings watched = *settings;
    watched.virtual_time = watched.virtual_time || (still != NULL && still[0] != '\0');
    if (!mine && !begin(getenv("LOOPSCOPE_RECORD"), &watched, definition)) {
        return false;
    }
    watched.sink = &sink;
    watched.variables = true;
    watched.rules = watched.rules == 0 && rules != NULL ? async_rules_of(rules) : watched.rules;
    if (watched.before_wait == NULL) {
        watched.before_wait = before_wait;
    }
    *settings = watched;
    return true;
}

void record_end(async_loop *loop, int status)
{
    last = (Event){.kind = EV_DONE, .t = loop_time(loop), .a = (uint32_t)status};
    (void)trace_sender_flush(sender);
}
