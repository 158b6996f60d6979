/* pipes.c: connect_read_pipe and connect_write_pipe with protocols; pause and resume; an end, a broken pipe, an error in a callback; streams over pipes */
#include "async_stream.h"

#include <string.h>

typedef struct End {
    async_future lost;
} End;

static End ends_of[8]; /* a pipe may be lost after the coroutine that made it has ended */

static void *new_end(void *context)
{
    ((End *)context)->lost = async_create_future();
    return context;
}

static void reader_made(void *self, async_transport transport)
{
    (void)self;
    (void)transport;
    async_print("reader: made");
}

static void reader_received(void *self, const char *data, size_t size)
{
    (void)self;
    async_print("reader: %s", async_repr(async_bytes(data, size)));
    if (size == 4 && memcmp(data, "fail", 4) == 0) {
        async_callback_failed(async_error(&ASYNC_VALUE_ERROR, "as it should"));
    }
}

static bool reader_ended(void *self)
{
    (void)self;
    async_print("reader: end");
    return false;
}

static void reader_lost(void *self, async_value error)
{
    async_print("reader: lost %s", async_repr(error));
    async_set_result(((End *)self)->lost, async_none());
}

static const async_protocol reader = {.name = "Reader",
                                      .connection_made = reader_made,
                                      .data_received = reader_received,
                                      .eof_received = reader_ended,
                                      .connection_lost = reader_lost};

static void writer_made(void *self, async_transport transport)
{
    (void)self;
    (void)transport;
    async_print("writer: made");
}

static void writer_lost(void *self, async_value error)
{
    async_print("writer: lost %s", async_repr(error));
    async_set_result(((End *)self)->lost, async_none());
}

static const async_protocol writer = {.name = "Writer", .connection_made = writer_made, .connection_lost = writer_lost};

static const char *truth(bool is_true) { return is_true ? "True" : "False"; }

CORO(ends, End *end; int pipe[2]; async_value made; async_transport reading, writing;)
{
    CORO_BEGIN;
    async_pipe_pair(self->pipe);
    AWAIT_TO(self->made, async_connect_read_pipe(&reader, new_end, &self->end[0], self->pipe[0]));
    self->reading = async_transport_of(self->made);
    AWAIT_TO(self->made, async_connect_write_pipe(&writer, new_end, &self->end[1], self->pipe[1]));
    self->writing = async_transport_of(self->made);
    async_transport_write(self->writing, "one", 3);
    AWAIT(async_sleep(0.05));
    async_transport_pause_reading(self->reading);
    async_transport_write(self->writing, "two", 3);
    AWAIT(async_sleep(0.05));
    async_print("resume");
    async_transport_resume_reading(self->reading);
    AWAIT(async_sleep(0.05));
    async_transport_write(self->writing, "fail", 4);
    AWAIT(async_sleep(0.05));
    async_print("%s %s", truth(async_transport_is_closing(self->reading)), truth(async_transport_is_closing(self->writing)));
    async_transport_write(self->writing, "last", 4);
    async_transport_write_eof(self->writing);
    async_transport_write(self->writing, "in vain", 7);
    AWAIT(async_gather(self->end[0].lost, self->end[1].lost));
    async_print("%s %s", truth(async_transport_is_closing(self->reading)), truth(async_transport_is_closing(self->writing)));
    CORO_END;
}

CORO(is_broken, End *end; int pipe[2]; async_value made; async_transport reading, writing;)
{
    CORO_BEGIN;
    async_pipe_pair(self->pipe);
    AWAIT_TO(self->made, async_connect_read_pipe(&reader, new_end, &self->end[0], self->pipe[0]));
    self->reading = async_transport_of(self->made);
    AWAIT_TO(self->made, async_connect_write_pipe(&writer, new_end, &self->end[1], self->pipe[1]));
    self->writing = async_transport_of(self->made);
    async_transport_close(self->reading);
    AWAIT(self->end[0].lost);
    AWAIT(self->end[1].lost);
    async_transport_write(self->writing, "in vain", 7);
    async_print("%s", truth(async_transport_is_closing(self->writing)));
    CORO_END;
}

CORO(is_written_in_vain, End *end; int pipe[2]; async_value made; async_transport writing;)
{
    CORO_BEGIN;
    async_pipe_pair(self->pipe);
    AWAIT_TO(self->made, async_connect_write_pipe(&writer, new_end, &self->end[0], self->pipe[1]));
    self->writing = async_transport_of(self->made);
    (void)async_close(self->pipe[0]);
    async_transport_write(self->writing, "in vain", 7);
    AWAIT(self->end[0].lost);
    async_pipe_pair(self->pipe);
    AWAIT_TO(self->made, async_connect_write_pipe(&writer, new_end, &self->end[1], self->pipe[1]));
    self->writing = async_transport_of(self->made);
    async_transport_abort(self->writing);
    AWAIT(self->end[1].lost);
    (void)async_close(self->pipe[0]);
    CORO_END;
}

CORO(streams, int pipe[2]; async_value opened, got; async_stream reader, writer; async_task task;)
{
    CORO_BEGIN;
    async_pipe_pair(self->pipe);
    AWAIT_TO(self->opened, async_open_read_pipe(self->pipe[0]));
    self->reader = async_stream_of(self->opened);
    AWAIT_TO(self->opened, async_open_write_pipe(self->pipe[1]));
    self->writer = async_stream_of(self->opened);
    self->task = async_create_task(async_readline(self->reader));
    AWAIT(async_sleep(0.05));
    async_write_text(self->writer, "a line\nand ");
    AWAIT_TO(self->got, self->task);
    async_print("%s", async_repr(self->got));
    async_write_text(self->writer, "the rest");
    AWAIT(async_drain(self->writer));
    async_stream_close(self->writer);
    AWAIT_TO(self->got, async_read(self->reader, -1));
    async_print("%s", async_repr(self->got));
    AWAIT(async_stream_wait_closed(self->writer));
    async_print("%s", truth(async_at_eof(self->reader)));
    CORO_END;
}

CORO(main_, int unused;)
{
    CORO_BEGIN;
    AWAIT(call(ends, &ends_of[0]));
    AWAIT(call(is_broken, &ends_of[2]));
    AWAIT(call(is_written_in_vain, &ends_of[4]));
    AWAIT(call(streams));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
