"""eager_first_step: an eager task begins inside of whoever makes it, and takes no turn if it never waits. (since Python 3.12)"""

import asyncio


async def quick(n):
    print(f"quick {n}")
    return n


async def slow(delay):
    print("slow begins")
    await asyncio.sleep(delay)
    print("slow goes on")
    await quick(0)
    return "slow"


async def outer():
    print("outer begins")
    inner = asyncio.create_task(slow(1))
    print(f"inner is done: {inner.done()}")
    value = await asyncio.create_task(quick(5))
    print(f"outer has {value}")
    value = await inner
    return value


async def names(who):
    print(f"{who} has {len(asyncio.all_tasks())} tasks")
    await asyncio.sleep(0)
    print(f"{who} goes on")


async def main():
    one = asyncio.create_task(quick(1))
    print("it is not eager yet")
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    two = asyncio.create_task(quick(2))
    print(f"done: {one.done()} {two.done()}")
    value = await asyncio.create_task(outer())
    print(f"main has {value}")
    await names("main itself")
    await asyncio.create_task(names("another"))
    value = await asyncio.gather(quick(3), quick(4))
    print(f"{value}")
    value = await asyncio.gather(slow(0), asyncio.sleep(1), quick(6), asyncio.sleep(0))
    print(f"{value}")
    value = await asyncio.wait_for(slow(1), 5)
    value = await asyncio.shield(quick(7))
    value = await asyncio.shield(slow(1))
    asyncio.get_running_loop().set_task_factory(None)
    one = asyncio.create_task(quick(8))
    print("main ends")


asyncio.run(main())
