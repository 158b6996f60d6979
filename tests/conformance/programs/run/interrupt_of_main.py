"""interrupt_of_main: main raises KeyboardInterrupt: what stands behind it in the ready queue runs only while everything is cancelled."""

import asyncio


async def numbers():
    try:
        i = 0
        while True:
            yield i
            i += 1
    finally:
        print("generator closed")


async def sleeper(name, delay):
    try:
        print(f"{name} begins")
        await asyncio.sleep(delay)
        print(f"{name} goes on")
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(f"{name} is cancelled")
        await asyncio.sleep(1)
        print(f"{name} has tidied up")
        raise


async def holds():
    async for number in numbers():
        print(f"got {number}")
        await asyncio.sleep(0.75)


async def main():
    asyncio.create_task(holds())
    asyncio.create_task(sleeper("A", 1))
    asyncio.create_task(sleeper("B", 0))
    await asyncio.sleep(1)
    asyncio.create_task(sleeper("late", 0))
    raise KeyboardInterrupt


asyncio.run(main())
