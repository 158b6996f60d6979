"""eager_group_waits: a group whose only task is done as soon as it has been made (since Python 3.12)"""

import asyncio


async def cached():
    print("looked up")


async def other():
    print("another task runs")


async def main():
    other_task = asyncio.create_task(other())
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        group.create_task(cached())
    print("the group has ended")
    await other_task


asyncio.run(main())
