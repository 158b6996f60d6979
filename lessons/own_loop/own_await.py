"""A coroutine stops with a future, and goes on later."""

import asyncio
import functools

# Knobs: try other seconds.
a_sleeps = 1
b_sleeps = 2


def wake(nap):
    nap.set_result(None)


# -- A coroutine stops with a future, which a timer resolves
def routine(name, sleeps, nap):
    print(f"{name} falls asleep")
    loop.call_later(sleeps, functools.partial(wake, nap))
    yield nap
    print(f"{name} is awake, and ends")


# -- The await: step wants to hear when the future is done
def step(coroutine, done=None):
    try:
        awaited = next(coroutine)
    except StopIteration:
        return
    awaited.add_done_callback(functools.partial(step, coroutine))


async def main():
    global loop
    loop = asyncio.get_running_loop()
    a = routine("A", a_sleeps, loop.create_future())
    b = routine("B", b_sleeps, loop.create_future())
    loop.call_soon(step, a)
    loop.call_soon(step, b)
    await asyncio.sleep(1.5)
    print("main is awake")
    await asyncio.sleep(4)


if __name__ == "__main__":
    asyncio.run(main())
