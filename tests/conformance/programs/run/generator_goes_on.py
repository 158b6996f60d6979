"""generator_goes_on: a generator that gives a value instead of ending is no more closed than before: whoever asks gets the next ones, but nobody closes it again."""

import asyncio


async def numbers():
    try:
        yield 1
    except GeneratorExit:
        yield 2
    yield 3
    print("to its end")


async def main():
    made = numbers()
    async for number in made:
        print("got", number)
        try:
            await made.aclose()
        except (RuntimeError, StopAsyncIteration) as error:
            print(type(error).__name__)


asyncio.run(main())
