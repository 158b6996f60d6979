"""eager_named_none: what an eager task is called whom nobody gave a name (since Python 3.12)"""

import asyncio


async def work():
    await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(work())
    print("the task is called", task.get_name())
    await task


asyncio.run(main())
