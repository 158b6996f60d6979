"""reports_at_the_end: errors nobody retrieves are told when the last hold on them goes; ones looked at never."""

import asyncio


async def fails(text):
    await asyncio.sleep(0)
    raise ValueError(text)


async def awaited_never():
    print("never printed")


async def main():
    asyncio.create_task(fails("dropped"))
    kept = asyncio.create_task(fails("kept"))
    seen = asyncio.create_task(fails("seen"))
    cancelled = asyncio.create_task(fails("cancelled afterwards"))
    call_kept = awaited_never()
    awaited_never()
    await asyncio.sleep(1)
    value = seen.exception()
    print(repr(value))
    cancelled.cancel()
    print("main ends")


asyncio.run(main())
