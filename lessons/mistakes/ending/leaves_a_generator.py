"""A generator is left by a break, and not closed."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def readings():
    try:
        for i in range(1, 4):
            await asyncio.sleep(1)
            yield i
    finally:
        await asyncio.sleep(1)
        print("the sensor is off")


async def measure():
    sensor = readings()
    async for value in sensor:
        print(f"reading {value}")
        break
    if mended:
        # -- Mended: closed where it is left
        await sensor.aclose()
    # -- The mistake: it is left as it stands


async def main():
    await measure()
    print("the door is locked")
    await asyncio.sleep(2)


if __name__ == "__main__":
    asyncio.run(main())
