"""Three coroutines at once, and one wait for all."""

import asyncio
import time


async def fetch_data(source_name, delay):
    """Pretend to fetch something that takes a while."""
    print(f"{time.strftime('%X')} - Starting to fetch data "
          f"from {source_name} (will take {delay}s)")
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
    total_time = time.time() - start_time
    print(f"Total time taken: {total_time:.2f} seconds")


if __name__ == "__main__":
    asyncio.run(main())
