"""asyncio_bench.py: CPython's asyncio, and with `uvloop` as its first argument the same programs on uvloop."""
import asyncio
import sys
import time
import types


def measure_memory():
    """Bytes of memory that this process holds now."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(float(line.split()[1]) for line in status if line.startswith("VmRSS:")) * 1024


def measure_delay(index, earliest):
    """The same deadlines as those of measure.h, in seconds."""
    mask = (1 << 64) - 1
    mixed = (index + 1) * 0x9E3779B97F4A7C15 & mask
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & mask
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & mask
    mixed ^= mixed >> 31
    return earliest + (mixed >> 11) / 9007199254740992.0


async def yielder(left):
    for _ in range(left):
        await asyncio.sleep(0)


async def sleep_zero(count, rounds):
    tasks = [asyncio.create_task(yielder(rounds)) for _ in range(count)]
    for task in tasks:
        await task


async def answer(number):
    return number


async def create_in_turn(count, _):
    for number in range(count):
        await asyncio.create_task(answer(number))


async def create_together(count, _):
    for _ in range(count // 1000):
        tasks = [asyncio.create_task(answer(number)) for number in range(1000)]
        for task in tasks:
            await task


async def sleeper(delay):
    await asyncio.sleep(delay)


async def asleep(count, earliest):
    delays = [measure_delay(index, earliest) for index in range(count)]
    before, memory = time.process_time(), measure_memory()
    tasks = [asyncio.create_task(sleeper(delay)) for delay in delays]
    await asyncio.sleep(0)
    held = measure_memory()
    for task in tasks:
        await task
    print("ns", (time.process_time() - before) * 1e9 / count)
    print("bytes", (held - memory) / count)


@types.coroutine
def suspender(left):
    for _ in range(left):
        yield


def resume(count):
    send = suspender(count + 1).send
    before = time.process_time()
    for _ in range(count):
        send(None)
    print("ns", (time.process_time() - before) * 1e9 / count)


def main():
    loop, figure, count, rounds = (*sys.argv[1:], "0", "0")[:4]
    count, rounds = int(count), int(rounds)
    if loop == "uvloop":
        import uvloop
        uvloop.install()
    if figure == "resume":
        resume(count)
    elif figure == "asleep":
        asyncio.run(asleep(count, rounds))
    else:
        before = time.process_time()
        asyncio.run({"sleep_zero": sleep_zero, "create_in_turn": create_in_turn, "create_together": create_together}[figure](count, rounds))
        print("ns", (time.process_time() - before) * 1e9 / count / max(rounds, 1))


if __name__ == "__main__":
    main()
