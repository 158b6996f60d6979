/* crawler.c: fetches a page, and all that it and the others link to, not too many at once: crawler HOST PORT AT_ONCE */
#include <async.h>
#include <async_stream.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PAGES = 1000 };

static async_address host;
static char *known[MOST_PAGES];
static size_t known_count;
static async_semaphore places;
static async_group group;

/* The next page that this one links to and that is not known yet; NULL: there is none. */
static const char *find(const char **page)
{
    while ((*page = strstr(*page, "href=\"/")) && known_count < MOST_PAGES) {
        *page += strlen("href=\"");
        char *path = strndup(*page, strcspn(*page, "\"#"));
        bool is_known = false;
        for (size_t i = 0; i < known_count; i++) {
            is_known |= strcmp(known[i], path) == 0;
        }
        if (!is_known) {
            return known[known_count++] = path;
        }
        free(path);
    }
    return NULL;
}

CORO(visit, const char *path; async_value opened, page, error; async_stream stream; const char *at, *found;)
{
    CORO_BEGIN;
    WITH(places) {
        TRY {
            AWAIT_TO(self->opened, async_open_connection(host));
            self->stream = async_stream_of(self->opened);
            async_write_text(self->stream, "GET %s HTTP/1.0\r\nHost: %s:%d\r\n\r\n", self->path, host.host, host.port);
            AWAIT_TO(self->page, async_wait_for(async_read(self->stream, -1), 10));
            self->at = async_data(self->page);
            async_print("%s: %.*s", self->path, (int)strcspn(self->at, "\r\n"), self->at);
            while ((self->found = find(&self->at))) {
                async_group_create_task(group, call(visit, self->found));
            }
        }
        CATCH(ASYNC_EXCEPTION, self->error) {
            async_print("%s: %s: %s", self->path, async_error_name(self->error), async_error_message(self->error));
        }
        FINALLY {
            async_stream_close(self->stream);
        }
        END_TRY;
    }
    END_WITH;
    CORO_END;
}

CORO(main_, int at_once; const char *start;)
{
    CORO_BEGIN;
    places = async_create_semaphore(self->at_once);
    group = async_create_task_group();
    WITH(group) {
        self->start = "href=\"/\"";
        async_group_create_task(group, call(visit, find(&self->start)));
    }
    END_WITH;
    CORO_END;
}

int main(int count, char **arguments)
{
    host = count == 4 ? ASYNC_ADDRESS(arguments[1], atoi(arguments[2])) : host;
    return count == 4 ? async_run(call(main_, atoi(arguments[3]))) : 2;
}
