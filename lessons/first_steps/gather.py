"""Three coroutines at once, and one wait for all."""

import asyncio
import time

# Knobs: try other seconds, and together = False.
delay_a = 2
delay_b = 1
delay_c = 3
together = True


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
    # -- Ask for all three, at once or one after another
    if together:
        results = await asyncio.gather(
            fetch_data("API A", delay_a),
            fetch_data("Database B", delay_b),
            fetch_data("File C", delay_c),
        )
        print(f"\n{time.strftime('%X')} - "
              f"All results from gather: {results}")
    else:
        a = await fetch_data("API A", delay_a)
        b = await fetch_data("Database B", delay_b)
        c = await fetch_data("File C", delay_c)
        print(f"\n{time.strftime('%X')} - "
              f"Results, one by one: [{a!r}, {b!r}, {c!r}]")
    # -- Say how long it took
    print(f"\n{time.strftime('%X')} - --- All tasks completed ---")
    total_time = time.time() - start_time
    print(f"Total time taken: {total_time:.2f} seconds")


if __name__ == "__main__":
    asyncio.run(main())
