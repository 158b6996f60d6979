"""event_set_wakes_all: an event that is set wakes all who wait, in order, also when it is cleared at once; who comes later does not suspend"""

import asyncio


async def waiter(name, event):
    got = await event.wait()
    print(name, got, event.is_set())


async def setter(event):
    await asyncio.sleep(1)
    event.set()
    event.clear()
    print("set and cleared")
    await asyncio.sleep(1)
    event.set()
    event.set()


async def again(event):
    await event.wait()
    print("first")
    await event.wait()
    print("second")
    await event.wait()
    print("third, without a hop")


async def main():
    event = asyncio.Event()
    cancelled = asyncio.create_task(waiter("cancelled", event))
    await asyncio.sleep(0)
    cancelled.cancel()
    v = await asyncio.gather(waiter("A", event), again(event), waiter("B", event), setter(event))
    print(v)


asyncio.run(main())
