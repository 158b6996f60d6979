"""async_generator_held_to_the_end: a generator that has come to its end, or was closed before it began, is closed once more when the run ends, as long as somebody holds it"""

import asyncio


async def counts(count):
    for i in range(count):
        yield i


async def main():
    async for value in ended:
        print("ended", value)
    await closed.aclose()
    async for value in closed:
        print("never")
    closing = asked.aclose()
    await closing
    async for value in counts(1):
        print("nobody holds this one")
    print("end")


ended = counts(2)
closed = counts(2)
asked = counts(2)
untouched = counts(2)
asyncio.run(main())
