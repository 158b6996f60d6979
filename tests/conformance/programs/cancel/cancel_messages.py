"""The text of a cancellation: cancel("why") on every road, and a CancelledError that a coroutine raises itself."""

import asyncio


async def sleeps():
    await asyncio.sleep(10)


async def raises_itself():
    raise asyncio.CancelledError("by hand")


async def awaits(other):
    await other


async def swallows():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("swallowed", repr(error))
    return "on"


async def shown(label, awaitable):
    try:
        print(label, await awaitable)
    except asyncio.CancelledError as error:
        print(label, repr(error))


async def in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeps())


async def main():
    asleep = asyncio.create_task(sleeps())
    unstarted = asyncio.create_task(sleeps())
    inner = asyncio.create_task(sleeps())
    chain = asyncio.create_task(awaits(inner))
    unstarted.cancel("before it began")
    await asyncio.sleep(1)
    asleep.cancel("asleep")
    chain.cancel("through a chain")
    await shown("sleep", asleep)
    await shown("the second time", asleep)
    await shown("unstarted", unstarted)
    await shown("chain", chain)
    await shown("gather", asyncio.gather(raises_itself()))
    await shown("all of gather", asyncio.gather(raises_itself(), return_exceptions=True))
    both = asyncio.gather(sleeps(), swallows())
    await asyncio.sleep(0)
    both.cancel("both")
    await shown("cancelled gather", both)
    collected = asyncio.gather(swallows(), sleeps(), return_exceptions=True)
    await asyncio.sleep(0)
    collected.cancel("collected")
    await shown("cancelled gather of results", collected)
    await shown("wait_for", asyncio.wait_for(raises_itself(), 1))
    future = asyncio.get_running_loop().create_future()
    shielded = asyncio.shield(future)
    future.cancel("inside")
    await asyncio.sleep(0)
    await shown("shield", shielded)
    group = asyncio.create_task(in_a_group())
    await asyncio.sleep(1)
    group.cancel("group")
    await shown("group", group)


asyncio.run(main())
