"""group_lets_exit_out: a generator with a TaskGroup round its yield is left before its end (since Python 3.14)"""

import asyncio


async def numbers():
    try:
        async with asyncio.TaskGroup():
            yield 1
            yield 2
    except BaseException as error:
        print("it ends with", repr(error))


async def main():
    generator = numbers()
    async for number in generator:
        print("got", number)
        break
    await generator.aclose()


asyncio.run(main())
