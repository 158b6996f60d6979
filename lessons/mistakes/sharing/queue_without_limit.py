"""A queue that grows, because it has no limit."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def write_pages(name, pages):
    while True:
        await pages.get()
        await asyncio.sleep(0.1)


async def main():
    # -- The mistake: 0, no limit. Mended: room for 10
    pages = asyncio.Queue(10 if mended else 0)
    writer = asyncio.create_task(write_pages("writer", pages))
    for i in range(150):
        await asyncio.sleep(0.02)
        await pages.put(i)
    print(f"all is read; {pages.qsize()} pages in the queue")
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
