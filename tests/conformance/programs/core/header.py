"""header: the examples in the documentation of engine/async*.h, as Python has them."""

import asyncio


async def work(seconds):
    await asyncio.sleep(seconds)
    if seconds == 1:
        raise ValueError("one second is too short")
    return seconds


async def fetch_data(source, delay):
    print(f"Starting to fetch data from {source}")
    await asyncio.sleep(delay)
    return f"Data from {source}"


async def gathers():
    results = await asyncio.gather(fetch_data("API A", 2), fetch_data("Database B", 1))
    print(results)


async def tries():
    try:
        await work(1)
    except ValueError as error:
        print("ValueError:", error)
        return "caught"
    except asyncio.CancelledError:
        await asyncio.sleep(0.5)
        raise
    finally:
        await asyncio.sleep(1)
        print("tidied up")


async def locks(lock):
    async with lock:
        await work(2)
    lock.release()


async def goes_round(rounds):
    for round in range(rounds):
        await asyncio.create_task(work(round))


async def completes():
    for next in asyncio.as_completed([work(1), work(2)]):
        value = await next
        print(value)


async def is_too_slow():
    timeout = asyncio.timeout(1.5)
    async with timeout:
        await work(3)


async def groups():
    group = asyncio.TaskGroup()
    async with group:
        first = group.create_task(work(1))
        second = group.create_task(work(2))


async def fills(queue):
    for number in range(3):
        await queue.put(number)
    await queue.join()


async def empties(queue):
    while True:
        value = await queue.get()
        print("got", value)
        queue.task_done()


async def ticks(count):
    for i in range(count):
        await asyncio.sleep(1)
        yield i


async def counts():
    async for value in ticks(3):
        print(value)


async def shows(what):
    try:
        value = await what
    except Exception as error:
        value = error
    print(repr(value))


async def main():
    await gathers()
    await shows(tries())
    task = asyncio.create_task(tries())
    await asyncio.sleep(0.5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    lock = asyncio.Lock()
    await shows(locks(lock))
    await shows(goes_round(2))
    await shows(completes())
    await shows(is_too_slow())
    await shows(groups())
    await counts()
    queue = asyncio.Queue(1)
    task = asyncio.create_task(empties(queue))
    await shows(fills(queue))


asyncio.run(main())
