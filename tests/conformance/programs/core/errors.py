"""Errors: through awaits, tasks and gathers; a gather that fails while its siblings go on; a gather that collects them; a cancelled gather."""

import asyncio


async def fail(delay, text):
    await asyncio.sleep(delay)
    raise ValueError(text)


async def work(delay):
    await asyncio.sleep(delay)
    print(f"worked {delay}")
    return delay


async def waits_for_all():
    await asyncio.gather(work(5), work(6))


async def main():
    try:
        await fail(0, "at once")
    except ValueError as error:
        print(repr(error))
    try:
        await asyncio.gather(work(2), fail(1, "first"), fail(3, "unheard"))
    except ValueError as error:
        print(repr(error))
    results = await asyncio.gather(work(1), fail(1, "kept"), return_exceptions=True)
    print(results)
    task = asyncio.create_task(fail(1, "seen twice"))
    try:
        await task
    except ValueError as error:
        print(repr(error))
    try:
        await task
    except ValueError as error:
        print(repr(error))
    waiter = asyncio.create_task(waits_for_all())
    await asyncio.sleep(1)
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        print("gather is cancelled")
    nested = await asyncio.gather(asyncio.gather(work(1), work(2)), work(1))
    print(nested)


asyncio.run(main())
