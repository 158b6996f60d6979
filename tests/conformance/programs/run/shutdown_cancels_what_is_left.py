"""shutdown_cancels_what_is_left: after main: a first step for the task made last; what is left is cancelled, fails, swallows it, or is too late."""

import asyncio


def breaks():
    print("the turn of the end")


async def fails():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        await asyncio.sleep(1)
        raise ValueError("while it was cancelled")


async def swallows():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("swallowed")
    await asyncio.sleep(2)
    print("and done")


async def forgotten():
    print("its first step")
    await asyncio.sleep(0)
    print("never printed")


async def main():
    one = asyncio.create_task(fails(), name="a name uses up a number")
    two = asyncio.create_task(swallows())
    await asyncio.sleep(1)
    three = asyncio.create_task(forgotten())
    asyncio.get_running_loop().call_soon(breaks)
    print("main ends")


asyncio.run(main())
