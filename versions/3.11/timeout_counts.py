"""timeout_counts: a task that has swallowed a cancellation sets a time limit"""

import asyncio


async def work():
    try:
        await asyncio.sleep(2)
    except asyncio.CancelledError:
        print("not now")
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(5)
    except TimeoutError:
        print("too late, something else then")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
        print("work is done")
    except asyncio.CancelledError:
        print("work was cancelled")


asyncio.run(main())
