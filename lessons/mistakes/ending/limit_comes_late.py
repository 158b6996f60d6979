"""Cleaning up holds a time limit up."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def save_backup():
    print("the backup is saved")
    await asyncio.sleep(3)


async def work(name):
    try:
        await asyncio.sleep(9)
    finally:
        print(f"{name} cleans up")
        if not mended:
            # -- The mistake: a long wait in the clean-up
            await save_backup()


async def main():
    try:
        await asyncio.wait_for(work("worker"), 1)
    except asyncio.TimeoutError:
        print("main waits no longer")
    if mended:
        # -- Mended: saved when the limit is over
        await save_backup()


if __name__ == "__main__":
    asyncio.run(main())
