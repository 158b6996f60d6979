"""block_moves_the_clock: while a step blocks nobody runs; afterwards every timer that came due fires in one turn, in order of deadline."""

import asyncio
import time


def note(context):
    print(f"{context} at {asyncio.get_running_loop().time():g}")


def blocks():
    time.sleep(0.5)
    print("the callback has blocked")


async def sleeper(name, delay):
    await asyncio.sleep(delay)
    print(f"{name} at {asyncio.get_running_loop().time():g}")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_at(2.25, note, "call_at 2.25")
    loop.call_at(1, note, "call_at 1")
    loop.call_at(-1, note, "call_at -1")
    asyncio.create_task(sleeper("third", 0.75))
    asyncio.create_task(sleeper("first", 0.25))
    asyncio.create_task(sleeper("second", 0.5))
    await asyncio.sleep(0)
    time.sleep(2)
    print("two seconds later")
    loop.call_later(0.25, note, "call_later from the new now")
    await asyncio.sleep(0.125)
    loop.call_soon(blocks)
    await asyncio.sleep(0.25)
    time.sleep(0)
    print(f"{loop.time():g}")


asyncio.run(main())
