/* follow.c: reads a recording as far as it goes, and knows whether it goes on. */
#include "follow.h"

#include "language/said.h"
#include "trace/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>

enum { PIECE = 1 << 16 };

struct Follow {
    FILE *file;
    TraceReader *reader;
    size_t read; /* bytes */
    FollowState state;
    bool written; /* somebody held the lock when the end was last reached */
    bool over;    /* nobody held it any more: what the file holds now is all that will be */
};

Follow *follow_new(FILE *file, Trace *into)
{
    Follow *follow = calloc(1, sizeof *follow);
    if (follow == NULL || (follow->reader = trace_reader_new(into)) == NULL) {
        free(follow);
        fclose(file);
        return NULL;
    }
    follow->file = file;
    return follow;
}

void follow_free(Follow *follow)
{
    if (follow != NULL) {
        trace_reader_free(follow->reader);
        fclose(follow->file);
        free(follow);
    }
}

/* A file system without locks has no answer: then nobody does. */
static bool somebody_writes(const Follow *follow)
{
    int descriptor = fileno(follow->file);
    if (flock(descriptor, LOCK_SH | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK;
    }
    (void)flock(descriptor, LOCK_UN);
    return false;
}

/* At the end of what the file holds. True: there may be more than was seen, of a writer that has gone in between. */
static bool look_at_end(Follow *follow)
{
    if (ferror(follow->file) != 0) {
        follow->state = FOLLOW_DAMAGED;
    } else if (follow->over) {
        follow->state = trace_reader_finish(follow->reader) ? FOLLOW_WHOLE : FOLLOW_DAMAGED;
    } else {
        clearerr(follow->file);
        follow->written = somebody_writes(follow);
        follow->over = !follow->written;
        follow->state = FOLLOW_WAITS;
        return follow->over;
    }
    return false;
}

FollowState follow_read(Follow *follow, size_t most)
{
    char bytes[PIECE];
    if (follow->state == FOLLOW_WHOLE || follow->state == FOLLOW_DAMAGED) {
        return follow->state;
    }
    follow->state = FOLLOW_MORE;
    for (size_t left = most; left > 0 && follow->state == FOLLOW_MORE;) {
        size_t length = fread(bytes, 1, left < sizeof bytes ? left : sizeof bytes, follow->file);
        follow->read += length;
        left -= length;
        if (length > 0 && !trace_reader_feed(follow->reader, bytes, length)) {
            follow->state = FOLLOW_DAMAGED;
        } else if (length == 0 && look_at_end(follow)) {
            follow->state = FOLLOW_MORE;
        }
    }
    return follow->state;
}

FollowState follow_state(const Follow *follow) { return follow->state; }

bool follow_is_written(const Follow *follow) { return follow->written; }

int follow_percent(const Follow *follow)
{
    struct stat about;
    if (fstat(fileno(follow->file), &about) != 0 || about.st_size <= 0 || follow->read >= (size_t)about.st_size) {
        return 100;
    }
    return (int)((double)follow->read * 100 / (double)about.st_size);
}

const char *follow_error(const Follow *follow)
{
    const char *error = trace_reader_error(follow->reader);
    return error != NULL ? error : SAID("it could not be read to its end");
}
