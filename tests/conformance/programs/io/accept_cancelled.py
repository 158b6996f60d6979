"""accept_cancelled: who waits for a connection is cancelled in the turn in which one comes, and another has taken it already; then one comes that the next takes"""
import asyncio
import socket


async def connects(address):
    loop = asyncio.get_running_loop()
    client = socket.socket()
    client.setblocking(False)
    await loop.sock_connect(client, address)
    client.close()


async def accepts(listener):
    loop = asyncio.get_running_loop()
    try:
        connection, _ = await loop.sock_accept(listener)
        print("a connection")
    except asyncio.CancelledError:
        print("cancelled, and once more")
        connection, _ = await loop.sock_accept(listener)
        print("another connection")
    connection.close()


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    first = asyncio.create_task(accepts(listener))
    connecting = asyncio.create_task(connects(listener.getsockname()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    connection, _ = await loop.sock_accept(listener)
    connection.close()
    first.cancel()
    await connecting
    await asyncio.sleep(0.1)
    connecting = asyncio.create_task(connects(listener.getsockname()))
    await asyncio.gather(first, connecting)
    print("is still watched:", loop.remove_reader(listener))
    listener.close()


asyncio.run(main())
