"""Three awaits in a row that could be together."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def fetch(what, delay):
    await asyncio.sleep(delay)
    print(f"{what} is here")


async def main():
    if not mended:
        # -- The mistake: each waits for the one before
        await fetch("weather", 2)
        await fetch("news", 1)
        await fetch("mail", 3)
    else:
        # -- Mended: all three wait at the same time
        await asyncio.gather(fetch("weather", 2),
                             fetch("news", 1),
                             fetch("mail", 3))


if __name__ == "__main__":
    asyncio.run(main())
