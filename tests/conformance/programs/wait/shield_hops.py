"""shield_hops: a shielded task goes on when whoever waits for it is cancelled; its result, its error and its own cancellation come through."""

import asyncio


async def work(name, delay, fails):
    await asyncio.sleep(delay)
    print(name, "works")
    if fails:
        raise ValueError(name)
    return f"{name} done"


async def waits(inner):
    try:
        value = await asyncio.shield(inner)
        print("waiter got", value)
    except asyncio.CancelledError:
        print("the waiter is cancelled")


async def main():
    value = await asyncio.shield(work("coroutine", 1, 0))
    print(value)
    try:
        await asyncio.shield(work("fails", 1, 1))
    except ValueError as error:
        print(repr(error))
    task = asyncio.create_task(work("shielded", 2, 0))
    waiter = asyncio.create_task(waits(task))
    await asyncio.sleep(1)
    waiter.cancel()
    await waiter
    value = await task
    print(value)
    value = await asyncio.shield(task)
    print("again", value)
    task = asyncio.create_task(work("itself cancelled", 2, 0))
    waiter = asyncio.create_task(waits(task))
    await asyncio.sleep(1)
    task.cancel()
    await waiter
    task = asyncio.create_task(work("both at once", 1, 0))
    outer = asyncio.shield(task)
    await task
    outer.cancel()
    await asyncio.sleep(0)
    print(f"outer cancelled {outer.cancelled():d}, task cancelled {task.cancelled():d}")
    task = asyncio.create_task(work("fails unseen", 1, 1))
    outer = asyncio.shield(task)
    outer.cancel()
    await asyncio.sleep(2)
    try:
        await asyncio.wait_for(asyncio.shield(asyncio.create_task(work("within wait_for", 3, 0))), 1)
    except asyncio.TimeoutError:
        print("the wait is over, the work is not")
    never_awaited = asyncio.shield(work("never awaited", 2.5, 0))
    await asyncio.sleep(2.25)
    print("end")


asyncio.run(main())
