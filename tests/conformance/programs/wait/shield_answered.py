"""shield_answered: a shielding future that somebody else has answered hears of the inner one only where that is done already, and then in asyncio's way."""

import asyncio


async def work(delay, fails):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError("of the work")
    return "work done"


async def main():
    task = asyncio.create_task(work(1, 0))
    outer = asyncio.shield(task)
    outer.set_result(7)
    value = await task
    print(f"answered before: {outer.result()}, and {value}")
    task = asyncio.create_task(work(0, 0))
    outer = asyncio.shield(task)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    outer.set_result(8)
    await asyncio.sleep(0)
    print("answered at once:", outer.result())
    task = asyncio.create_task(work(0, 1))
    outer = asyncio.shield(task)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    outer.set_result(9)
    await asyncio.sleep(0)
    print("and of one that fails:", outer.result())
    task = asyncio.create_task(work(5, 0))
    outer = asyncio.shield(task)
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(0)
    outer.set_exception(ValueError("asked for by cancelling"))
    await asyncio.sleep(0)
    print(f"cancelled {task.cancelled():d}")


asyncio.run(main())
