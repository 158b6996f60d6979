"""A task is asked to end, and cleans up first."""

import asyncio

# Knobs: try other seconds.
patience = 1
tidying = 1


async def work(name):
    """Work for three seconds; clean up in any case."""
    try:
        # -- The work itself
        print(f"{name} begins")
        await asyncio.sleep(3)
        print(f"{name} has done its work")
    finally:
        # -- Clean up, whatever has happened
        print(f"{name} cleans up")
        await asyncio.sleep(tidying)
        print(f"{name} has cleaned up")


async def main():
    # -- Start it, and lose patience
    worker = asyncio.create_task(work("worker"))
    await asyncio.sleep(patience)

    # -- Ask it to end
    worker.cancel()
    print("main has asked the worker to end")

    # -- Wait until it has ended
    try:
        await worker
        print("main: the worker has returned")
    except asyncio.CancelledError:
        print("main: the worker is cancelled")


if __name__ == "__main__":
    asyncio.run(main())
