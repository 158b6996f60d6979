"""An event wakes all who wait, a condition some."""

import asyncio

# Knobs: try other seconds, batch = 3, and tell_all = True.
open_at = 1
bake_takes = 1
batch = 1
tell_all = False

loaves = 0


async def customer(name):
    global loaves
    # -- Wait until the shop is open
    await opened.wait()
    async with shelf:
        # -- Wait until a loaf is there, and take it
        while loaves == 0:
            await shelf.wait()
        loaves -= 1
        print(f"{name} has a loaf")


async def baker():
    global loaves
    # -- Open the shop: everybody hears of it
    await asyncio.sleep(open_at)
    print("the shop is open")
    opened.set()
    for _ in range(0, 3, batch):
        await asyncio.sleep(bake_takes)
        async with shelf:
            # -- Put loaves there, and tell who waits for one
            loaves += batch
            shelf.notify(3 if tell_all else 1)


async def main():
    global opened, shelf
    opened = asyncio.Event()
    shelf = asyncio.Condition()
    await asyncio.gather(
        customer("Ann"),
        customer("Bob"),
        customer("Cleo"),
        baker(),
    )
    print("everybody has a loaf")


if __name__ == "__main__":
    asyncio.run(main())
