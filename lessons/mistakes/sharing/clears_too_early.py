"""An event is cleared before anybody has seen it."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def watch(name, bell):
    for i in range(2):
        try:
            await asyncio.wait_for(bell.wait(), 1)
            print(f"{name} hears the bell")
            if mended:
                # -- Mended: cleared when it was seen
                bell.clear()
        except asyncio.TimeoutError:
            print(f"{name}: all is quiet")
        await asyncio.sleep(1)
        if not mended:
            # -- The mistake: cleared, seen or not
            bell.clear()


async def main():
    bell = asyncio.Event()
    guard = asyncio.create_task(watch("guard", bell))
    await asyncio.sleep(1.5)
    bell.set()
    print("the bell rings")
    await guard


if __name__ == "__main__":
    asyncio.run(main())
