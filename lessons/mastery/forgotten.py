"""Never awaited, never kept, never fetched."""

import asyncio

# Knobs: try other seconds, and turn each of the three to True.
photo_takes = 3
await_note = False
keep_photo = False
fetch_letter = False


async def save(what, delay):
    await asyncio.sleep(delay)
    print(f"{what}: saved")


async def send(what):
    await asyncio.sleep(0.5)
    raise ValueError(f"{what} has no address")


async def main():
    # -- A call: does anybody await it?
    if await_note:
        await save("note", 1)
    else:
        save("note", 1)
    # -- A task: does anybody keep it?
    if keep_photo:
        photo = asyncio.create_task(save("photo", photo_takes))
    else:
        asyncio.create_task(save("photo", photo_takes))
    # -- An error: does anybody fetch it?
    letter = asyncio.create_task(send("letter"))
    await asyncio.sleep(1)
    if fetch_letter:
        print(f"error: {letter.exception()}")
    if keep_photo:
        await photo
    print("main ends")


if __name__ == "__main__":
    asyncio.run(main())
