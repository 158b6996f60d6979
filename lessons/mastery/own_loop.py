"""From callbacks to tasks, in six stages."""

import asyncio
import socket

# Knobs: try stage = 1 to 6, and other seconds.
stage = 1
delay = 1

here, there = socket.socketpair()


def say(text):
    print(text)


def resolve(future):
    future.set_result(None)


def is_done(future):
    print("the future is done")


def post(text):
    there.send(text)


def arrived(future):
    here.recv(2)
    asyncio.get_running_loop().remove_reader(here)
    resolve(future)


# -- A coroutine is a function that knows where it stopped
def routine(loop, nap, mail):
    print("A begins")
    if stage >= 5:
        loop.call_later(delay, resolve, nap)
        yield nap
    else:
        yield None
    print("A goes on")
    if stage >= 6:
        loop.add_reader(here, arrived, mail)
        loop.call_later(delay, post, b"hi")
        yield mail
    else:
        yield None
    print("A ends")


async def main():
    loop = asyncio.get_running_loop()
    nap = loop.create_future()
    mail = loop.create_future()
    a = routine(loop, nap, mail)

    # -- A task is a callback that runs it to where it stops next
    def step(future=None):
        for awaited in a:
            if awaited:
                awaited.add_done_callback(step)
            else:
                loop.call_soon(step)
            break

    # -- Stage 1: a queue of callbacks
    loop.call_soon(say, "one")
    loop.call_soon(say, "two")
    # -- Stage 2: a timer
    if stage >= 2:
        loop.call_later(delay, say, "it is time")
    # -- Stage 3: a future, and who wants to hear of it
    if stage >= 3:
        promise = loop.create_future()
        promise.add_done_callback(is_done)
        loop.call_soon(resolve, promise)
    # -- Stages 4, 5 and 6: a coroutine that gives way, sleeps,
    #    and waits for the outside
    if stage >= 4:
        loop.call_soon(step)
    await asyncio.sleep(3 * delay)
    here.close()
    there.close()


if __name__ == "__main__":
    asyncio.run(main())
