"""Who waits is cancelled, the shielded goes on."""

import asyncio

# Knobs: try other seconds, and shielded = False.
limit = 1
stay = 1
shielded = True


async def save(name):
    """Save something; that takes three seconds."""
    try:
        await asyncio.sleep(3)
        print("all is saved")
    finally:
        print(f"{name} ends")


async def main():
    # -- Start to save
    saving = asyncio.create_task(save("saving"))

    # -- Wait for it, but not for long
    try:
        async with asyncio.timeout(limit):
            await (asyncio.shield(saving) if shielded else saving)
        print("main knows that it is saved")
    except TimeoutError:
        print("main waits no longer")

    # -- Do something else meanwhile
    await asyncio.sleep(stay)
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
