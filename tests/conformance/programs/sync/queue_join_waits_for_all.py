"""queue_join_waits_for_all: a producer fills the queue in one step, workers empty it, join waits until the last task_done"""

import asyncio


async def producer(queue):
    for i in range(5):
        await queue.put(i)
        print("put", i)


async def worker(name, queue):
    while True:
        item = await queue.get()
        print(name, "works on", item)
        await asyncio.sleep(0.5)
        queue.task_done()


async def main():
    queue = asyncio.Queue(3)
    await queue.join()
    a = asyncio.create_task(worker("A", queue))
    b = asyncio.create_task(worker("B", queue))
    await producer(queue)
    await asyncio.gather(queue.join(), queue.join())
    print("all done")
    await queue.join()
    try:
        queue.task_done()
    except ValueError as error:
        print(error)
    a.cancel()
    b.cancel()
    v = await asyncio.gather(a, b, return_exceptions=True)
    print(v)


asyncio.run(main())
