"""A value that comes later, and who wants it."""

import asyncio
import itertools

# Knobs: try other seconds; lines = 0 to 5: another order.
pause = 1
lines = 0


def ann_hears(future):
    print("Ann hears of it")


def ben_hears(future):
    print("Ben hears of it")


async def main():
    loop = asyncio.get_running_loop()
    # -- A future: no value yet, and a list of callbacks
    promise = loop.create_future()
    for line in list(itertools.permutations(range(3)))[lines]:
        # -- Join the list, or resolve: that queues the list
        if line == 0:
            promise.add_done_callback(ann_hears)
        elif line == 1:
            promise.set_result(None)
            print("the promise is kept")
        else:
            promise.add_done_callback(ben_hears)
        await asyncio.sleep(pause)


if __name__ == "__main__":
    asyncio.run(main())
