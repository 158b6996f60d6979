"""semaphore_wakes_all: three places come free at once, while one task waits and two more are on their way"""

import asyncio


async def works(name, semaphore):
    await semaphore.acquire()
    print(name, "works")


async def other():
    for i in range(3):
        print("another task runs")
        await asyncio.sleep(0)


async def main():
    semaphore = asyncio.Semaphore(0)
    a = asyncio.create_task(works("A", semaphore))
    await asyncio.sleep(1)
    b = asyncio.create_task(works("B", semaphore))
    c = asyncio.create_task(works("C", semaphore))
    for i in range(3):
        semaphore.release()
    other_task = asyncio.create_task(other())
    await asyncio.gather(a, b, c, other_task)


asyncio.run(main())
