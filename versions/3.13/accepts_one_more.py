"""accepts_one_more: as many connections as a server lets wait come at once, and one more"""

import asyncio

CLIENTS = 101
served = 0


def tell():
    print(served, "of", CLIENTS, "are served at once")


async def serve(reader, writer):
    global served
    served += 1
    if served == 1:
        asyncio.get_running_loop().call_soon(tell)
    await reader.read()
    writer.close()


async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(1)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with asyncio.TaskGroup() as clients:
        for _ in range(CLIENTS):
            clients.create_task(client(port))
    server.close()
    await asyncio.sleep(1)


asyncio.run(main())
