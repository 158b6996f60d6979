"""callback_fails: an error in a callback is reported, and the loop goes on: one called soon, one of a timer, one of a future."""

import asyncio


def fails(context, future=None):
    print("about to fail")
    raise ValueError(context)


def works(future=None):
    print("works")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(fails, "soon")
    loop.call_soon(works)
    loop.call_later(1, fails, "later")
    loop.call_later(1, works)
    await asyncio.sleep(2)
    future = loop.create_future()

    def fails_when_done(future):
        fails("done")

    fails_when_done.__qualname__ = "fails"
    future.add_done_callback(fails_when_done)
    future.add_done_callback(works)
    future.set_result(1)
    value = await future
    await asyncio.sleep(0)
    print(f"main goes on with {value}")


asyncio.run(main())
