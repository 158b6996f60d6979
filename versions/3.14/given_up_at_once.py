"""given_up_at_once: by the real clock: a call is given up while it waits for a thread"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def work():
    time.sleep(0.05)
    return 1


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    first = loop.run_in_executor(None, work)
    second = loop.run_in_executor(None, work)
    second.cancel()
    print("main has", await first)


asyncio.run(main())
