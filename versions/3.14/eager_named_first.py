"""eager_named_first: an eager task says in its first step what it is called (since Python 3.12)"""

import asyncio


async def work():
    print(asyncio.current_task().get_name(), "works")
    await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(work(), name="worker")
    await task


asyncio.run(main())
