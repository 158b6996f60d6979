"""eager_start: create_task(eager_start=…) says of one task whether it is eager, whatever the loop says. (since Python 3.14)"""

import asyncio


async def says(what):
    print(f"{what} begins")
    await asyncio.sleep(1)
    print(f"{what} ends")


async def main():
    asyncio.create_task(says("eager"), eager_start=True)
    asyncio.create_task(says("not eager"), eager_start=False)
    asyncio.create_task(says("as it is set"))
    await asyncio.sleep(1)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        group.create_task(says("late in a group"), eager_start=False)
        group.create_task(says("early in a group"), eager_start=True)
        group.create_task(says("as it is set in a group"))
    await asyncio.sleep(2)


asyncio.run(main())
