"""submitted: by the real clock: run_coroutine_threadsafe from a thread: a result, an error, one that is cancelled from there, one that is given up before it began"""
import asyncio
import concurrent.futures
import time


async def add(a, b):
    await asyncio.sleep(0.03)
    print("adds")
    return a + b


async def fail():
    await asyncio.sleep(0.03)
    raise ValueError("as it should")


async def long():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise


def work(loop):
    time.sleep(0.03)
    future = asyncio.run_coroutine_threadsafe(add(1, 2), loop)
    got = future.result()
    time.sleep(0.03)
    future = asyncio.run_coroutine_threadsafe(fail(), loop)
    try:
        future.result()
    except ValueError:
        got += 10
    time.sleep(0.03)
    future = asyncio.run_coroutine_threadsafe(long(), loop)
    try:
        future.result(0.05)
    except TimeoutError:
        got += 100
    future.cancel()
    time.sleep(0.03)
    try:
        future.result()
    except concurrent.futures.CancelledError:
        got += 1000
    return got


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(work, loop))
    future = asyncio.run_coroutine_threadsafe(long(), loop)
    print(future.cancel(), future.cancel())
    await asyncio.sleep(0.03)
    future = asyncio.run_coroutine_threadsafe(long(), loop)
    await asyncio.sleep(0.03)
    print(future.cancel())
    await asyncio.sleep(0.03)
    future = asyncio.run_coroutine_threadsafe(add(3, 4), loop)
    await asyncio.sleep(0.5)
    print(future.result(), future.cancel())


asyncio.run(main())
