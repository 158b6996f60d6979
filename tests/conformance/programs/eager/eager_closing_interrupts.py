"""eager_closing_interrupts: since Python 3.12: a generator that was left is closed in an eager step, and ends the run there: it comes out of the callback that made the task."""

import asyncio


async def numbers():
    try:
        yield 1
    except GeneratorExit:
        print("enough")
        raise KeyboardInterrupt("enough")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async for number in numbers():
        print("got", number)
        break
    await asyncio.sleep(0)
    print("never gets here")


asyncio.run(main())
