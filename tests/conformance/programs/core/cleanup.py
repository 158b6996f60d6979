"""cleanup: try, except and finally round awaits: what runs, in which order, and what comes out."""

import asyncio


async def work(name, delay, fails):
    await asyncio.sleep(delay)
    if fails:
        raise ValueError(name)
    return f"{name} done"


async def returns_early():
    try:
        try:
            value = await work("early", 1, 0)
            return value
        finally:
            print("inner finally")
            await asyncio.sleep(1)
    finally:
        print("outer finally")
        await asyncio.sleep(0)


async def chooses(fails):
    try:
        await work("chosen", 0.5, fails)
        if fails == 0:
            raise KeyError("a key")
    except KeyError:
        print("KeyError")
        await asyncio.sleep(0)
    except ValueError as error:
        print("ValueError", error)
        return 1
    finally:
        print("finally")
        await asyncio.sleep(0.5)
    return 2


async def replaces():
    try:
        try:
            await work("first", 0.25, 1)
        finally:
            await work("second", 0.25, 1)
    except ValueError as error:
        print("caught", error)
    try:
        try:
            await work("third", 0.25, 1)
        except ValueError as error:
            raise error
        finally:
            print("after the handler")
    except Exception as error:
        print("caught", error)


async def overrides():
    try:
        await work("lost", 0.25, 1)
    finally:
        return "the error is lost"


async def tries_again():
    for round in range(5):
        try:
            await work("again", 0.125, round % 2 == 0)
            if round == 1:
                continue
            break
        except ValueError:
            print("round", round, "failed")
            continue
    return round


async def cleans_up_cancelled(name):
    try:
        try:
            await asyncio.sleep(10)
        finally:
            print(name, "cleans up")
            await asyncio.sleep(1)
            print(name, "has cleaned up")
    finally:
        await asyncio.sleep(0)
        print(name, "ends")


async def main():
    value = await returns_early()
    print(value)
    value = await asyncio.gather(chooses(0), chooses(1), replaces(), overrides(), tries_again())
    print(value)
    task = asyncio.create_task(cleans_up_cancelled("A"))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(0.5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
