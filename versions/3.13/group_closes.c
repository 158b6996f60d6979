/* group_closes: a group that is ending is given one task more */
#include "async.h"

CORO(work, )
{
    CORO_BEGIN;
    CORO_END;
}

CORO(fails, )
{
    CORO_BEGIN;
    RAISE(ASYNC_VALUE_ERROR, "bad");
    CORO_END;
}

CORO(main_, async_group group; async_value error;)
{
    CORO_BEGIN;
    TRY {
        self->group = async_create_task_group();
        WITH(self->group) {
            async_group_create_task(self->group, call(fails));
            TRY {
                AWAIT(async_sleep(1));
            }
            FINALLY {
                AWAIT(async_group_create_task(self->group, call(work))); // it is refused, which raises
            }
            END_TRY;
        }
        END_WITH;
    }
    CATCH(ASYNC_EXCEPTION_GROUP, self->error) {
        async_print("the group has failed");
    }
    END_TRY;
    CORO_END;
}

int main(void) { return async_run(call(main_)); }
