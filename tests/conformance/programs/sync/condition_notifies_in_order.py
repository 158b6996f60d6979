"""condition_notifies_in_order: a condition wakes the first in its line; each takes the lock again in turn, also one that is cancelled"""

import asyncio


async def waiter(name, condition):
    async with condition:
        try:
            got = await condition.wait()
            print(name, got)
        except asyncio.CancelledError:
            print(f"{name} cancelled, lock held {condition.locked()}")
            raise


async def notifier(condition):
    await asyncio.sleep(1)
    async with condition:
        condition.notify(2)
        print("notified two")
        await asyncio.sleep(1)
    async with condition:
        condition.notify_all()
        print("notified all")


pieces = 0


def has_two():
    return pieces >= 2


async def buyer(condition):
    global pieces
    async with condition:
        got = await condition.wait_for(has_two)
        print("buyer", got, pieces)
        await condition.wait_for(has_two)
        pieces -= 2


async def seller(condition):
    global pieces
    for round in range(2):
        await asyncio.sleep(1)
        async with condition:
            pieces += 1
            condition.notify(1)


async def cancels(condition):
    a = asyncio.create_task(waiter("first", condition))
    b = asyncio.create_task(waiter("second", condition))
    c = asyncio.create_task(waiter("third", condition))
    await asyncio.sleep(0)
    a.cancel()
    await condition.acquire()
    condition.notify(1)
    await asyncio.sleep(0)
    b.cancel()
    c.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    c.cancel()
    await asyncio.sleep(0)
    condition.release()
    v = await asyncio.gather(a, b, c, return_exceptions=True)
    print(v)


async def misuses(condition):
    try:
        await condition.wait()
    except RuntimeError as error:
        print(error)
    try:
        condition.notify(1)
    except RuntimeError as error:
        print(error)


async def main():
    condition = asyncio.Condition()
    v = await asyncio.gather(waiter("A", condition), waiter("B", condition), waiter("C", condition), notifier(condition))
    print(v)
    await asyncio.gather(buyer(condition), seller(condition))
    await cancels(condition)
    lock = asyncio.Lock()
    condition = asyncio.Condition(lock)
    await misuses(condition)
    async with lock:
        print(condition.locked())


asyncio.run(main())
