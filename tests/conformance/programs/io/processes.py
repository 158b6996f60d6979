"""processes: since Python 3.12, by the real clock: a child that is talked with, one that fails, one that is not there, one that is killed"""
import asyncio


# It answers when its parent waits again, says that it has no more to say, and ends after that: then the order of all this is determined.
TALK = "read a; sleep 0.05; echo $a; sleep 0.05; read b; sleep 0.05; echo $b; sleep 0.05; exec >&-; sleep 0.05"


async def talks():
    process = await asyncio.create_subprocess_exec("sh", "-c", TALK, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    process.stdin.write(b"first\n")
    await process.stdin.drain()
    print(await process.stdout.readline())
    print((await process.communicate(b"second\n"))[0], process.returncode)


async def fails():
    process = await asyncio.create_subprocess_exec("sh", "-c", "sleep 0.05; exit 3")
    print(await process.wait(), process.returncode)


async def is_killed():
    process = await asyncio.create_subprocess_exec("sleep", "100")
    await asyncio.sleep(0.05)
    process.terminate()
    print(await process.wait())


async def main():
    await talks()
    await fails()
    try:
        await asyncio.create_subprocess_exec("no-such-program-at-all")
    except FileNotFoundError as error:
        print(error.errno, error.strerror)
    await is_killed()


asyncio.run(main())
