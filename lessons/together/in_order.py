"""Results in the order of asking, or as they come."""

import asyncio

# Knobs: try other seconds; way: gather, as_completed, wait.
delay_a = 3
delay_b = 1
way = 0


async def fetch(source, delay):
    """Pretend to fetch something that takes a while."""
    await asyncio.sleep(delay)
    print(f"{source} has answered")
    return f"data of {source}"


async def main():
    # -- Ask for both
    a = asyncio.create_task(fetch("A", delay_a))
    b = asyncio.create_task(fetch("B", delay_b))

    # -- Take the results
    if way == 0:
        got = await asyncio.gather(a, b)
        print(f"main has {got}")
    elif way == 1:
        for coming in asyncio.as_completed([a, b]):
            got = await coming
            print(f"main has {got}")
    else:
        done, pending = await asyncio.wait(
            [a, b], return_when=asyncio.FIRST_COMPLETED
        )
        print(f"main has {len(done)}, {len(pending)} to come")
        await a
        await b
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
