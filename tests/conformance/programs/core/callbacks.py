"""Callbacks: soon, later, cancelled, on futures; callbacks that make callbacks; a future that a callback resolves."""

import asyncio


def chained():
    print("chained")


def soon():
    print("soon")
    asyncio.get_running_loop().call_soon(chained)


def late():
    print("late")


def never():
    print("never")


def on_done(future):
    print("done")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(soon)
    loop.call_soon(never).cancel()
    loop.call_later(1, late)
    loop.call_later(0.5, never).cancel()
    loop.call_later(0, late)
    await asyncio.sleep(0)
    print("after one turn")
    future = loop.create_future()

    def resolve():
        future.set_result("resolved")

    future.add_done_callback(on_done)
    loop.call_later(2, resolve)
    value = await future
    print(value)
    future.add_done_callback(on_done)
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
