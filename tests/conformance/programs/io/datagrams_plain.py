"""datagrams_plain: sock_recvfrom, sock_recvfrom_into, sock_sendto; one that is cut, one that nobody waits for any more, one for a socket that is watched"""
import asyncio
import socket


def bound():
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setblocking(False)
    one.bind(("127.0.0.1", 0))
    return one


async def receive(loop, one):
    got, address = await loop.sock_recvfrom(one, 100)
    print("got", got)
    return got


async def main():
    loop = asyncio.get_running_loop()
    one, other = bound(), bound()
    here, there = one.getsockname(), other.getsockname()
    print(await loop.sock_sendto(other, b"first", here))
    got, address = await loop.sock_recvfrom(one, 100)
    print(got, address == there)
    task = asyncio.create_task(receive(loop, one))
    await asyncio.sleep(0.05)
    print(await loop.sock_sendto(other, b"second", here))
    await task
    task = asyncio.create_task(receive(loop, one))
    await asyncio.sleep(0.05)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))
    await loop.sock_sendto(other, b"a long one", here)
    print((await loop.sock_recvfrom(one, 6))[0])
    buffer = bytearray(8)
    task = asyncio.create_task(loop.sock_recvfrom_into(one, buffer, 8))
    await asyncio.sleep(0.05)
    await loop.sock_sendto(other, b"into", here)
    print((await task)[0], bytes(buffer[:4]))
    task = asyncio.create_task(receive(loop, one))
    second = asyncio.create_task(receive(loop, one))
    await asyncio.sleep(0.05)
    await loop.sock_sendto(other, b"for one", here)
    await asyncio.sleep(0.05)
    task.cancel()
    print(await asyncio.gather(task, second, return_exceptions=True))
    try:
        await loop.sock_sendto(other, bytes(70000), here)
    except OSError as error:
        print(error.errno)
    one.close()
    other.close()


asyncio.run(main())
