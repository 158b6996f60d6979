"""async_generator_closing: who asks a generator that is being closed, closes one that did not let itself be closed, or is cancelled before it begins to close one"""

import asyncio


async def slow(name, delay):
    try:
        yield 1
    except asyncio.CancelledError:
        print(name, "is cancelled")
        await asyncio.sleep(delay)
        print(name, "goes on")
    finally:
        print(name, "tidies up")
        await asyncio.sleep(delay)
        print(name, "is gone")


async def stubborn(caught):
    try:
        yield 1
    except caught:
        yield "not yet"


async def asks(generator):
    try:
        async for value in generator:
            print("got", value)
        print("nothing more")
    except RuntimeError as error:
        print(error)


async def closes(generator):
    try:
        await generator.aclose()
        print("closed")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


async def cancelled(generator, message):
    async for value in generator:
        break
    closing = asyncio.create_task(generator.aclose())
    closing.cancel(message)
    try:
        value = await closing
        print(value)
    except BaseException as error:
        print(repr(error))
    closing = None  # it holds its error, and that this frame


async def left_unbegun():
    generator = slow("never begun", 1)
    closing = generator.aclose()
    await closing


async def asks_itself(task):
    yield 1
    await task[0]


async def goes_round():
    task = [asyncio.current_task()]
    try:
        async for value in asks_itself(task):
            print("round", value)
    except RuntimeError as error:
        print("refused")


async def main():
    generator = slow("asked", 0.5)
    async for value in generator:
        break
    task = asyncio.create_task(closes(generator))
    await asyncio.sleep(0)
    await asks(generator)
    await closes(generator)
    await task
    await asks(generator)

    generator = stubborn(GeneratorExit)
    async for value in generator:
        break
    await closes(generator)
    await closes(generator)
    await asks(generator)

    await cancelled(slow("by a timer", 0.5), "stop")
    await cancelled(slow("in the next turn", 0), "stop")
    generator = stubborn(asyncio.CancelledError)
    await cancelled(generator, "not you")
    await asks(generator)
    await asyncio.create_task(goes_round())
    await left_unbegun()
    print("end")


asyncio.run(main())
