/* forgotten: never awaited, never kept, never fetched. */
#include "async.h"

KNOB(photo_takes, "the photo takes", 3, "s", 0, 5, 0.1);
SWITCH(await_note, "await the note", false);
SWITCH(keep_photo, "keep the photo", false);
SWITCH(fetch_letter, "ask the letter", false);

CORO(save, const char *what; double delay;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s: saved", self->what);
    CORO_END;
}

CORO(send, const char *what;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(0.5));
    RAISE(ASYNC_VALUE_ERROR, "%s has no address", self->what);
    CORO_END;
}

CORO(main_, async_task photo, letter;)
{
    CORO_BEGIN;
    // -- A call: does anybody await it?
    if (await_note) {
        AWAIT(call(save, "note", 1));
    } else {
        call(save, "note", 1);
    }
    // -- A task: does anybody keep it?
    if (keep_photo) {
        self->photo = async_create_task(
            call(save, "photo", photo_takes));
    } else {
        async_create_task(call(save, "photo", photo_takes));
    }
    // -- An error: does anybody fetch it?
    self->letter = async_create_task(call(send, "letter"));
    AWAIT(async_sleep(1));
    if (fetch_letter) {
        async_print("error: %s",
                    async_text(async_result(self->letter)));
    }
    if (keep_photo) {
        AWAIT(self->photo);
    }
    async_print("main ends");
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
