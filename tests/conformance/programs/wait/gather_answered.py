"""gather_answered: what gather() gives is a future that others may answer too; and it hears with which words a task was cancelled that awaited itself meanwhile."""

import asyncio


async def work(delay, fails):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError("of the work")
    print("worked")
    return "work done"


async def itself():
    asyncio.current_task().cancel("enough")
    try:
        await asyncio.current_task()
    except asyncio.CancelledError as error:
        print(f"thrown in: CancelledError({error})")
        raise


def answer(future, value):
    try:
        future.set_result(value)
    except asyncio.InvalidStateError:
        return 0
    return 1


async def main():
    all_ = asyncio.gather(work(1, 0), work(2, 1))
    print("is it pending?", answer(all_, 7))
    print("is it still?", answer(all_, 8))
    print("answered:", await all_)
    await asyncio.sleep(3)
    all_ = asyncio.gather(work(1, 0))
    all_.set_exception(ValueError("by somebody else"))
    try:
        await all_
    except ValueError as error:
        print(error)
    await asyncio.sleep(2)
    try:
        await asyncio.gather(itself())
    except asyncio.CancelledError as error:
        print(f"gather: CancelledError({error})")


asyncio.run(main())
