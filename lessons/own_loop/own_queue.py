"""A queue of callbacks, and nothing else."""

import asyncio

# Knobs: try start = 1 to 6; asks_last = True.
start = 3
asks_last = False


def lift_off():
    print("lift-off")


# -- A callback says its number, and asks to be called again
def count_down():
    global left
    print(left)
    left -= 1
    if left > 0:
        loop.call_soon(count_down)
    elif asks_last:
        loop.call_soon(lift_off)


async def main():
    global loop, left
    loop = asyncio.get_running_loop()
    left = start
    # -- Put two callbacks into the queue
    loop.call_soon(count_down)
    if not asks_last:
        loop.call_soon(lift_off)
    # -- Let go: the loop calls what stands there
    await asyncio.sleep(0)
    print("main: one turn later")
    await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
