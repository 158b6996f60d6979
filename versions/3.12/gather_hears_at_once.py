"""gather_hears_at_once: the results of two tasks that have ended long ago"""

import asyncio


async def work(name):
    print(name, "works")
    await asyncio.sleep(0)
    print(name, "has worked")


async def main():
    a = asyncio.create_task(work("A"))
    b = asyncio.create_task(work("B"))
    await asyncio.sleep(1)
    c = asyncio.create_task(work("C"))
    await asyncio.gather(a, b)
    print("main goes on")
    await c


asyncio.run(main())
