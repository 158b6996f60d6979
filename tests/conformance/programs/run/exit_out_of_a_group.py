"""exit_out_of_a_group: SystemExit in a TaskGroup, of a task and of the block itself, comes out of it alone; other errors that ended with it are dropped."""

import asyncio


async def leaves(status):
    await asyncio.sleep(1)
    raise SystemExit(status)


async def fails(text):
    try:
        await asyncio.sleep(2)
    finally:
        raise ValueError(text)


async def inside():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails("one"))
            await asyncio.sleep(0)
            raise SystemExit(7)
    except BaseException as error:
        print(f"out of the block: {error!r}")
    return "went on"


async def main():
    value = await inside()
    print(value)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(leaves(3))
            group.create_task(fails("two"))
            await asyncio.sleep(5)
    except BaseException as error:
        print(f"out of the group: {error!r}, asked {asyncio.current_task().cancelling()} times")
    await asyncio.sleep(1)
    print("main goes on")


asyncio.run(main())
