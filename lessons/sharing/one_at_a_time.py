"""A lock lets one in, a semaphore a few."""

import asyncio

# Knobs: try other seconds, counting = True, and more places.
ann_takes = 2
bob_takes = 1
cleo_takes = 2
counting = False
places = 1


async def customer(name, time, desk):
    # -- Wait for a place, and hold it
    async with desk:
        print(f"{name} is served")
        await asyncio.sleep(time)
        print(f"{name} is done")
    # -- Whoever leaves lets the next one in


async def main():
    # -- Make one desk for all
    desk = asyncio.Lock()
    if counting:
        desk = asyncio.Semaphore(places)
    await asyncio.gather(
        customer("Ann", ann_takes, desk),
        customer("Bob", bob_takes, desk),
        customer("Cleo", cleo_takes, desk),
    )
    print("closed")


if __name__ == "__main__":
    asyncio.run(main())
