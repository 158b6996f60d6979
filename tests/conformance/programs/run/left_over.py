"""What main leaves behind: tasks that still sleep, one that has not begun, one that makes another as it ends, a call nobody awaits."""

import asyncio


async def sleeper(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(f"{name} is told to end")
        await asyncio.sleep(1)
        print(f"{name} ends")
        raise


async def quick():
    print("quick runs once more")


async def starter():
    try:
        await asyncio.sleep(10)
    finally:
        later = asyncio.create_task(sleeper("later"))


async def forgotten():
    print("never printed")


async def main():
    one = asyncio.create_task(sleeper("one"))
    two = asyncio.create_task(sleeper("two"))
    asyncio.create_task(starter())
    await asyncio.sleep(1)
    forgotten()
    three = asyncio.create_task(quick())
    print("main ends")


asyncio.run(main())
