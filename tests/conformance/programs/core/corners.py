"""Corners that random programs found: one task twice in a gather, several sleep(0) at once, an error that a cancel has seen, a task that awaits itself."""

import asyncio


async def work(name):
    try:
        await asyncio.sleep(1)
    finally:
        print(f"{name} is asked to end {asyncio.current_task().cancelling()} times")


async def itself():
    await asyncio.sleep(0)
    try:
        await asyncio.current_task()
    except RuntimeError:
        print("nobody awaits itself")
    await asyncio.sleep(1)


async def impatient(other):
    try:
        await other
    except RuntimeError as error:
        print(error)


def tell():
    print("while the last are cancelled")


async def last():
    try:
        await asyncio.sleep(10)
    finally:
        asyncio.get_running_loop().call_soon(tell)
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(3))


async def main():
    task = asyncio.create_task(work("work"))
    both = asyncio.gather(task, task)
    await asyncio.sleep(0)
    both.cancel()
    try:
        await both
    except asyncio.CancelledError:
        print("both are cancelled")
    await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0), asyncio.sleep(0))
    for zero in asyncio.as_completed([asyncio.sleep(0), asyncio.sleep(-1)]):
        print(await zero)
    none = asyncio.gather()
    none.cancel()
    seen = asyncio.get_running_loop().create_future()
    seen.set_exception(ValueError("never reported"))
    seen.cancel()
    tied = asyncio.create_task(itself())
    await asyncio.sleep(0)
    waiting = asyncio.create_task(impatient(tied))
    await asyncio.sleep(0)
    await asyncio.gather(tied, waiting)
    not_begun = asyncio.gather(asyncio.sleep(0))
    not_begun.cancel()
    asyncio.create_task(last())
    await asyncio.sleep(0)


asyncio.run(main())
