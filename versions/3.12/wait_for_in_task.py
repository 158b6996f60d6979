"""wait_for_in_task: a coroutine with a time limit, beside another task"""

import asyncio


async def fetch(name, delay):
    await asyncio.sleep(delay)
    print(name, "is there")
    return name


async def main():
    other = asyncio.create_task(fetch("B", 1))
    value = await asyncio.wait_for(fetch("A", 1), 2)
    print("main has", value)
    await other


asyncio.run(main())
