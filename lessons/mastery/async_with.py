"""async for takes values as they come, async with makes sure
of the end."""

import asyncio

# Knobs: try other seconds, and close_it = True.
pause = 1
enough = 2
off_takes = 1
close_it = False


async def readings(name):
    try:
        # -- Give one value after another
        for number in range(1, 4):
            await asyncio.sleep(pause)
            yield number
    finally:
        # -- Tidy up at the end
        await asyncio.sleep(off_takes)
        print(f"{name}: sensor off")


async def listen(name, line):
    # -- Hold the line while readings come
    async with line:
        sensor = readings(name)
        async for value in sensor:
            print(f"{name}: reading {value}")
            if value == enough:
                break
        if close_it:
            await sensor.aclose()
    print(f"{name}: line free")


async def main():
    line = asyncio.Lock()
    await asyncio.gather(listen("A", line), listen("B", line))


if __name__ == "__main__":
    asyncio.run(main())
