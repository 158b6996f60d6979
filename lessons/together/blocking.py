"""A step that takes long holds up everybody."""

import asyncio
import time

# Knobs: try other seconds, and in_thread = True.
length = 2
in_thread = False


def work():
    """A plain function: it takes a while, and cannot await."""
    time.sleep(length)
    return 42


async def tick(name):
    """Print something every second, three times."""
    for number in range(1, 4):
        await asyncio.sleep(1)
        print(f"{name} {number}")


async def main():
    # -- Start a clock that ticks every second
    clock = asyncio.create_task(tick("clock"))
    await asyncio.sleep(0.5)

    # -- Work, in the loop or beside it
    if in_thread:
        got = await asyncio.to_thread(work)
    else:
        got = work()
    print(f"main has {got}")

    # -- Wait for the clock
    await clock


if __name__ == "__main__":
    asyncio.run(main())
