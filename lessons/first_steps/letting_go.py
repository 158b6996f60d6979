"""Tasks run when main lets go of the loop."""

import asyncio

# Knobs: try other seconds, and lets_go = True.
pause = 1
lets_go = False


async def helper(name):
    """Begin, take a while, be done."""
    print(f"{name} begins")
    await asyncio.sleep(pause)
    print(f"{name} is done")


async def main():
    # -- Make two tasks: neither begins yet
    anna = asyncio.create_task(helper("Anna"))
    ben = asyncio.create_task(helper("Ben"))

    # -- Work on: as long as main runs, nobody else does
    for line in range(1, 4):
        print(f"main: line {line}")
        if lets_go:
            await asyncio.sleep(pause)

    # -- Let go: now the tasks have their turn
    await anna
    await ben
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
