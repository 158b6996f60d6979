"""A race without threads."""

import asyncio

# Knobs: try other seconds, and guarded = True.
save_takes = 1
bob_later = 0
guarded = False

balance = 100


async def add(name, amount):
    global balance
    # -- Read
    seen = balance
    print(f"{name} reads {seen}")
    # -- Wait in between
    await asyncio.sleep(save_takes)
    # -- Write
    balance = seen + amount
    print(f"{name} writes {balance}")


async def pay_in(name, amount, lock):
    if guarded:
        async with lock:
            await add(name, amount)
    else:
        await add(name, amount)


async def main():
    lock = asyncio.Lock()
    ann = asyncio.create_task(pay_in("Ann", 50, lock))
    if bob_later > 0:
        await asyncio.sleep(bob_later)
    bob = asyncio.create_task(pay_in("Bob", 30, lock))
    await ann
    await bob
    print(f"balance: {balance}")


if __name__ == "__main__":
    asyncio.run(main())
