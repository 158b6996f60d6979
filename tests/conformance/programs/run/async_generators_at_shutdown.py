"""async_generators_at_shutdown: generators that somebody outside still holds are closed together when the run ends"""

import asyncio


async def counts(name):
    try:
        for i in range(9):
            yield i
            await asyncio.sleep(0.25)
    finally:
        print(name, "tidies up")
        await asyncio.sleep(0.5)
        print(name, "is gone")


async def main():
    async for value in first:
        print("first", value)
        if value == 1:
            break
    async for value in second:
        print("second", value)
        break
    print("end")


first = counts("first")
second = counts("second")
untouched = counts("untouched")
asyncio.run(main())
