"""eager_errors: what an eager step ends with is the task's, but for a SystemExit, which comes out of making the task; and tasks that are cancelled in it. (since Python 3.12)"""

import asyncio


async def fails(why):
    raise ValueError(why)


async def leaves(status):
    raise SystemExit(status)


async def gives_up(delay):
    asyncio.current_task().cancel()
    print(f"asked {asyncio.current_task().cancelling()} times")
    if delay >= 0:
        await asyncio.sleep(delay)
    print("only without an await")


async def sees(what):
    try:
        await what
        print("nothing")
    except BaseException as error:
        print(f"saw {error!r}")


async def makes_and_sees(status):
    try:
        asyncio.create_task(leaves(status))
        print("nothing")
    except SystemExit as error:
        print(f"saw {error!r}")


async def cancels(who):
    who.cancel()


async def makes_its_end():
    asyncio.create_task(cancels(asyncio.current_task()))
    print(f"asked {asyncio.current_task().cancelling()} times by its own child")
    await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(fails("early"))
    print(f"done: {task.done()}")
    await sees(task)
    task = asyncio.create_task(gives_up(-1))
    await sees(task)
    task = asyncio.create_task(gives_up(0))
    await sees(task)
    task = asyncio.create_task(gives_up(1))
    await sees(task)
    await makes_and_sees(4)
    await sees(asyncio.create_task(makes_its_end()))
    await sees(asyncio.gather(fails("one"), fails("two")))
    await sees(asyncio.gather(fails("one"), asyncio.sleep(1), return_exceptions=True))
    print("main ends")
    asyncio.create_task(leaves(6))


asyncio.run(main())
