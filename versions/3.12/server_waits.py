"""server_waits: a server is closed while a client is still connected"""

import asyncio


async def serve(reader, writer):
    await reader.read()
    print("the client has gone")
    writer.close()


async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(2)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    connected = asyncio.create_task(client(port))
    await asyncio.sleep(1)
    server.close()
    await server.wait_closed()
    print("the server is closed")
    await connected
    await asyncio.sleep(1)


asyncio.run(main())
