"""group_keeps_cancel: a group is cancelled from outside while it ends because a task of its own has failed"""

import asyncio


async def fails():
    raise ValueError("bad")


async def tidies():
    try:
        await asyncio.sleep(9)
    finally:
        await asyncio.sleep(2)


async def has_a_group():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(tidies())
            group.create_task(fails())
    except ExceptionGroup:
        print("the group has failed")
    await asyncio.sleep(1)
    print("and what it stands in goes on")


async def main():
    task = asyncio.create_task(has_a_group())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("it was cancelled")


asyncio.run(main())
