"""One task makes, others take: a queue between them."""

import asyncio

# Knobs: try other seconds, and up to three sellers.
bake_takes = 1
sell_takes = 2
sellers = 1


async def seller(name, shelf):
    while True:
        # -- Take one, or wait for one
        loaf = await shelf.get()
        await asyncio.sleep(sell_takes)
        print(f"{name} sold loaf {loaf}")
        shelf.task_done()


async def baker(shelf):
    # -- Make one after another
    for loaf in range(1, 5):
        await asyncio.sleep(bake_takes)
        print(f"baked loaf {loaf}")
        await shelf.put(loaf)


async def main():
    names = ["Ann", "Bob", "Cleo"]
    shelf = asyncio.Queue()
    team = [asyncio.create_task(seller(name, shelf))
            for name in names[:sellers]]
    await asyncio.create_task(baker(shelf))
    # -- Wait until all is sold, then send the sellers home
    await shelf.join()
    print("sold out")
    for task in team:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
