"""What takes too long is cancelled."""

import asyncio

# Knobs: try other seconds, and for_each = True.
limit = 2.5
delay_a = 1
delay_b = 2
for_each = False


async def fetch(source, delay):
    """Pretend to fetch something that takes a while."""
    try:
        await asyncio.sleep(delay)
        print(f"{source} has answered")
    except asyncio.CancelledError:
        print(f"{source} is given up")
        raise


async def main():
    try:
        if for_each:
            # -- A limit for each of the two
            await asyncio.wait_for(fetch("A", delay_a), limit)
            await asyncio.wait_for(fetch("B", delay_b), limit)
        else:
            # -- One limit for both
            async with asyncio.timeout(limit):
                await fetch("A", delay_a)
                await fetch("B", delay_b)
        print("main has both")
    except TimeoutError:
        print("main: too late")


if __name__ == "__main__":
    asyncio.run(main())
