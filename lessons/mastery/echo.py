"""Awaiting the outside: a server and three clients."""

import asyncio

# Knobs: try other seconds. The network is none of the program's.
thinks = 1
dawdles = 2


async def serve(reader, writer):
    # -- Answer a client's lines until it hangs up
    while line := await reader.readline():
        await asyncio.sleep(thinks)
        writer.write(line)
        await writer.drain()
    writer.close()


async def client(name, port, pause):
    # -- Call the server
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port)
    if pause > 0:
        await asyncio.sleep(pause)
    # -- Say a line, and wait for its echo
    writer.write(f"I am {name}\n".encode())
    line = await reader.readline()
    print(f"{name} hears {line}")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    # -- Let three clients talk with it at once
    async with server:
        await asyncio.gather(client("Ann", port, 0),
                             client("Bob", port, 0),
                             client("Cleo", port, dawdles))
    print("the server has closed")


if __name__ == "__main__":
    asyncio.run(main())
