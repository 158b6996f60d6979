"""A step that takes two seconds without an await."""

import asyncio
import time

# Turn it to True: then the mistake is mended.
mended = False


async def ticks(name):
    for i in range(1, 4):
        print(f"{name}: tick {i}")
        await asyncio.sleep(1)


async def main():
    clock = asyncio.create_task(ticks("clock"))
    await asyncio.sleep(0)
    if not mended:
        # -- The mistake: the whole thread sleeps
        time.sleep(2)
    else:
        # -- Mended: the task sleeps, and lets go of the loop
        await asyncio.sleep(2)
    print("main has rested")
    await clock


if __name__ == "__main__":
    asyncio.run(main())
