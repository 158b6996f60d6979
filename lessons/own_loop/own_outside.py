"""What wakes a task may come from outside."""

import asyncio
import socket

# Knobs: try other seconds.
on_its_way = 4
nap = 3

here, there = socket.socketpair()


def post():
    there.send(b"hi")


# -- Bytes have come: that resolves the future
def arrived():
    here.recv(2)
    letter.set_result(None)


# -- The same task as before: it does not know what wakes it
def routine():
    print("A waits for a letter")
    loop.add_reader(here, arrived)
    yield letter
    print("A reads the letter, and ends")


def step(done=None):
    try:
        awaited = next(a)
    except StopIteration:
        return
    awaited.add_done_callback(step)


async def main():
    global loop, letter, a
    loop = asyncio.get_running_loop()
    letter = loop.create_future()
    a = routine()
    loop.call_soon(step)
    # -- The loop waits for a timer and for the outside at once
    loop.call_later(on_its_way, post)
    await asyncio.sleep(0)
    print("main: one turn later")
    await asyncio.sleep(nap)
    loop.remove_reader(here)
    here.close()
    there.close()


if __name__ == "__main__":
    asyncio.run(main())
