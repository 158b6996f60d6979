"""as_completed_gives_back: a wait for the next result runs out of time, and both results are asked for afterwards"""

import asyncio


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name, "is there")
    return name


async def main():
    results = asyncio.as_completed([fetch("A", 2), fetch("B", 3)])
    try:
        await asyncio.wait_for(next(results), 1)
    except TimeoutError:
        print("none yet")
    for following in results:
        value = await following
        print("main has", value)
    print("main has no more")


asyncio.run(main())
