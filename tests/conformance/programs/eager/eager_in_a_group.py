"""eager_in_a_group: eager tasks of a TaskGroup: when it hears of those that are done at once, and what one that fails at once cancels. (since Python 3.12)"""

import asyncio


async def quick(n):
    print(f"quick {n}")
    return n


async def slow(n):
    try:
        print(f"slow {n}")
        await asyncio.sleep(1)
        print(f"slow {n} is through")
    except asyncio.CancelledError:
        print(f"slow {n} is cancelled")
        raise


async def fails(why):
    raise ValueError(why)


async def failing():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow(3))
            group.create_task(fails("early"))
            print(f"in the block, asked {asyncio.current_task().cancelling()} times")
            await asyncio.sleep(0)
            print("still in the block")
            await asyncio.sleep(2)
            print("never")
    except BaseException as error:
        print(f"{type(error).__name__}, asked {asyncio.current_task().cancelling()} times")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(quick(1))
        group.create_task(slow(2))
    print(f"the group has ended with {task.result()}")
    async with asyncio.TaskGroup() as group:
        group.create_task(quick(2))
    await failing()
    await asyncio.sleep(1)
    await asyncio.create_task(failing())
    print("main ends")


asyncio.run(main())
