"""Looking again and again instead of waiting."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def postman(mail):
    await asyncio.sleep(1)
    mail.set()


async def main():
    mail = asyncio.Event()
    post = asyncio.create_task(postman(mail))
    if not mended:
        # -- The mistake: asking again and again
        tries = 0
        while not mail.is_set() and tries < 60:
            tries += 1
            await asyncio.sleep(0)
    else:
        # -- Mended: waiting to be woken
        await mail.wait()
    print("mail:", "yes" if mail.is_set() else "none so far")
    await post


if __name__ == "__main__":
    asyncio.run(main())
