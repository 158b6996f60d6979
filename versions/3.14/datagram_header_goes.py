"""datagram_header_goes: a datagram waits until the one before it has left, and is sent"""

import asyncio
import socket
import time


async def main():
    loop = asyncio.get_running_loop()
    receiver, sender = (socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(2))
    receiver.bind("")
    sender.connect(receiver.getsockname())
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 0)  # takes one, until it is received
    sending, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, sock=sender)
    sending.sendto(bytes(4500))
    sending.sendto(bytes(4500))
    print(sending.get_write_buffer_size(), "bytes wait")
    time.sleep(1)
    receiver.recv(4500)
    await asyncio.sleep(1)
    print(sending.get_write_buffer_size(), "bytes wait")
    sending.close()
    receiver.close()


asyncio.run(main())
