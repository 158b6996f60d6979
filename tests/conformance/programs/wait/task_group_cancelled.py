"""task_group_cancelled: a group whose parent is cancelled: while the block runs, while it waits for its tasks, twice, and together with an error."""

import asyncio


class Stop(BaseException):
    pass


async def cleans_up(name, fails):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cleans up")
        await asyncio.sleep(1)
        print(name, "has cleaned up")
        if fails:
            raise Stop(name)
        raise


async def parent(waits, fails):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleans_up("first", 0))
            group.create_task(cleans_up("second", fails))
            if waits:
                await asyncio.sleep(5)
    except BaseExceptionGroup as error:
        print(f"{error!r}, {asyncio.current_task().cancelling()} requests")
        raise
    except asyncio.CancelledError as error:
        print(f"{error!r}, {asyncio.current_task().cancelling()} requests")
        raise


async def cancels(waits, fails, times):
    task = asyncio.create_task(parent(waits, fails))
    for _ in range(times):
        await asyncio.sleep(0.25)
        task.cancel()
    try:
        await task
    except BaseException as error:
        print(f"the parent ended with {error!r}")


async def child_is_cancelled():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(asyncio.sleep(9))
        group.create_task(asyncio.sleep(1))
        await asyncio.sleep(0.5)
        one.cancel()
    print(f"a cancelled task is no error: {one.cancelled():d}")


async def main():
    await cancels(1, 0, 1)
    await cancels(0, 0, 1)
    await cancels(1, 0, 2)
    await cancels(0, 1, 1)
    await child_is_cancelled()


asyncio.run(main())
