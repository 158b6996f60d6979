"""Gather fails, and the others go on."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def book(what, delay, full):
    await asyncio.sleep(delay)
    if full:
        raise ValueError(f"{what} is full")
    print(f"{what}: booked")


async def main():
    try:
        if not mended:
            # -- The mistake: gather cancels nobody
            await asyncio.gather(book("Hotel", 1, True),
                                 book("Car", 3, False))
        else:
            # -- Mended: a group cancels the others
            async with asyncio.TaskGroup() as trip:
                trip.create_task(book("Hotel", 1, True))
                trip.create_task(book("Car", 3, False))
    except Exception:
        print("no trip")
    await asyncio.sleep(4)


if __name__ == "__main__":
    asyncio.run(main())
