"""interrupt_in_callback: a callback that raises SystemExit ends the loop as a task does; an error of another class is reported, and the loop goes on."""

import asyncio


def fails():
    print("a callback fails")
    raise BaseException("of no class that is known")


def leaves(future):
    print("a callback exits")
    raise SystemExit(5)


def works(future):
    print("a callback works")


async def child(name):
    try:
        await asyncio.sleep(0)
        print(f"{name} goes on")
        await asyncio.sleep(5)
    finally:
        print(f"{name} ends")


async def main():
    asyncio.create_task(child("child"))
    loop = asyncio.get_running_loop()
    loop.call_soon(fails)
    future = loop.create_future()
    future.add_done_callback(leaves)
    future.add_done_callback(works)
    await asyncio.sleep(0)
    future.set_result(None)
    asyncio.create_task(child("late"))
    await future
    print("main has it")
    await asyncio.sleep(0)
    print("never")


asyncio.run(main())
