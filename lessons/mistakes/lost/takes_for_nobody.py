"""A get that is left behind takes what nobody reads."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def seller(loaves):
    next_loaf = None
    for _ in range(2):
        # -- The mistake: a new get each time. Mended: the old one
        if not mended or next_loaf is None:
            next_loaf = asyncio.create_task(loaves.get())
        await asyncio.wait([next_loaf], timeout=1)
        if next_loaf.done():
            print(f"sold loaf {next_loaf.result()}")
            next_loaf = None
        else:
            print("no loaf yet")


async def main():
    loaves = asyncio.Queue()
    selling = asyncio.create_task(seller(loaves))
    for i in range(1, 3):
        await asyncio.sleep(1.4)
        await loaves.put(i)
    await selling
    await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
