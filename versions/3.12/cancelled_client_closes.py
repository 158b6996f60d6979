"""cancelled_client_closes: the task of a connection to a server is cancelled"""

import asyncio


async def serve(reader, writer):
    asyncio.current_task().cancel()
    await asyncio.sleep(1)


async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(2):
            await reader.read()
            print("the server has closed the connection")
    except TimeoutError:
        print("nobody closes the connection")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    await client(server.sockets[0].getsockname()[1])
    server.close()


asyncio.run(main())
