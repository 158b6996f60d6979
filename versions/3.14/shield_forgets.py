"""shield_forgets: what is shielded fails in the same turn in which its shield is cancelled"""

import asyncio


async def work():
    await asyncio.sleep(1)
    raise ValueError("bad")


async def waits(task):
    await asyncio.shield(task)


async def main():
    task = asyncio.create_task(work())
    waiter = asyncio.create_task(waits(task))
    await asyncio.sleep(1)
    waiter.cancel()
    await asyncio.sleep(1)
    print("main has done something else")


asyncio.run(main())
