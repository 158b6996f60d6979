"""Two tasks, started together, awaited in turn."""

import asyncio
import time

# Knobs: try other seconds.
delay_1 = 2
delay_2 = 3


async def fetch_data(source_name, delay):
    """Pretend to fetch something that takes a while."""
    print(f"{time.strftime('%X')} - Starting to fetch data "
          f"from {source_name} (will take {delay}s)")
    await asyncio.sleep(delay)
    print(f"{time.strftime('%X')} - "
          f"Finished fetching from {source_name}")
    return f"Data from {source_name}"


async def main():
    start_time = time.time()
    print(f"{time.strftime('%X')} - "
          "--- Starting concurrent tasks ---")

    # -- Make two tasks: neither runs a line yet
    task1 = asyncio.create_task(fetch_data("API 1", delay_1))
    task2 = asyncio.create_task(fetch_data("Database", delay_2))
    # -- Await them in turn
    result1 = await task1
    result2 = await task2
    print(f"{time.strftime('%X')} - Results: [{result1}, {result2}]")

    print(f"\n{time.strftime('%X')} - --- All tasks completed ---")
    total_time = time.time() - start_time
    print(f"Total time taken: {total_time:.2f} seconds")


if __name__ == "__main__":
    asyncio.run(main())
