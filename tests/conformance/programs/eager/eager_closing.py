"""eager_closing: eager tasks that close a generator: one that was dropped, one that waits while it tidies up, and ones that have nothing to do. (since Python 3.12)"""

import asyncio


async def counts(name, delay):
    try:
        yield 1
    finally:
        print(name, "tidies up")
        if delay >= 0:
            await asyncio.sleep(delay)
        print(name, "is gone")


async def drops(name, delay):
    async for value in counts(name, delay):
        break


async def main():
    begun = counts("begun", 0.25)
    async for value in begun:
        break
    untouched = counts("untouched", 0)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    value = await asyncio.gather(begun.aclose(), untouched.aclose())
    print(value)
    await drops("at once", -1)
    await drops("later", 0.5)
    await asyncio.sleep(1)
    await asyncio.shield(begun.aclose())
    print("end")


asyncio.run(main())
