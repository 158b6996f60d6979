/* task_group_errors.c: a group waits for its tasks; the first that fails cancels the others and the block; all errors come out together. */
#include "async.h"

CORO(work, const char *name; double delay; int fails;)
{
    CORO_BEGIN;
    AWAIT(async_sleep(self->delay));
    async_print("%s works", self->name);
    if (self->fails) {
        RAISE(ASYNC_VALUE_ERROR, "%s", self->name);
    }
    CORO_RETURN(async_str("%s done", self->name));
    CORO_END;
}

CORO(cleans_up, const char *name; int fails; async_value error;)
{
    CORO_BEGIN;
    TRY {
        AWAIT(async_sleep(10));
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        async_print("%s cleans up", self->name);
        AWAIT(async_sleep(1));
        if (self->fails) {
            RAISE(ASYNC_KEY_ERROR, "%s", self->name);
        }
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

CORO(all_is_well, async_group group; async_task one; async_task two;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        self->one = async_group_create_task(self->group, call(work, "one", 2, 0));
        self->two = async_group_create_named_task(self->group, call(work, "two", 1, 0), "the second");
        async_print("both made");
    }
    END_WITH;
    async_print("%s, %s, %s", async_text(async_result(self->one)), async_text(async_result(self->two)), async_name(self->two));
    self->group = async_create_task_group();
    WITH(self->group) {
        async_print("nothing to wait for");
    }
    END_WITH;
    self->group = async_create_task_group();
    WITH(self->group) {
        self->one = async_group_create_task(self->group, call(work, "awaited inside", 1, 0));
        AWAIT(self->one);
    }
    END_WITH;
    CORO_END;
}

CORO(one_fails, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(cleans_up, "A", 0));
            async_group_create_task(self->group, call(work, "B", 1, 1));
            async_group_create_task(self->group, call(cleans_up, "C", 1));
            async_group_create_task(self->group, call(work, "D", 1, 1));
            AWAIT(async_sleep(5));
            async_print("never printed");
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("%s", async_text(self->error));
        async_print("%s", async_repr(self->error));
        async_print("%u requests", async_cancelling(async_current_task()));
    }
    END_TRY;
    CORO_END;
}

CORO(block_fails, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(cleans_up, "E", 1));
            AWAIT(async_sleep(1));
            RAISE(ASYNC_RUNTIME_ERROR, "the block");
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(inner, const char *name;  async_group group;)
{
    CORO_BEGIN;
    self->group = async_create_task_group();
    WITH(self->group) {
        async_group_create_task(self->group, call(work, self->name, 1, 1));
        async_group_create_task(self->group, call(cleans_up, self->name, 0));
    }
    END_WITH;
    CORO_END;
}

CORO(nested, async_group group; async_value error; async_task late;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(inner, "first"));
            async_group_create_task(self->group, call(inner, "second"));
            TRY {
                AWAIT(async_sleep(5));
            }
            FINALLY {
                self->late = async_group_create_task(self->group, call(work, "too late", 1, 0));
                TRY {
                    AWAIT(self->late);
                }
                CATCH(ASYNC_RUNTIME_ERROR, self->error) {
                    async_print("%s", async_text(self->error));
                }
                END_TRY;
            }
            END_TRY;
        }
        END_WITH;
    }
    CATCH(ASYNC_BASE_EXCEPTION_GROUP, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    TRY {
        self->late = async_group_create_task(self->group, call(work, "too late", 1, 0));
        AWAIT(self->late);
    }
    CATCH(ASYNC_RUNTIME_ERROR, self->error) {
        async_print("%s", async_text(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(fails_at_once, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(work, "later", 1, 1));
            async_group_create_task(self->group, call(work, "at once", 0, 1));
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("%s", async_repr(self->error));
    }
    END_TRY;
    CORO_END;
}

CORO(main_, )
{
    CORO_BEGIN;
    AWAIT(call(all_is_well));
    AWAIT(call(one_fails));
    AWAIT(call(block_fails));
    AWAIT(call(nested));
    AWAIT(call(fails_at_once));
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
