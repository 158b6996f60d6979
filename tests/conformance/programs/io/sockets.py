"""sockets: sock_accept, sock_connect, sock_recv, sock_sendall, sock_recv_into; who waits is cancelled; a socket that is watched twice; nobody listens"""
import asyncio
import socket


async def serve(listener):
    loop = asyncio.get_running_loop()
    connection, _ = await loop.sock_accept(listener)
    while data := await loop.sock_recv(connection, 100):
        await loop.sock_sendall(connection, data)
    connection.close()


async def waits(sock, name):
    loop = asyncio.get_running_loop()
    try:
        print(name, await loop.sock_recv(sock, 10))
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def readers(one, other):
    loop = asyncio.get_running_loop()
    first = asyncio.create_task(waits(one, "first"))
    await asyncio.sleep(0)
    second = asyncio.create_task(waits(one, "second"))
    await asyncio.sleep(0)
    await loop.sock_sendall(other, b"x")
    await second
    await asyncio.sleep(0)
    print(first.done())
    first.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await loop.sock_sendall(other, b"later")
    buffer = bytearray(3)
    count = await loop.sock_recv_into(one, buffer)
    print(count, bytes(buffer))
    third = asyncio.create_task(waits(one, "third"))
    fourth = asyncio.create_task(waits(other, "fourth"))
    await asyncio.sleep(0)
    fourth.cancel()
    print(await asyncio.gather(third, fourth, return_exceptions=True))


def readable(sock, name):
    print(name, sock.recv(10))
    asyncio.get_running_loop().remove_reader(sock)


def is_writable(sock):
    print("writable")
    asyncio.get_running_loop().remove_writer(sock)


async def callbacks(one, other):
    loop = asyncio.get_running_loop()
    loop.add_reader(one, readable, one, "one")
    loop.add_writer(other, is_writable, other)
    await asyncio.sleep(0.05)
    loop.call_soon(other.send, b"ping")
    await asyncio.sleep(0.05)
    print(loop.remove_reader(one))


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(5)
    listener.setblocking(False)
    server = asyncio.create_task(serve(listener))
    await asyncio.sleep(0)
    sock = socket.socket()
    sock.setblocking(False)
    await loop.sock_connect(sock, listener.getsockname())
    for text in (b"hello", b"world"):
        await loop.sock_sendall(sock, text)
        print(await loop.sock_recv(sock, 100))
    sock.close()
    await server
    listener.close()
    one, other = socket.socketpair()
    one.setblocking(False)
    other.setblocking(False)
    await readers(one, other)
    one.close()
    other.close()
    one, other = socket.socketpair()
    one.setblocking(False)
    other.setblocking(False)
    await callbacks(one, other)
    one.close()
    try:
        await loop.sock_sendall(other, b"nobody")
    except BrokenPipeError as error:
        print(repr(error))
    other.close()


asyncio.run(main())
