"""threads: by the real clock: calls in threads, one that fails, one that is given up, callbacks from a thread, a signal"""
import asyncio
import os
import signal
import time


def work(milliseconds):
    time.sleep(milliseconds / 1000)
    return milliseconds


def fails():
    time.sleep(0.12)
    raise ValueError("in a thread")


def said(loop):
    print("called from a thread")


def calls(loop):
    time.sleep(0.12)
    loop.call_soon_threadsafe(said, loop)
    time.sleep(0.24)
    return 0


def signalled():
    print("signalled")


async def given_up():
    try:
        await asyncio.to_thread(work, 240)
    except asyncio.CancelledError:
        print("given up")
        raise


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(work, 120))
    first = loop.run_in_executor(None, work, 360)
    second = loop.run_in_executor(None, work, 120)
    print(await second)
    print(await first)
    try:
        await asyncio.to_thread(fails)
    except ValueError as error:
        print(repr(error))
    task = asyncio.create_task(given_up())
    await asyncio.sleep(0.08)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))
    print(await asyncio.to_thread(calls, loop))
    loop.add_signal_handler(signal.SIGUSR1, signalled)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.12)
    print(loop.remove_signal_handler(signal.SIGUSR1))


asyncio.run(main())
