"""group_round_a_yield: a TaskGroup in a generator outlives the task that entered it: who fails in it then is reported, and comes out with the others."""

import asyncio


async def fails():
    raise ValueError("of the group's task")


async def values():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails())
        yield 42
        yield 0


async def takes_one():
    async for value in values():
        print("got", value)
        return value


async def main():
    print("taken:", await asyncio.create_task(takes_one()))
    await asyncio.sleep(1)


asyncio.run(main())
