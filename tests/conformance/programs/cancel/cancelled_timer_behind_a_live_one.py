"""cancelled_timer_behind_a_live_one: a cancelled timer on top never wakes the loop, one behind a live one is skipped, many are purged at once."""

import asyncio
import time


def live():
    print(f"live at {asyncio.get_running_loop().time():g}")


def never():
    print("never")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.5, never).cancel()
    loop.call_later(1, live)
    loop.call_later(1, never).cancel()
    loop.call_later(1, live)
    await asyncio.sleep(2)
    loop.call_later(0.5, live)
    loop.call_later(0.75, never).cancel()
    loop.call_later(1, live)
    time.sleep(3)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    handles = []
    for i in range(120):
        handles.append(loop.call_later(1 + i % 7, live))
    for i in range(120):
        if i % 12 != 5:
            handles[i].cancel()
    await asyncio.sleep(4)
    print(f"{loop.time():g}")
    await asyncio.sleep(4)


asyncio.run(main())
