"""group_closes: a group that is ending is given one task more"""

import asyncio


async def work():
    pass


async def fails():
    raise ValueError("bad")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            try:
                await asyncio.sleep(1)
            finally:
                group.create_task(work())
    except ExceptionGroup:
        print("the group has failed")


asyncio.run(main())
