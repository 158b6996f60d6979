"""Order: bare yields between three tasks, ties between timers, tasks that are done before they are awaited."""

import asyncio


async def turns(name, count):
    for turn in range(count):
        print(f"{name} {turn}")
        await asyncio.sleep(0)
    return name


async def late(first, then):
    await asyncio.sleep(first)
    await asyncio.sleep(then)
    print(f"{first} then {then}")


async def main():
    one = asyncio.create_task(turns("one", 3))
    two = asyncio.create_task(turns("two", 1))
    three = asyncio.create_task(turns("three", 2), name="Three")
    names = await asyncio.gather(three, one, two, one)
    print(names)
    again = await two
    print(again)
    names = await asyncio.gather(one, turns("four", 1))
    print(names)
    await asyncio.gather(late(0.1, 0.2), late(0.2, 0.1), late(0.3, 0), late(-1, 0.3))
    task = asyncio.create_task(late(0.001, 0.002))
    await asyncio.sleep(0.003)
    print("awake")
    await task


asyncio.run(main())
