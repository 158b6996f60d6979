"""executor_limit: main ends while a call in a thread goes on for longer than asyncio.run() waits for it"""

import asyncio
import time


def count():
    time.sleep(400)
    return 1


async def main():
    asyncio.get_running_loop().run_in_executor(None, count)
    print("main has ended")


asyncio.run(main())
