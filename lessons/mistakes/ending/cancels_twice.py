"""A second cancellation cuts the cleaning up short."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def work(name):
    try:
        await asyncio.sleep(9)
    finally:
        print(f"{name} closes the shop")
        await asyncio.sleep(2)
        print(f"{name} has closed the shop")


async def main():
    worker = asyncio.create_task(work("worker"))
    await asyncio.sleep(1)
    worker.cancel()
    await asyncio.sleep(1)
    if not mended:
        # -- The mistake: it is cleaning up already
        worker.cancel()
    # -- Mended: main only waits for its end
    try:
        await worker
    except asyncio.CancelledError:
        print("the worker has gone")


if __name__ == "__main__":
    asyncio.run(main())
