"""queue_woken_getter_checks_again: put and get do not suspend when they need not; who is woken can find that another was quicker, and stands at the
end of the line again; who is cancelled when it was woken wakes the next"""

import asyncio


async def getter(name, queue):
    try:
        item = await queue.get()
        print(name, "got", item)
        queue.task_done()
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    return item


async def putter(name, queue):
    try:
        await queue.put(name)
        print(name, "is in the queue")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def stolen(queue):
    a = asyncio.create_task(getter("A", queue))
    b = asyncio.create_task(getter("B", queue))
    await asyncio.sleep(0)
    queue.put_nowait(1)
    v = queue.get_nowait()
    print("main stole", v)
    await asyncio.sleep(0)
    await queue.put(2)
    await queue.put(3)
    v = await asyncio.gather(a, b)
    print(v)


async def handed_on(queue):
    a = asyncio.create_task(getter("C", queue))
    b = asyncio.create_task(getter("D", queue))
    await asyncio.sleep(0)
    queue.put_nowait("for D")
    a.cancel()
    v = await asyncio.gather(a, b, return_exceptions=True)
    print(v)
    a = asyncio.create_task(getter("E", queue))
    b = asyncio.create_task(getter("F", queue))
    await asyncio.sleep(0)
    a.cancel()
    await asyncio.sleep(0)
    queue.put_nowait("for F")
    v = await asyncio.gather(a, b, return_exceptions=True)
    print(v)


async def full():
    queue = asyncio.Queue(1)
    a = asyncio.create_task(putter("one", queue))
    b = asyncio.create_task(putter("two", queue))
    c = asyncio.create_task(putter("three", queue))
    await asyncio.sleep(0)
    print(queue.qsize(), queue.full(), queue.empty())
    try:
        queue.put_nowait(0)
    except asyncio.QueueFull as error:
        print(repr(error))
    v = await queue.get()
    b.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(f"{v}, {queue.qsize()}")
    v = await queue.get()
    print(v)
    v = await asyncio.gather(a, b, c, return_exceptions=True)
    print(v)
    try:
        v = queue.get_nowait()
    except asyncio.QueueEmpty as error:
        print(repr(error))


async def main():
    queue = asyncio.Queue()
    await stolen(queue)
    await handed_on(queue)
    await full()


asyncio.run(main())
