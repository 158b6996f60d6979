"""async_for_is_no_hop: a generator runs in the task that asks for the next value; errors and cancellation go through it"""

import asyncio


async def counts(name, count, delay):
    try:
        for i in range(count):
            if delay >= 0:
                await asyncio.sleep(delay)
            yield f"{name}{i}"
        if count == 3:
            raise ValueError(f"{name} fails")
    finally:
        print(name, "tidies up")
        await asyncio.sleep(0)


async def prints(name, count, delay):
    async for value in counts(name, count, delay):
        print(value)
    return f"{name} done"


async def catches():
    try:
        async for value in counts("e", 3, 0):
            print(value)
    except ValueError as error:
        print(error)


async def twice():
    generator = counts("t", 4, 0)
    async for value in generator:
        print("first", value)
        await asyncio.sleep(0.25)
        if value[1] == "1":
            break
        continue
    print("between")
    async for value in generator:
        print("second", value)
    async for value in generator:
        print("never")


async def main():
    value = await asyncio.gather(prints("a", 2, -1), prints("b", 2, 1), prints("c", 0, 0), prints("d", 2, 0.5))
    print(value)
    await catches()
    await twice()
    task = asyncio.create_task(prints("x", 5, 1))
    await asyncio.sleep(1.5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    generator = counts("z", 2, 0)
    await generator.aclose()


asyncio.run(main())
