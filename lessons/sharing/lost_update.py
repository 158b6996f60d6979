"""A race without threads."""

import asyncio

# Knobs: try other seconds, and another place for the lock
# (0: none, 1: to write, 2: from reading on).
save_takes = 1
bob_later = 0
guard = 0

balance = 100


async def pay_in(name, amount):
    global balance
    if guard == 2:
        await lock.acquire()
    # -- Read
    seen = balance
    print(f"{name} reads {seen}")
    # -- Wait in between
    await asyncio.sleep(save_takes)
    if guard == 1:
        await lock.acquire()
    # -- Write
    balance = seen + amount
    print(f"{name} writes {balance}")
    if guard > 0:
        lock.release()


async def main():
    global lock
    lock = asyncio.Lock()
    ann = asyncio.create_task(pay_in("Ann", 50))
    if bob_later > 0:
        await asyncio.sleep(bob_later)
    bob = asyncio.create_task(pay_in("Bob", 30))
    await ann
    await bob
    print(f"balance: {balance}")


if __name__ == "__main__":
    asyncio.run(main())
