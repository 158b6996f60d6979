"""task_group_errors: a group waits for its tasks; the first that fails cancels the others and the block; all errors come out together."""

import asyncio


async def work(name, delay, fails):
    await asyncio.sleep(delay)
    print(name, "works")
    if fails:
        raise ValueError(name)
    return f"{name} done"


async def cleans_up(name, fails):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cleans up")
        await asyncio.sleep(1)
        if fails:
            raise KeyError(name)
        raise


async def all_is_well():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(work("one", 2, 0))
        two = group.create_task(work("two", 1, 0), name="the second")
        print("both made")
    print(f"{one.result()}, {two.result()}, {two.get_name()}")
    async with asyncio.TaskGroup() as group:
        print("nothing to wait for")
    async with asyncio.TaskGroup() as group:
        one = group.create_task(work("awaited inside", 1, 0))
        await one


async def one_fails():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleans_up("A", 0))
            group.create_task(work("B", 1, 1))
            group.create_task(cleans_up("C", 1))
            group.create_task(work("D", 1, 1))
            await asyncio.sleep(5)
            print("never printed")
    except ExceptionGroup as error:
        print(error)
        print(repr(error))
        print(asyncio.current_task().cancelling(), "requests")


async def block_fails():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleans_up("E", 1))
            await asyncio.sleep(1)
            raise RuntimeError("the block")
    except Exception as error:
        print(repr(error))


async def inner(name):
    async with asyncio.TaskGroup() as group:
        group.create_task(work(name, 1, 1))
        group.create_task(cleans_up(name, 0))


async def nested():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(inner("first"))
            group.create_task(inner("second"))
            try:
                await asyncio.sleep(5)
            finally:
                try:
                    late = group.create_task(work("too late", 1, 0))
                    await late
                except RuntimeError as error:
                    print(error)
    except BaseExceptionGroup as error:
        print(repr(error))
    try:
        late = group.create_task(work("too late", 1, 0))
        await late
    except RuntimeError as error:
        print(error)


async def fails_at_once():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work("later", 1, 1))
            group.create_task(work("at once", 0, 1))
    except ExceptionGroup as error:
        print(repr(error))


async def main():
    await all_is_well()
    await one_fails()
    await block_fails()
    await nested()
    await fails_at_once()


asyncio.run(main())
