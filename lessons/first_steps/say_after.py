"""One await after another."""

import asyncio
import time

# Knobs: try other seconds.
delay_1 = 2
delay_2 = 1


async def say_after(delay, what):
    """Wait, then say it."""
    await asyncio.sleep(delay)
    print(f"{time.strftime('%X')} - {what}")
    return f"Finished saying: {what}"


async def main():
    print(f"{time.strftime('%X')} - Starting main coroutine")

    # -- Say Hello
    result = await say_after(delay_1, "Hello")
    print(f"{time.strftime('%X')} - {result}")
    # -- Then say World
    await say_after(delay_2, "World")
    print(f"{time.strftime('%X')} - Main coroutine finished")


if __name__ == "__main__":
    asyncio.run(main())
