"""Each task is awaited as soon as it is made."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def fetch(page):
    await asyncio.sleep(1)
    print(f"{page} is here")


async def main():
    pages = ["page 1", "page 2", "page 3", "page 4"]
    tasks = []
    for page in pages:
        task = asyncio.create_task(fetch(page))
        tasks.append(task)
        if not mended:
            # -- The mistake: awaited as soon as it is made
            await task
    # -- Mended: awaited when all of them are under way
    for task in tasks if mended else []:
        await task
    print("all pages are here")


if __name__ == "__main__":
    asyncio.run(main())
