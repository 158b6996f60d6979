"""sleep(0) lets the others run for one turn."""

import asyncio

# Knobs: try more rounds, and b_gives_way = True.
rounds = 3
a_gives_way = True
b_gives_way = False


async def count(name, gives_way):
    """Count, and let the others run in between, or not."""
    for number in range(1, rounds + 1):
        # -- One round of work
        print(f"{name} {number}")

        # -- Give way to the others, or not
        if gives_way:
            await asyncio.sleep(0)


async def main():
    # -- Two that count at once
    await asyncio.gather(count("A", a_gives_way),
                         count("B", b_gives_way))
    print("main is done")


if __name__ == "__main__":
    asyncio.run(main())
