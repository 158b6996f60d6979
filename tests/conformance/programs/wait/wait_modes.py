"""wait_modes: wait for all, for the first, for the first error, with a time limit, for what is done already; and a wait that is cancelled."""

import asyncio
from asyncio import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION


async def work(name, delay, fails):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(name)
    return f"{name} done"


def print_sets(both):
    for which, tasks in enumerate(both):
        for task in tasks:
            print("pending" if which else "done", task.get_name())


async def three(name, when, timeout, fails):
    print(name)
    a = asyncio.create_task(work("a", 3, 0), name="a")
    b = asyncio.create_task(work("b", 1, fails), name="b")
    c = asyncio.create_task(work("c", 2, 0), name="c")
    both = await asyncio.wait([a, b, c, a], return_when=when, timeout=timeout)
    print_sets(both)
    both = await asyncio.wait([b], timeout=1)
    print_sets(both)
    try:
        both = await asyncio.gather(a, b, c)
        print(both)
    except ValueError as error:
        print(repr(error))


async def first_exception():
    a = asyncio.create_task(work("a", 3, 0), name="a")
    b = asyncio.create_task(work("b", 9, 0), name="b")
    c = asyncio.create_task(work("c", 2, 1), name="c")
    b.cancel()
    both = await asyncio.wait([a, b, c], return_when=FIRST_EXCEPTION)
    print_sets(both)


async def waits(task):
    await asyncio.wait([task], timeout=5)
    print("never printed")


async def main():
    await three("all", ALL_COMPLETED, None, 0)
    await three("first", FIRST_COMPLETED, None, 0)
    await three("first error", FIRST_EXCEPTION, None, 1)
    await three("no error", FIRST_EXCEPTION, None, 0)
    await three("in time", ALL_COMPLETED, 5, 0)
    await three("two and a half seconds", ALL_COMPLETED, 2.5, 0)
    await three("the same instant", ALL_COMPLETED, 3, 0)
    await three("no time", ALL_COMPLETED, 0, 0)
    await first_exception()
    task = asyncio.create_task(work("goes on", 2, 0), name="goes on")
    waiter = asyncio.create_task(waits(task))
    await asyncio.sleep(1)
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        print("only the wait is cancelled")
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    both = await asyncio.wait([task, future], return_when=FIRST_COMPLETED, timeout=9)
    print(f"{len(both[0])} and {len(both[1])}")


asyncio.run(main())
