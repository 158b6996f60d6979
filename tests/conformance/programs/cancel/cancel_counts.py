"""cancel_counts: cancelling() counts the requests, uncancel() takes one back but calls no cancellation off; who runs, who is left, and names."""

import asyncio


async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print(asyncio.current_task().get_name(), "cancelled,", asyncio.current_task().cancelling(), "requests")
    asyncio.current_task().uncancel()
    print(asyncio.current_task().cancelling(), "requests left")
    return asyncio.current_task().uncancel()


async def takes_it_back():
    asyncio.current_task().cancel()
    asyncio.current_task().uncancel()
    print("takes it back, and is cancelled all the same")
    await asyncio.sleep(0)
    print("never printed")


async def main():
    task = asyncio.create_task(stubborn(), name="stubborn")
    other = asyncio.create_task(takes_it_back())
    all = asyncio.all_tasks()
    for one in all:
        print(one.get_name())
    asyncio.current_task().set_name("the main one")
    await asyncio.sleep(0.5)
    task.cancel()
    task.cancel()
    print(task.cancelling(), "requests")
    await asyncio.sleep(0.5)
    task.cancel()
    value = await task
    print(value)
    try:
        await other
    except asyncio.CancelledError:
        print(f"{asyncio.current_task().get_name()}: {len(asyncio.all_tasks())} left")


asyncio.run(main())
