"""group_cancel: since Python 3.15: a group is cancelled by its block, by one of its tasks, by somebody else, before it begins, and together with its own task."""

import asyncio


async def works(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "is done")
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise


async def ends_it(group):
    await asyncio.sleep(1)
    group.cancel()
    print("the group is cancelled")
    await asyncio.sleep(1)
    print("nobody gets here")


async def begins_by_ending_it(group):
    group.cancel()
    await asyncio.sleep(9)
    print("nobody gets here")


async def waits(group):
    try:
        async with group:
            group.create_task(works("six", 9))
    finally:
        print("six ends", asyncio.current_task().cancelling())


async def fails():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        raise ValueError("of the cleanup") from None


async def guarded(group, name):
    try:
        async with group:
            group.create_task(works(name, 9))
            await asyncio.sleep(9)
            print("nobody gets here")
    except BaseException as error:
        print(name, "ends with", repr(error))
        raise
    print(name, "goes on behind its group,", asyncio.current_task().cancelling())


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(works("one", 9))
        await asyncio.sleep(1)
        group.cancel()
        group.cancel()
        print("the block goes on to its next await")
        await asyncio.sleep(1)
        print("nobody gets here")
    print("behind the first group")
    group.cancel()

    async with asyncio.TaskGroup() as group:
        group.create_task(works("two", 9))
        group.create_task(ends_it(group))
    print("behind the second group")

    group = asyncio.TaskGroup()
    group.cancel()
    async with group:
        await asyncio.sleep(0)
        print("nobody gets here")
    print("behind the third group")

    group = asyncio.TaskGroup()
    task = asyncio.create_task(guarded(group, "four"))
    await asyncio.sleep(1)
    group.cancel()
    await task

    group = asyncio.TaskGroup()
    task = asyncio.create_task(guarded(group, "five"))
    await asyncio.sleep(1)
    group.cancel()
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))

    group = asyncio.TaskGroup()
    task = asyncio.create_task(waits(group))
    await asyncio.sleep(1)
    group.cancel()
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))

    group = asyncio.TaskGroup()
    try:
        async with group:
            group.create_task(fails())
            await asyncio.sleep(1)
            group.cancel()
    except ExceptionGroup as error:
        print(repr(error))

    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        group.create_task(begins_by_ending_it(group))
    print("behind the last group")


asyncio.run(main())
