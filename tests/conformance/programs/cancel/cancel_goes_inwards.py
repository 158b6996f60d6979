"""cancel_goes_inwards: a cancel strikes the innermost future, and comes out a turn later for every task and gather on its way; or is swallowed."""

import asyncio


async def sleeper():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("innermost")
        raise error


async def swallows():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("swallowed")
    return 5


async def awaits(name, inner):
    try:
        value = await inner
        print(name, "goes on")
    except asyncio.CancelledError as error:
        print(name, "is cancelled")
        raise error


async def cancels(task):
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(0)
    print("one turn")
    await asyncio.sleep(0)
    print("two turns")
    await asyncio.sleep(0)
    print("three turns")
    try:
        await task
        print("not cancelled")
    except asyncio.CancelledError:
        print("cancelled")


async def main():
    inner = asyncio.create_task(sleeper())
    task = asyncio.create_task(awaits("outer", inner))
    await cancels(task)
    future = asyncio.gather(sleeper(), sleeper())
    task = asyncio.create_task(awaits("of gather", future))
    await cancels(task)
    print(int(future.cancelled()))
    future = asyncio.gather(sleeper(), swallows(), return_exceptions=True)
    task = asyncio.create_task(awaits("of gather that collects", future))
    await cancels(task)
    inner = asyncio.create_task(swallows())
    task = asyncio.create_task(awaits("of shield", asyncio.shield(inner)))
    await cancels(task)
    inner.cancel()
    results = await inner
    print(results)
    inner = asyncio.create_task(swallows())
    task = asyncio.create_task(awaits("of one that swallows", inner))
    await cancels(task)
    inner = asyncio.create_task(sleeper())
    inner.cancel()
    results = await asyncio.gather(inner, task, inner, return_exceptions=True)
    print(results)
    results = await asyncio.gather(inner, task, return_exceptions=True)
    print(results)


asyncio.run(main())
