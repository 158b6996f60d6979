"""async_generator_dropped: a generator that is dropped before its end is closed by a task of its own, also one that main held, which is cancelled"""

import asyncio


async def counts(name, delay):
    try:
        for i in range(9):
            await asyncio.sleep(delay)
            yield i
    except GeneratorExit:
        print(name, "is told to go")
        raise
    finally:
        print(name, "tidies up")
        await asyncio.sleep(0.5)
        print(name, "is gone")


async def breaks(name):
    async for value in counts(name, 0):
        print(name, value)
        if value == 1:
            break
    print(name, "after")


async def returns(name):
    async for value in counts(name, 0.25):
        return value


async def raises(name):
    try:
        async for value in counts(name, 0):
            raise KeyError(name)
    except KeyError as error:
        print("caught", error.args[0])
    value = None
    await asyncio.sleep(2)


async def closes():
    generator = counts("closed", 0)
    async for value in generator:
        break
    await generator.aclose()
    print("closed it")
    async for value in generator:
        print("never")
    await generator.aclose()


async def main():
    value = await asyncio.gather(breaks("A"), returns("B"))
    print(value)
    await asyncio.sleep(2)
    await closes()
    await raises("C")
    await asyncio.sleep(1)
    generator = counts("D", 0)
    async for value in generator:
        print("D", value)
        break
    print("end")


asyncio.run(main())
