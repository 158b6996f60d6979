"""exit_at_once: by the real clock: how many turns of the loop it takes until the end of a child process is known (since Python 3.12)"""

import asyncio
import os


async def main():
    process = await asyncio.create_subprocess_exec("sleep", "0.1")
    # It ends while the loop stands still.
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    print("it has ended")
    for turn in range(3):
        await asyncio.sleep(0)
        print("return code:", process.returncode)


asyncio.run(main())
