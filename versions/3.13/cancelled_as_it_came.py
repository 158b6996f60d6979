"""cancelled_as_it_came: a task is cancelled, with a message, while it takes the lock of its condition again"""

import asyncio


async def waits(condition):
    try:
        async with condition:
            await condition.wait()
    except asyncio.CancelledError as error:
        print(repr(error))


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waits(condition))
    await asyncio.sleep(1)
    async with condition:
        condition.notify(1)
        await asyncio.sleep(1)
        task.cancel("we close")
        await asyncio.sleep(1)
    await task


asyncio.run(main())
