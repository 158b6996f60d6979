"""Who awaits a cancelled task is hit by its error."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def download(name):
    await asyncio.sleep(9)
    print(f"{name} is here")


async def job():
    film = asyncio.create_task(download("film"))
    await asyncio.sleep(1)
    film.cancel()
    if mended:
        # -- Mended: its end is awaited, and not its error
        await asyncio.gather(film, return_exceptions=True)
    else:
        # -- The mistake: the CancelledError comes out here
        await film
    print("job has tidied up")


async def main():
    await asyncio.gather(job(), return_exceptions=True)
    print("main goes on")


if __name__ == "__main__":
    asyncio.run(main())
