"""eager_tasks: a task that never has to wait, with the task factory that begins tasks at once"""

import asyncio


async def cached():
    print("looked up")


async def main():
    if hasattr(asyncio, "eager_task_factory"):
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(cached())
    print("main has made a task")
    await task


asyncio.run(main())
