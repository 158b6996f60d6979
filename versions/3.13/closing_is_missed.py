"""closing_is_missed: a generator is closed, but for the await"""

import asyncio


async def counts():
    yield 1


async def main():
    generator = counts()
    generator.aclose()
    print("closed, or so it seems")


asyncio.run(main())
