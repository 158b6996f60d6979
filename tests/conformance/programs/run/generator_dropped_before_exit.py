"""generator_dropped_before_exit: while run() ends, a callback exits before a dropped generator gets its task: nobody has awaited its aclose(), which Python 3.13 reports."""

import asyncio


def leaves():
    print("a callback exits")
    raise SystemExit(5)


async def numbers():
    i = 0
    try:
        while True:
            yield i
            i += 1
    finally:
        print("closed")


async def takes_one():
    async for number in numbers():
        asyncio.get_running_loop().call_soon(leaves)
        print(f"has {number}")
        break


async def main():
    asyncio.create_task(takes_one())


asyncio.run(main())
