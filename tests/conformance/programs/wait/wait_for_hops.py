"""wait_for_hops: wait_for that is in time, too late, without a limit, with no time at all, of a task, and when both come in the same instant."""

import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    print(name, "works")
    return f"{name} done"


async def fails(delay):
    await asyncio.sleep(delay)
    raise ValueError("x")


async def ticks():
    for i in range(8):
        print("tick", i)
        await asyncio.sleep(0)


async def main():
    value = await asyncio.wait_for(work("in time", 1), 2)
    print(value)
    value = await asyncio.wait_for(work("without limit", 1), None)
    print(value)
    try:
        await asyncio.wait_for(work("too late", 2), 1)
    except asyncio.TimeoutError as error:
        print(repr(error))
    task = asyncio.create_task(work("older task", 1))
    await asyncio.sleep(0)
    value = await asyncio.wait_for(task, 1)
    print(value)
    try:
        await asyncio.wait_for(work("same instant", 1), 1)
    except asyncio.TimeoutError:
        print("the deadline is older")
    other = asyncio.create_task(ticks())
    try:
        await asyncio.wait_for(work("no time", 1), 0)
    except asyncio.TimeoutError:
        print("no time at all")
    value = await asyncio.wait_for(task, -1)
    print(value)
    value = await asyncio.wait_for(task, 1)
    await other
    try:
        await asyncio.wait_for(fails(0.5), 1)
    except ValueError as error:
        print(repr(error))
    value = await asyncio.gather(
        asyncio.create_task(asyncio.wait_for(work("a", 1), 2)), asyncio.create_task(asyncio.wait_for(work("b", 3), 2)), return_exceptions=True
    )
    print(value)


asyncio.run(main())
