"""streams_reading: exactly so many bytes, until a separator, until the end; a line that is too long; a stream that ends too early; two readers at once"""
import asyncio


async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def send_in_pieces(reader, writer):
    writer.write(b"head:12345")
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.write(b"678;tail")
    await asyncio.sleep(0.05)
    writer.write(b"ab")
    writer.close()
    await writer.wait_closed()


async def waits_too(reader):
    try:
        await reader.read(10)
    except RuntimeError as error:
        print(error)


async def pieces(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    other = asyncio.create_task(waits_too(reader))
    print(await reader.readuntil(b":"))
    print(await reader.readexactly(8))
    print(await reader.readuntil(b";"))
    await other
    try:
        await reader.readexactly(100)
    except asyncio.IncompleteReadError as error:
        print(error, error.partial)
    print(await reader.read(5), reader.at_eof())
    writer.close()
    await writer.wait_closed()


async def long_line(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=8)
    writer.write(b"short\n")
    print(await reader.readline())
    writer.write(b"a line that is too long\nnext\n")
    try:
        await reader.readline()
    except ValueError as error:
        print(error)
    print(await reader.read(100))
    writer.write_eof()
    print(await reader.read(-1))
    writer.close()
    await writer.wait_closed()


async def main():
    echo = await asyncio.start_server(serve, "127.0.0.1", 0)
    slow = await asyncio.start_server(send_in_pieces, "127.0.0.1", 0)
    await pieces(slow.sockets[0].getsockname()[1])
    await long_line(echo.sockets[0].getsockname()[1])
    echo.close()
    slow.close()
    await echo.wait_closed()
    await slow.wait_closed()


asyncio.run(main())
