"""closing_is_cancelled: main ends right after it has left a generator, whose closing is cancelled before it begins"""

import asyncio


async def counts():
    try:
        yield 1
    finally:
        print("tidies up")
        await asyncio.sleep(1)
        print("has tidied up")


async def main():
    async for value in counts():
        break


asyncio.run(main())
