"""Given back more often than taken."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def download(file, place):
    await place.acquire()
    try:
        await asyncio.sleep(1)
        print(f"{file} is here")
        if not mended:
            # -- The mistake: and the finally does it again
            place.release()
    finally:
        # -- Mended: this alone gives it back
        place.release()


async def main():
    one = asyncio.Semaphore(1)
    await asyncio.gather(download("A", one),
                         download("B", one),
                         download("C", one),
                         download("D", one))


if __name__ == "__main__":
    asyncio.run(main())
