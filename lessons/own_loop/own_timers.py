"""Timers, the earliest first."""

import asyncio
import itertools

# Knobs: try other seconds; asked = 1: first that of the egg.
tea = 3
egg = 3
asked = 0


def tea_rings():
    print("the tea is ready")


def egg_rings():
    print("the egg is ready")


def look():
    print("both are on the stove")


async def main():
    loop = asyncio.get_running_loop()
    # -- Set two timers, in some order
    for timer in list(itertools.permutations(range(2)))[asked]:
        if timer == 0:
            loop.call_later(tea, tea_rings)
        else:
            loop.call_later(egg, egg_rings)
    # -- Put a callback into the queue: it need not wait
    loop.call_soon(look)
    # -- Let go: queue first, then the earliest timer
    await asyncio.sleep(2.5)
    print("main looks at the stove")
    await asyncio.sleep(3)


if __name__ == "__main__":
    asyncio.run(main())
