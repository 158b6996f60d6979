/* embedded.c: coroutines inside of a loop that the program has already: it waits for its input and for them in one poll() */
#include <async.h>
#include <async_embed.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static async_queue lines;

CORO(count_seconds, int i;)
{
    CORO_BEGIN;
    for (self->i = 1;; self->i++) {
        AWAIT(async_sleep(1));
        async_print("%d s", self->i);
    }
    CORO_END;
}

CORO(main_, async_value line;)
{
    CORO_BEGIN;
    lines = async_create_queue(0);
    async_create_task(call(count_seconds));
    do {
        AWAIT_TO(self->line, async_get(lines));
        async_print("%zu bytes of input", async_length(self->line));
    } while (async_length(self->line) > 0);
    CORO_END;
}

/* What the program itself does with its input: it hands it to a coroutine. */
static void read_input(void)
{
    char text[4096];
    ssize_t count = read(STDIN_FILENO, text, sizeof text);
    async_put_nowait(lines, async_bytes(text, count > 0 ? (size_t)count : 0));
}

int main(void)
{
    if (!async_begin(call(main_))) {
        return 1;
    }
    while (async_run_once()) {
        struct pollfd all[] = {{.fd = async_poll_fd(), .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
        if (poll(all, 2, async_poll_timeout()) > 0 && all[1].revents) {
            read_input();
        }
    }
    return async_end();
}
