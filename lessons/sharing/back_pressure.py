"""A full queue makes a fast producer wait."""

import asyncio

# Knobs: try other seconds, and room = 4 (0: no limit).
read_takes = 0.5
save_takes = 2
room = 2


async def reader(pages):
    for page in range(1, 7):
        # -- Read a page, and wait until there is room for it
        await asyncio.sleep(read_takes)
        await pages.put(page)
        print(f"read page {page}, {pages.qsize()} in the queue")


async def writer(pages):
    for _ in range(6):
        # -- Take a page, and save it slowly
        page = await pages.get()
        await asyncio.sleep(save_takes)
        print(f"saved page {page}")


async def main():
    # -- Put a queue between the two
    pages = asyncio.Queue(maxsize=room)
    await asyncio.gather(reader(pages), writer(pages))
    print("all is saved")


if __name__ == "__main__":
    asyncio.run(main())
