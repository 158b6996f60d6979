"""A cancellation is caught, and not raised again."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def work(name):
    try:
        await asyncio.sleep(3)
    except asyncio.CancelledError:
        print(f"{name} puts the tools away")
        if mended:
            # -- Mended: the cancellation goes on
            raise
        # -- The mistake: it ends here


async def main():
    worker = asyncio.create_task(work("worker"))
    await asyncio.sleep(1)
    worker.cancel()
    await asyncio.wait([worker])
    print("cancelled:", "yes" if worker.cancelled() else "no")


if __name__ == "__main__":
    asyncio.run(main())
