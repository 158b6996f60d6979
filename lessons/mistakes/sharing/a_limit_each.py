"""Each call has a semaphore of its own."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def download(file, places):
    if not mended:
        # -- The mistake: each call makes its own
        places = asyncio.Semaphore(2)
    async with places:
        await asyncio.sleep(1)
        print(f"{file} is here")


async def main():
    # -- Mended: this one is used by all
    two = asyncio.Semaphore(2)
    await asyncio.gather(download("A", two),
                         download("B", two),
                         download("C", two),
                         download("D", two))


if __name__ == "__main__":
    asyncio.run(main())
