"""lock_in_order: a free lock is taken without suspending; a held one goes to those who wait in the order of asking, and nobody barges in"""

import asyncio


async def worker(name, lock, delay):
    print(name, "asks")
    async with lock:
        print(name, "is in")
        await asyncio.sleep(delay)
    print(name, "is out")


async def barger(lock):
    await asyncio.sleep(1)
    print("barger sees", lock.locked())
    await lock.acquire()
    print("barger is in")
    lock.release()


async def quick(lock):
    got = await lock.acquire()
    print("quick got", got)
    lock.release()
    async with lock:
        print("and again")


async def returns_from_inside(lock):
    try:
        async with lock:
            raise ValueError("inside")
    except ValueError as error:
        print(f"{error}, {'locked' if lock.locked() else 'free'}")
    async with lock:
        await asyncio.sleep(0)
        return "returned"


async def main():
    lock = asyncio.Lock()
    await quick(lock)
    await asyncio.gather(worker("A", lock, 1), worker("B", lock, 0.5), worker("C", lock, 0), barger(lock))
    value = await asyncio.gather(returns_from_inside(lock), returns_from_inside(lock))
    print(value)


asyncio.run(main())
