"""queue_shutdown_fails: a queue by priority that cannot compare two of its items is shut down at once: the error comes out, and what is behind it stays; since Python 3.13"""

import asyncio


def tried(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return error


async def main():
    queue = asyncio.PriorityQueue()
    queue.put_nowait(7)
    queue.put_nowait(1)
    print("put", repr(tried(queue.put_nowait, "text")))
    print("holds", queue.qsize())
    error = tried(queue.shutdown, immediate=True)
    print(f"shut down {error!r}, holds {queue.qsize()}")
    print("put", repr(tried(queue.put_nowait, 9)))


asyncio.run(main())
