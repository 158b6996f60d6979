"""generator_stays_with_its_task: a generator gives a value instead of ending: what it stands in is dropped only with the task that was to close it."""

import asyncio


async def inner():
    try:
        yield 1
    finally:
        print("the inner one is closed")


async def outer():
    try:
        yield 1
    except (GeneratorExit, asyncio.CancelledError):
        async for value in inner():
            yield value


async def main():
    async for value in outer():
        print("got", value)
        break


asyncio.run(main())
