"""group_outlives_its_task: a block in a generator has lost the task that began it, by a cancellation, when one of its tasks fails: that is told to the handler of errors."""

import asyncio


async def fails():
    await asyncio.sleep(1)
    raise ValueError("late")


async def numbers():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails())
        yield 1


async def reads(made):
    try:
        async for number in made:
            print("got", number)
            await asyncio.sleep(5)
    finally:
        del made  # else the way of the error would keep it


async def main():
    made = numbers()
    reader = asyncio.create_task(reads(made))
    await asyncio.sleep(0.5)
    reader.cancel()
    await asyncio.wait([reader], timeout=100)
    print("cancelled", reader.cancelled())
    await asyncio.sleep(1)


asyncio.run(main())
