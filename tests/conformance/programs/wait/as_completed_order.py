"""as_completed_order: results in the order in which they come: of coroutines, tasks, errors; with a time limit; left early; awaited by somebody else."""

import asyncio


async def work(name, delay, fails):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(name)
    return f"{name} done"


async def in_order():
    older = asyncio.create_task(work("older", 1.5, 0))
    results = [work("three", 3, 0), older, work("one", 1, 0), older, work("two", 2, 1)]
    await asyncio.sleep(0)
    for coming in asyncio.as_completed(results):
        try:
            value = await coming
            print(value)
        except ValueError as error:
            print(repr(error))


async def limited(limit):
    for coming in asyncio.as_completed([work("a", 3, 0), work("b", 1, 0), work("c", 4, 0)], timeout=limit):
        try:
            value = await coming
            print(value)
        except TimeoutError as error:
            print(repr(error))


async def first():
    for coming in asyncio.as_completed([work("slow", 2, 0), work("fast", 1, 0)], timeout=9):
        value = await coming
        print("first", value)
        break


async def together():
    results = asyncio.as_completed([work("x", 2, 0), work("y", 1, 0), work("z", 1, 0)])
    one = asyncio.create_task(next(results))
    two = asyncio.create_task(next(results))
    three = asyncio.create_task(next(results))
    await asyncio.sleep(0.5)
    one.cancel()
    value = await asyncio.gather(one, two, three, return_exceptions=True)
    print(value)


async def main():
    await in_order()
    await limited(2)
    await limited(3)
    await limited(5)
    await limited(0)
    await first()
    await together()
    task = asyncio.create_task(limited(2))
    await asyncio.sleep(0.5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
