"""accept_is_kept: who waits for a connection is cancelled in the turn in which one comes"""

import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    client = socket.socket()
    client.setblocking(False)
    first = asyncio.create_task(loop.sock_accept(listener))
    connecting = asyncio.create_task(loop.sock_connect(client, listener.getsockname()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, connecting, return_exceptions=True)
    try:
        async with asyncio.timeout(1):
            connection, _ = await loop.sock_accept(listener)
        print("the next one has the connection")
        connection.close()
    except TimeoutError:
        print("the connection is lost")
    client.close()
    listener.close()


asyncio.run(main())
