"""must_cancel_at_return: a cancel that nothing can deliver at once strikes at the step's begin, at its next yield, or takes the value it returns."""

import asyncio


async def returns():
    await asyncio.sleep(0)
    asyncio.current_task().cancel()
    print("the value is lost")
    return 7


async def yields():
    asyncio.current_task().cancel()
    print("goes on to its next yield")
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("struck in the sleep")
    return 8


async def waits(future):
    try:
        await future
        print("never printed")
    except asyncio.CancelledError:
        print("cancelled though the result was there")


async def ready():
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("struck at the begin of the step")


async def main():
    task = asyncio.create_task(returns())
    try:
        await task
    except asyncio.CancelledError:
        print("returns is cancelled")
    value = await asyncio.create_task(yields())
    print(value)
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits(future))
    await asyncio.sleep(0)
    future.set_result(9)
    task.cancel()
    task.cancel()
    await task
    task = asyncio.create_task(ready())
    await asyncio.sleep(0)
    task.cancel()
    task.cancel()
    await task


asyncio.run(main())
