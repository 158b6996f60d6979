"""datagram_header: a datagram without bytes is sent, and one with some"""

import asyncio


class Receiver(asyncio.DatagramProtocol):
    def datagram_received(self, data, address):
        print("received", data)


async def main():
    loop = asyncio.get_running_loop()
    receiving, _ = await loop.create_datagram_endpoint(Receiver, local_addr=("127.0.0.1", 0))
    address = receiving.get_extra_info("sockname")
    sending, _ = await loop.create_datagram_endpoint(Receiver, remote_addr=address)
    sending.sendto(b"")
    sending.sendto(b"some")
    await asyncio.sleep(1)
    sending.close()
    receiving.close()


asyncio.run(main())
