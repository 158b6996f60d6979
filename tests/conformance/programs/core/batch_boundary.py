"""batch_boundary: what a turn adds waits for the next one; soon goes before timers due; callbacks and waiters run in the order they were added."""

import asyncio


def third():
    print("third")


def second():
    print("second")
    asyncio.get_running_loop().call_soon(third)


def first():
    print("first")
    asyncio.get_running_loop().call_soon(second)
    asyncio.get_running_loop().call_later(0, third)


def soon(future=None):
    print("soon")


def before(future):
    print("before")


def between(future):
    print("between")


def after(future):
    print("after")


async def waits(name, future):
    value = await future
    print(name, value)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0, second)
    loop.call_later(-1, third)
    loop.call_soon(soon)
    loop.call_soon(first)
    await asyncio.sleep(0)
    print("main")
    await asyncio.sleep(1)
    future = loop.create_future()
    future.add_done_callback(before)
    asyncio.create_task(waits("one", future))
    await asyncio.sleep(0)
    future.add_done_callback(between)
    asyncio.create_task(waits("two", future))
    await asyncio.sleep(0)
    future.add_done_callback(after)
    future.add_done_callback(soon)
    print(future.remove_done_callback(soon), "removed")
    future.set_result("wakes")
    print(future.remove_done_callback(after), "removed")
    future.add_done_callback(soon)
    await future
    print("no turn was needed")
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())
