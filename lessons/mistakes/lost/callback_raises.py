"""An error in a callback, above which nobody stands."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


weight = None


def weigh():
    error = ValueError("too heavy")
    if not mended:
        # -- The mistake: the error leaves the callback
        raise error
    else:
        # -- Mended: whoever awaits the future gets it
        weight.set_exception(error)


async def main():
    global weight
    loop = asyncio.get_running_loop()
    weight = loop.create_future()
    loop.call_later(1, weigh)
    await asyncio.sleep(2)
    try:
        if mended:
            await weight
        print("the parcel is on its way")
    except ValueError as error:
        print(f"not sent: {error}")


if __name__ == "__main__":
    asyncio.run(main())
