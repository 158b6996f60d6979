"""lock_cancelled_waiter_hands_on: who is cancelled in the line of a lock leaves it; who is cancelled when it was just woken wakes the next"""

import asyncio


async def worker(name, lock):
    async with lock:
        print(name, "is in")
        await asyncio.sleep(1)


async def tries(name, lock):
    try:
        await lock.acquire()
        print(name, "is in")
        lock.release()
    except asyncio.CancelledError:
        print(name, "was cancelled, the lock is", "held" if lock.locked() else "free")
        raise


async def in_line(lock):
    await lock.acquire()
    one = asyncio.create_task(tries("one", lock))
    two = asyncio.create_task(tries("two", lock))
    three = asyncio.create_task(worker("three", lock))
    await asyncio.sleep(1)
    one.cancel()
    await asyncio.sleep(1)
    two.cancel()
    lock.release()
    v = await asyncio.gather(one, two, three, return_exceptions=True)
    print(v)


async def just_woken(lock):
    await lock.acquire()
    one = asyncio.create_task(tries("four", lock))
    two = asyncio.create_task(worker("five", lock))
    await asyncio.sleep(0)
    lock.release()
    one.cancel()
    print("released and cancelled")
    v = await asyncio.gather(one, two, return_exceptions=True)
    print(v)


async def cancelled_before_it_asks(lock):
    await lock.acquire()
    one = asyncio.create_task(tries("six", lock))
    await asyncio.sleep(0)
    one.cancel()
    two = asyncio.create_task(tries("seven", lock))
    lock.release()
    v = await asyncio.gather(one, two, return_exceptions=True)
    print(v)


async def main():
    lock = asyncio.Lock()
    await in_line(lock)
    await just_woken(lock)
    await cancelled_before_it_asks(lock)
    print(lock.locked())


asyncio.run(main())
