"""What has failed is tried again without a pause."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def open_shop(shop):
    await asyncio.sleep(0.5)
    shop["open"] = True


async def knock(shop):
    await asyncio.sleep(0.01)
    if not shop["open"]:
        raise ConnectionRefusedError("closed")


async def main():
    shop = {"open": False}
    opening = asyncio.create_task(open_shop(shop))
    entered, tries = False, 0
    while not entered:
        tries += 1
        try:
            await knock(shop)
            entered = True
        except ConnectionRefusedError:
            pass
        # -- The mistake: no pause. Mended: longer each time
        if mended and not entered:
            await asyncio.sleep(0.1 * 2**tries)
    print(f"in, at the {'third' if tries < 9 else 'last'} try")


if __name__ == "__main__":
    asyncio.run(main())
