"""exit_wakes: by the real clock: a child process ends, and another still has its output (since Python 3.12)"""

import asyncio


async def main():
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", "sleep 0.2 & sleep 0.1", stdout=asyncio.subprocess.PIPE
    )
    await process.wait()
    output_ended = process.stdout.at_eof()
    print("the process has ended, its output", "too" if output_ended else "not")
    await process.stdout.read()
    print("its output has ended")


asyncio.run(main())
