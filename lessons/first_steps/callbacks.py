"""The loop goes round and runs what is ready."""

import asyncio

# Knobs: try other seconds.
nap = 2
delay = 3


def third():
    print("third, asked for by first")


def first():
    print("first")
    asyncio.get_running_loop().call_soon(third)


def second():
    print("second")


def late():
    print("late")


async def main():
    # -- Ask for two callbacks: neither runs yet
    loop = asyncio.get_running_loop()
    loop.call_soon(first)
    loop.call_soon(second)
    print("main has asked for two")

    # -- Let go: the loop goes round
    await asyncio.sleep(1)

    # -- Ask for one that is to come later
    loop.call_later(delay, late)
    print("main has set a timer")
    await asyncio.sleep(nap)
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
