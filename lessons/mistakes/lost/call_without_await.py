"""A coroutine is called, and nobody awaits it."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def save(what):
    await asyncio.sleep(1)
    print(f"{what}: saved")


async def main():
    if not mended:
        # -- The mistake: a call, and no await
        save("note")
    else:
        # -- Mended: the call is awaited
        await save("note")
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
