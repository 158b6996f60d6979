"""shield_lets_go: a shield is cancelled, and what it shields ends later"""

import asyncio


async def work():
    await asyncio.sleep(2)
    print("work is done")


async def waits(task):
    await asyncio.shield(task)


async def main():
    task = asyncio.create_task(work())
    waiter = asyncio.create_task(waits(task))
    await asyncio.sleep(1)
    waiter.cancel()
    await asyncio.sleep(2)
    print("main has done something else")


asyncio.run(main())
