"""From callbacks to tasks, in six stages."""

import asyncio
import socket

# Knobs: try stage = 1 to 6, and other seconds.
stage = 3
delay = 1

here, there = socket.socketpair()


def three():
    print("three")


def one():
    print("one")
    loop.call_soon(three)


def two():
    print("two")


def ring():
    print("it is time")


def keep():
    promise.set_result(None)


def is_kept(future):
    print("the promise is kept")


def wake():
    nap.set_result(None)


def post():
    there.send(b"hi")


def arrived():
    here.recv(2)
    loop.remove_reader(here)
    print("a letter has come")
    mail.set_result(None)


# -- A coroutine: a function that knows where it stopped
def routine():
    print("A begins")
    if stage >= 5:
        loop.call_later(delay, wake)
        yield nap
    else:
        yield None
    print("A goes on")
    if stage >= 6:
        loop.add_reader(here, arrived)
        loop.call_later(delay, post)
        yield mail
    else:
        yield None
    print("A ends")


# -- A task: a callback that runs it to where it stops next
def step(future=None):
    try:
        awaited = next(a)
    except StopIteration:
        return
    if awaited:
        awaited.add_done_callback(step)
    else:
        loop.call_soon(step)


async def main():
    global loop, promise, nap, mail, a
    loop = asyncio.get_running_loop()
    promise = loop.create_future()
    nap = loop.create_future()
    mail = loop.create_future()
    a = routine()
    # -- Stage 1: a queue of callbacks
    loop.call_soon(one)
    loop.call_soon(two)
    await asyncio.sleep(delay)
    # -- Stage 2: a timer
    if stage >= 2:
        loop.call_later(delay, ring)
        await asyncio.sleep(delay)
    # -- Stage 3: a future, and who wants to hear of it
    if stage >= 3:
        promise.add_done_callback(is_kept)
        loop.call_soon(keep)
        await asyncio.sleep(delay)
    # -- Stages 4, 5, 6: a coroutine that gives way, sleeps,
    #    and waits for the outside
    if stage >= 4:
        loop.call_soon(step)
        await asyncio.sleep(3 * delay)
    here.close()
    there.close()


if __name__ == "__main__":
    asyncio.run(main())
