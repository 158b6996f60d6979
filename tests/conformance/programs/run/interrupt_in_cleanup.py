"""interrupt_in_cleanup: a KeyboardInterrupt while asyncio.run cancels what is left goes right out of it: others stay as they are, no generator is closed."""

import asyncio


async def numbers():
    i = 0
    while True:
        yield i
        i += 1


async def slow():
    generator = numbers()
    async for number in generator:
        print(f"slow has {number}")
        break
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(10)


async def failing(why):
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(1)
        raise SystemExit(why)


async def late():
    await asyncio.sleep(3)


async def makes_another():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        asyncio.create_task(late())
        raise ValueError("nobody hears of it")


async def main():
    asyncio.create_task(slow())
    asyncio.create_task(failing("enough"))
    asyncio.create_task(makes_another())
    await asyncio.sleep(1)
    print("main is interrupted")
    raise KeyboardInterrupt


asyncio.run(main())
