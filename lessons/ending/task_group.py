"""Tasks that stand and fall together."""

import asyncio

# Knobs: try other seconds, and is_full = False.
flight = 1
hotel = 2
car = 3
is_full = True


async def book(what, delay, full):
    """Pretend to book something that takes a while."""
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(f"{what}: called off")
        raise
    if full:
        raise ValueError(f"{what} is full")
    print(f"{what}: booked")


async def main():
    try:
        # -- Start all three in one group
        async with asyncio.TaskGroup() as trip:
            trip.create_task(book("Flight", flight, False))
            trip.create_task(book("Hotel", hotel, is_full))
            trip.create_task(book("Car", car, False))
        # -- Go on when all have ended
        print("The whole trip is booked")
    except ExceptionGroup as error:
        print(f"No trip: {list(error.exceptions)}")


if __name__ == "__main__":
    asyncio.run(main())
