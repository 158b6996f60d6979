"""eager_names: what an eager task is called in its first step, and afterwards. (since Python 3.12)"""

import asyncio


async def says(when):
    print(f"{when} {asyncio.current_task().get_name()}")
    await asyncio.sleep(0)
    print(f"later {asyncio.current_task().get_name()}")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(says("named"), name="A")
    print(f"made {task.get_name()}")
    await task
    task = asyncio.create_task(says("unnamed"))
    await task
    async with asyncio.TaskGroup() as group:
        group.create_task(says("in a group"), name="B")
        group.create_task(says("in a group"))
    await asyncio.gather(says("gathered"))


asyncio.run(main())
