"""interrupt_after_main: a task raises KeyboardInterrupt in the turn in which main ends: the callback that stops the loop is left over, and stops the next run of it."""

import asyncio


async def child(delay):
    await asyncio.sleep(delay)
    raise KeyboardInterrupt


async def other():
    try:
        await asyncio.sleep(5)
    finally:
        print("other is told to end")
        await asyncio.sleep(1)
        print("which nobody waits for")


async def main():
    asyncio.create_task(child(1))
    asyncio.create_task(other())
    await asyncio.sleep(1)
    print("main ends")
    return 1


asyncio.run(main())
