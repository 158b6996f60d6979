"""A function that can stop, and who calls it."""

import asyncio

# Knobs: try a_stops, b_stops = 0 to 5.
a_stops = 2
b_stops = 3


# -- A coroutine knows where it stopped, and goes on there
def routine(name, stops):
    for place in range(stops):
        print(f"{name} stops: {place + 1}")
        yield
    print(f"{name} ends")


# -- A task: the callback that calls it again and again
def step(coroutine):
    try:
        next(coroutine)
    except StopIteration:
        return
    loop.call_soon(step, coroutine)


async def main():
    global loop
    loop = asyncio.get_running_loop()
    a = routine("A", a_stops)
    b = routine("B", b_stops)
    # -- Both begin: each has its first step in the queue
    loop.call_soon(step, a)
    loop.call_soon(step, b)
    await asyncio.sleep(0)
    print("main: one turn later")
    await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
