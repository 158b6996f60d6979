"""Two tasks that wait for each other."""

import asyncio

# Knobs: try other seconds, and same_order = True.
between = 1
bob_later = 0
same_order = False


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
    if same_order:
        bob = asyncio.create_task(writer("Bob", pen, paper))
    else:
        bob = asyncio.create_task(writer("Bob", paper, pen))
    await ann
    await bob
    print("both have written")


if __name__ == "__main__":
    asyncio.run(main())
