"""gather_looks_when_all_are_done: with return_exceptions gather looks at the errors only when all are done; one that never is leaves them unseen."""

import asyncio


async def fails(text):
    await asyncio.sleep(0)
    raise ValueError(text)


async def both(never):
    await asyncio.gather(asyncio.gather(never, fails("unseen"), return_exceptions=True), fails("heard"))


async def main():
    never = asyncio.get_running_loop().create_future()
    asyncio.create_task(both(never))
    try:
        await asyncio.gather(fails("first"), fails("behind the first"))
    except ValueError as error:
        print(repr(error))
    print(await asyncio.gather(fails("seen"), asyncio.sleep(1), return_exceptions=True))
    print("main ends")


asyncio.run(main())
