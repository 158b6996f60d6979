"""An error goes out of main, and the run ends."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def read_file(name, there):
    await asyncio.sleep(1)
    if not there:
        raise ValueError(f"no file {name}")
    print(f"{name}: read")


async def main():
    if not mended:
        # -- The mistake: nothing catches the error
        await read_file("settings", False)
    else:
        # -- Mended: main can do without this file
        try:
            await read_file("settings", False)
        except ValueError as error:
            print(f"none: {error}")
    await read_file("text", True)


if __name__ == "__main__":
    asyncio.run(main())
