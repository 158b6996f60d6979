"""cancels_in_the_order_of_asking: tasks wake in the order in which they were cancelled; one that had not begun runs no line, and is done as soon."""

import asyncio


def turn():
    print("a turn")


async def sleeper(name):
    print(name, "begins")
    try:
        await asyncio.sleep(10)
    finally:
        print(name, "ends")


async def main():
    one = asyncio.create_task(sleeper("one"))
    two = asyncio.create_task(sleeper("two"))
    three = asyncio.create_task(sleeper("three"))
    await asyncio.sleep(1)
    late = asyncio.create_task(sleeper("late"))
    three.cancel()
    late.cancel()
    one.cancel()
    asyncio.get_running_loop().call_soon(turn)
    two.cancel()
    three.cancel()
    try:
        await late
    except asyncio.CancelledError:
        print("late never began")
    print(int(late.cancel()))


asyncio.run(main())
