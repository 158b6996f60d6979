"""A task that waits for a future which nobody resolves, while another ends in its own time."""

import asyncio


async def waits(future):
    await future


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waits(future))
    await asyncio.sleep(1)
    print("now only the future is left")
    await task


asyncio.run(main())
