"""Cancellation: of a sleeping task that cleans up, of one that has not begun, of one that swallows it, through a chain of tasks."""

import asyncio


async def sleeper(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(f"{name} cleans up")
        await asyncio.sleep(0.5)
        raise


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("stubborn goes on")
    await asyncio.sleep(0)
    return "finished"


async def outer(name):
    await asyncio.create_task(sleeper(name))


async def main():
    task = asyncio.create_task(sleeper("first"))
    unstarted = asyncio.create_task(sleeper("unstarted"))
    unstarted.cancel()
    try:
        await unstarted
    except asyncio.CancelledError:
        print("unstarted never ran")
    task.cancel()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("first is cancelled")
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(1)
    task.cancel()
    result = await task
    print(result)
    task.cancel()
    task = asyncio.create_task(outer("inner"))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("outer is cancelled")


asyncio.run(main())
