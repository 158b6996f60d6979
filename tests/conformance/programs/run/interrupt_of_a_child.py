"""interrupt_of_a_child: a task raises KeyboardInterrupt while others wait for it, each in its own way: what they see is that they are cancelled."""

import asyncio


async def child(delay):
    await asyncio.sleep(delay)
    print("child is interrupted")
    raise KeyboardInterrupt


async def other(delay):
    await asyncio.sleep(delay)
    print("other goes on")
    await asyncio.sleep(delay)


async def waits(how, what):
    try:
        await what
        print(f"{how} is through")
    except asyncio.CancelledError:
        print(f"{how} is cancelled")
        raise
    except KeyboardInterrupt as error:
        print(f"{how}: {error!r}")
        raise


async def through_gather(child):
    await waits("gather", asyncio.gather(child, asyncio.sleep(5)))


async def through_errors(child):
    await waits("gather of errors", asyncio.gather(child, asyncio.sleep(5), return_exceptions=True))


async def through_shield(child):
    await waits("shield", asyncio.shield(child))


async def through_wait(child):
    await waits("wait", asyncio.wait([child], return_when=asyncio.FIRST_EXCEPTION))


async def through_wait_for(child):
    await waits("wait_for", asyncio.wait_for(child, 3))


async def through_timeout(child):
    async with asyncio.timeout(3):
        await waits("timeout", child)


async def main():
    task = asyncio.create_task(child(1))
    asyncio.create_task(other(1))
    asyncio.create_task(through_gather(task))
    asyncio.create_task(through_errors(task))
    asyncio.create_task(through_shield(task))
    asyncio.create_task(through_wait(task))
    asyncio.create_task(through_wait_for(task))
    asyncio.create_task(through_timeout(task))
    try:
        await task
    except KeyboardInterrupt:
        print("main never sees it")
    finally:
        print("main tidies up")
        await asyncio.sleep(1)
        print("main is done")


asyncio.run(main())
