"""timeout_hops: a block with a time limit: in time, too late, no time at all, none, nested, moved, without an await; and a cancel from outside."""

import asyncio
import time


async def limited(name, limit, delay):
    timeout = asyncio.timeout(limit)
    try:
        async with timeout:
            await asyncio.sleep(delay)
            print(f"{name}: in time")
    except TimeoutError as error:
        print(f"{name}: {error!r}")
    print(f"{name}: expired {timeout.expired():d}, {asyncio.current_task().cancelling()} requests")


async def nested():
    try:
        outer = asyncio.timeout(1)
        async with outer:
            try:
                inner = asyncio.timeout(2)
                async with inner:
                    await asyncio.sleep(3)
            finally:
                print(f"inner expired {inner.expired():d}, outer expired {outer.expired():d}")
    except TimeoutError:
        print("the outer one is over")


async def moved():
    loop = asyncio.get_running_loop()
    try:
        timeout = asyncio.timeout(None)
        async with timeout:
            timeout.reschedule(loop.time() + 5)
            await asyncio.sleep(1)
            timeout.reschedule(loop.time() + 1)
            await asyncio.sleep(0.5)
            timeout.reschedule(loop.time() - 1)
            await asyncio.sleep(0.5)
    except TimeoutError:
        print("moved until it was over")
    try:
        timeout.reschedule(9)
    except RuntimeError as error:
        print(error)


async def never_awaits():
    async with asyncio.timeout(1):
        await asyncio.sleep(0.5)
        time.sleep(2)
        print("too late, but nobody saw it")
    await asyncio.sleep(0)
    return "not disturbed"


async def raises():
    try:
        timeout = asyncio.timeout_at(asyncio.get_running_loop().time() + 1)
        async with timeout:
            try:
                await asyncio.sleep(3)
            except asyncio.CancelledError:
                raise ValueError("instead")
    except ValueError as error:
        print(f"{error!r}, expired {timeout.expired():d}")


async def main():
    await limited("one", 2, 1)
    await limited("two", 1, 2)
    await limited("three", 0, 1)
    await limited("four", None, 1)
    await limited("five", -1, 0)
    await limited("same instant", 1, 1)
    await nested()
    await moved()
    value = await never_awaits()
    print(value)
    await raises()
    task = asyncio.create_task(limited("cancelled", 2, 9))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("a cancel is no timeout")
    task = asyncio.create_task(limited("both", 1, 9))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("both: the cancel counts")


asyncio.run(main())
