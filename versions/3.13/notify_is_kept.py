"""notify_is_kept: of two tasks that wait the one that was woken is cancelled"""

import asyncio


async def waits(name, condition):
    async with condition:
        await condition.wait()
        print(name, "was woken")


async def main():
    condition = asyncio.Condition()
    a = asyncio.create_task(waits("A", condition))
    b = asyncio.create_task(waits("B", condition))
    await asyncio.sleep(1)
    async with condition:
        condition.notify(1)
        await asyncio.sleep(1)
        a.cancel()
    try:
        await asyncio.wait_for(b, 2)
    except TimeoutError:
        print("nobody was woken")


asyncio.run(main())
