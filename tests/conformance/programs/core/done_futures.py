"""done_futures: what is done already: awaited without a turn, gathered with two, its error raised every time; a second result is refused."""

import asyncio


def told(future):
    print("told")


def counts():
    print("a turn")


async def at_once(value):
    return value


async def fails():
    raise KeyError("gone")


async def awaits(future):
    try:
        value = await future
    except Exception as error:
        value = error
        print("raised")
    print(repr(value))


async def main():
    loop = asyncio.get_running_loop()
    one = asyncio.create_task(at_once(1))
    two = asyncio.create_task(at_once(2))
    bad = asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(int(one.cancel()), int(one.done()))
    loop.call_soon(counts)
    await awaits(bad)
    await awaits(bad)
    await awaits(asyncio.shield(one))
    print("no turn so far")
    value = await asyncio.gather(two, one, two)
    print(value)
    future = loop.create_future()
    future.set_result(3)
    try:
        future.set_result(4)
    except asyncio.InvalidStateError:
        print(0)
    print(int(future.cancel()))
    future.add_done_callback(told)
    loop.call_soon(counts)
    await awaits(future)
    await asyncio.gather(asyncio.gather(asyncio.gather(one), two), at_once(4))


asyncio.run(main())
