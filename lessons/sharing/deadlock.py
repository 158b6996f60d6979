"""Two tasks that wait for each other."""

import asyncio
import itertools

# Knobs: try other seconds; bob_takes = 1: first the pen.
between = 1
bob_later = 0
bob_takes = 0


async def writer(name, first, second):
    # -- Hold the first
    async with first:
        print(f"{name} holds one")
        await asyncio.sleep(between)
        # -- Wait for the second, still holding the first
        async with second:
            print(f"{name} holds both and writes")


async def main():
    pen = asyncio.Lock()
    paper = asyncio.Lock()
    ann = asyncio.create_task(writer("Ann", pen, paper))
    if bob_later > 0:
        await asyncio.sleep(bob_later)
    # -- Give Bob the same two, in which order?
    orders = list(itertools.permutations([paper, pen]))
    bob = asyncio.create_task(writer("Bob", *orders[bob_takes]))
    await ann
    await bob
    print("both have written")


if __name__ == "__main__":
    asyncio.run(main())
