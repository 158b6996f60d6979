"""as_completed_at_call: as_completed() is called, and the first result asked for later"""

import asyncio


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name, "is there")
    return name


async def main():
    results = asyncio.as_completed([fetch("A", 2), fetch("B", 1)])
    await asyncio.sleep(3)
    print("main asks")
    for following in results:
        value = await following
        print("main has", value)


asyncio.run(main())
