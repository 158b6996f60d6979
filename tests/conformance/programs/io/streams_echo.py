"""streams_echo: a server that answers lines, three clients that talk with it, and the end of all of them"""
import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(name, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"hello {name}\n".encode())
    await writer.drain()
    answer = await reader.readline()
    print(answer)
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(client("a", port), client("b", port), client("c", port))


asyncio.run(main())
