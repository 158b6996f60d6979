"""A task fails, and nobody asks for its result."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def send(what):
    await asyncio.sleep(1)
    raise ValueError(f"{what} has no address")


async def main():
    letter = asyncio.create_task(send("letter"))
    await asyncio.sleep(2)
    try:
        if mended:
            # -- Mended: whoever awaits it gets the error
            await letter
        # -- The mistake: nobody has asked the task
        print("the letter is sent")
    except ValueError as error:
        print(f"not sent: {error}")


if __name__ == "__main__":
    asyncio.run(main())
