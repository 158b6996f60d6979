"""uncancel_clears: a cancellation is taken back before it has been thrown in"""

import asyncio


async def main():
    asyncio.current_task().cancel()
    asyncio.current_task().uncancel()
    try:
        await asyncio.sleep(1)
        print("slept")
    except asyncio.CancelledError:
        print("cancelled all the same")


asyncio.run(main())
