"""Three coroutines at once: gather makes each a task and waits for all of them."""

import asyncio
import time


async def fetch_data(source_name, delay):
    """Pretend to fetch something that takes a while."""
    print(f"{time.strftime('%X')} - Starting to fetch data from {source_name} (will take {delay}s)")
    await asyncio.sleep(delay)
    print(f"{time.strftime('%X')} - Finished fetching from {source_name}")
    return f"Data from {source_name}"


async def main():
    start_time = time.time()
    print(f"{time.strftime('%X')} - --- Starting concurrent tasks ---")

    results = await asyncio.gather(
        fetch_data("API A", 2),
        fetch_data("Database B", 1),
        fetch_data("File C", 3),
    )
    print(f"\n{time.strftime('%X')} - All results from gather: {results}")

    print(f"\n{time.strftime('%X')} - --- All tasks completed ---")
    print(f"Total time taken: {time.time() - start_time:.2f} seconds")


if __name__ == "__main__":
    asyncio.run(main())
