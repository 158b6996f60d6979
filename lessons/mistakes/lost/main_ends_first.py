"""Main ends before the task that it has made."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def upload(what):
    print(f"{what}: the upload begins")
    await asyncio.sleep(3)
    print(f"{what}: uploaded")


async def main():
    photo = asyncio.create_task(upload("photo"))
    await asyncio.sleep(1)
    if mended:
        # -- Mended: the task is awaited
        await photo
    # -- The mistake: main returns while the task works
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
