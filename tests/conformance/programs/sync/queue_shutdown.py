"""queue_shutdown: a queue is shut down while others wait at both of its ends; at once, and when it is empty; since Python 3.13"""

import asyncio


async def gets(name, queue):
    try:
        while True:
            item = await queue.get()
            print(name, item)
            await asyncio.sleep(0.5)
            queue.task_done()
    except asyncio.QueueShutDown as error:
        print(name, repr(error))


async def puts(name, queue):
    try:
        for item in range(5):
            await queue.put(item)
            print(name, "has put", item)
    except asyncio.QueueShutDown as error:
        print(name, repr(error))


async def ends(immediate):
    queue = asyncio.Queue(1)
    one = asyncio.create_task(gets("a", queue))
    two = asyncio.create_task(puts("b", queue))
    await asyncio.sleep(0.75)
    queue.shutdown(immediate)
    print("shut down, holds", queue.qsize())
    try:
        queue.put_nowait(9)
    except asyncio.QueueShutDown as error:
        print("put", repr(error))
    await queue.join()
    await one
    await two
    try:
        queue.get_nowait()
    except asyncio.QueueShutDown as error:
        print("get", repr(error))


async def waiting():
    queue = asyncio.Queue()
    one = asyncio.create_task(gets("c", queue))
    two = asyncio.create_task(gets("d", queue))
    await asyncio.sleep(0)
    queue.shutdown()
    await one
    await two


async def main():
    await ends(False)
    await ends(True)
    await waiting()


asyncio.run(main())
