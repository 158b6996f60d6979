"""queue_orders: first in first out, last in first out, smallest first as Python orders values; what cannot be compared raises"""

import asyncio


async def drains(name, queue):
    while not queue.empty():
        item = await queue.get()
        print(name, repr(item))


async def fills(queue):
    await queue.put(3)
    await queue.put(2.5)
    await queue.put(1)
    await queue.put(True)
    await queue.put(1.0)
    await queue.put(-7)
    await queue.put(3)
    await queue.put(3.0)


async def takes(name, queue, count):
    for _ in range(count):
        item = await queue.get()
        print(name, repr(item))


async def pairs():
    queue = asyncio.PriorityQueue()
    await queue.put([2, "write"])
    await queue.put([1, "read"])
    await queue.put([2, "call"])
    await queue.put([1.0, "listen"])
    await queue.put([])
    await drains("pair", queue)


async def incomparable():
    queue = asyncio.PriorityQueue()
    await queue.put("text")
    try:
        await queue.put(1)
    except TypeError as error:
        print(error)
    try:
        queue.put_nowait(None)
    except TypeError as error:
        print(error)
    print(queue.qsize())
    try:
        await queue.put([1, None])
    except TypeError as error:
        print(error)
    try:
        await queue.get()
    except TypeError as error:
        print(f"{error}, {queue.qsize()}")


async def main():
    queue = asyncio.Queue(-1)
    await fills(queue)
    await drains("fifo", queue)
    queue = asyncio.LifoQueue()
    await fills(queue)
    await drains("lifo", queue)
    queue = asyncio.PriorityQueue()
    await fills(queue)
    await drains("priority", queue)
    await pairs()
    await incomparable()
    queue = asyncio.PriorityQueue(2)
    await asyncio.gather(fills(queue), takes("bounded", queue, 8))


asyncio.run(main())
