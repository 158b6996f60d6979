"""group_ignores_its_closing: a generator gives a value, from a group or behind one, instead of ending: who was to close it has failed, and nobody asks it why."""

import asyncio


async def inside():
    try:
        yield 1
    finally:
        async with asyncio.TaskGroup():
            yield 2


async def behind():
    try:
        yield 1
    finally:
        async with asyncio.TaskGroup():
            print("a group")
        yield 2


async def main():
    async for value in inside():
        print("got", value)
        break
    async for value in behind():
        print("got", value)
        break
    await asyncio.sleep(0)


asyncio.run(main())
