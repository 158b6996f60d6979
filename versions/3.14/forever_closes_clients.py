"""forever_closes_clients: a server that serves for ever is cancelled while a client is still connected"""

import asyncio


async def serve(reader, writer):
    await reader.read()
    writer.close()


async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(2):
            await reader.read()
            print("the server has closed the connection")
    except TimeoutError:
        print("the server waits for its client")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    forever = asyncio.create_task(server.serve_forever())
    connected = asyncio.create_task(client(server.sockets[0].getsockname()[1]))
    await asyncio.sleep(1)
    forever.cancel()
    await asyncio.gather(forever, return_exceptions=True)
    print("the server is closed")
    await connected
    await asyncio.sleep(1)


asyncio.run(main())
