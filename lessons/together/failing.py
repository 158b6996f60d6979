"""One of three fails, and gather cancels nobody."""

import asyncio

# Knobs: try other seconds, and as_results = True.
delay_b = 1
stay = 3
as_results = False


async def work(name, delay, fails):
    """Take a while, then fail or be done."""
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(f"{name} has failed")
    print(f"{name} is done")
    return f"result of {name}"


async def main():
    # -- Start three; B will fail
    tasks = [
        asyncio.create_task(work("A", 2, False)),
        asyncio.create_task(work("B", delay_b, True)),
        asyncio.create_task(work("C", 3, False)),
    ]

    # -- Wait for all, and catch what comes out
    try:
        results = await asyncio.gather(
            *tasks, return_exceptions=as_results
        )
        print(f"main has {results}")
    except ValueError as error:
        print(f"main caught: {error}")

    # -- Stay a while: who is left?
    await asyncio.sleep(stay)
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
