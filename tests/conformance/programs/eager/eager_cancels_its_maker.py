"""eager_cancels_its_maker: since Python 3.12: an eager task cancels, in its first step, the task that makes it, which neither waits nor stands in the queue."""

import asyncio


async def child(maker):
    maker.cancel()
    print("child has cancelled the maker")


async def makes():
    for _ in range(3):
        await asyncio.sleep(0)
    asyncio.create_task(child(asyncio.current_task()))
    print("the maker goes on")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("the maker is cancelled at its await")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(makes(), name="maker")


asyncio.run(main())
