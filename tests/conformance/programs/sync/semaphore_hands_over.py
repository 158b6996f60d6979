"""semaphore_hands_over: a released place is handed to the first in line, and handed on by one who is cancelled when it has it already"""

import asyncio


async def worker(name, semaphore, delay):
    async with semaphore:
        print(name, "is in")
        await asyncio.sleep(delay)
    return name


async def barger(semaphore):
    await asyncio.sleep(1)
    print("barger sees", semaphore.locked())
    await semaphore.acquire()
    print("barger is in")
    semaphore.release()


async def handed_on(semaphore):
    await semaphore.acquire()
    await semaphore.acquire()
    c = asyncio.create_task(worker("C", semaphore, 1))
    d = asyncio.create_task(worker("D", semaphore, 1))
    await asyncio.sleep(0)
    semaphore.release()
    c.cancel()
    v = await asyncio.gather(c, d, return_exceptions=True)
    print(v)
    semaphore.release()


async def two_at_once(semaphore):
    await semaphore.acquire()
    await semaphore.acquire()
    a = asyncio.create_task(worker("first", semaphore, 0))
    b = asyncio.create_task(worker("second", semaphore, 0.5))
    c = asyncio.create_task(worker("third", semaphore, 0))
    await asyncio.sleep(1)
    b.cancel()
    semaphore.release()
    semaphore.release()
    print(semaphore.locked())
    v = await asyncio.gather(a, b, c, return_exceptions=True)
    print(v)


async def wakes_the_next(semaphore):
    await semaphore.acquire()
    await semaphore.acquire()
    a = asyncio.create_task(worker("woken", semaphore, 1))
    await asyncio.sleep(0)
    semaphore.release()
    semaphore.release()
    await semaphore.acquire()
    print("a place was free, but one stood in line")
    semaphore.release()
    await a


async def main():
    semaphore = asyncio.Semaphore(2)
    v = await asyncio.gather(worker("A", semaphore, 1), worker("B", semaphore, 1), worker("C", semaphore, 1), worker("D", semaphore, 0.5),
                             barger(semaphore))
    print(v)
    await handed_on(semaphore)
    await two_at_once(semaphore)
    await wakes_the_next(semaphore)
    bounded = asyncio.BoundedSemaphore(1)
    await worker("bounded", bounded, 0)
    try:
        bounded.release()
    except ValueError as error:
        print(error)


asyncio.run(main())
