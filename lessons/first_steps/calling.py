"""A call makes a coroutine object; await runs it."""

import asyncio

# Knobs: try other seconds, and bob_first = True.
length = 1
bob_first = False


async def greet(name):
    """Say hello, take a while, say goodbye."""
    print(f"Hello {name}")
    await asyncio.sleep(length)
    print(f"Goodbye {name}")


async def main():
    # -- Call twice: no line of greet runs
    ada = greet("Ada")
    bob = greet("Bob")
    print("main has two coroutine objects")

    # -- Await: now greet runs
    if bob_first:
        await bob
        await ada
    else:
        await ada
        await bob
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
