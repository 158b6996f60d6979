"""wait_for_cancelled: what wait_for cancels may clean up, swallow it, or fail; a caller that is cancelled waits for that too, or gets its result."""

import asyncio


async def cleans_up(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cleans up")
        await asyncio.sleep(1)
        print(name, "has cleaned up")
        raise


async def swallows():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("swallowed")
    return "a result all the same"


async def fails_instead():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError("instead")


async def waits(name, inner):
    try:
        value = await asyncio.wait_for(inner, 3)
        print(name, "got", value)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise


async def main():
    try:
        await asyncio.wait_for(cleans_up("too late"), 1)
    except asyncio.TimeoutError as error:
        print(repr(error))
    value = await asyncio.wait_for(swallows(), 1)
    print(value)
    try:
        await asyncio.wait_for(fails_instead(), 1)
    except ValueError as error:
        print(repr(error))
    second = asyncio.create_task(cleans_up("inner"))
    task = asyncio.create_task(waits("cancelled caller", second))
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.sleep(0.25)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled twice, left at once")
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits("the cancel is lost: caller", future))
    await asyncio.sleep(0)
    future.set_result("just in time")
    task.cancel()
    await task
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits("of a future: caller", future))
    await asyncio.sleep(0)
    future.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("the future was cancelled")


asyncio.run(main())
