"""datagram_header: a datagram without a byte is sent, and one with a byte"""

import asyncio


class Prints(asyncio.DatagramProtocol):
    def datagram_received(self, data, address):
        print("received", data)


async def main():
    loop = asyncio.get_running_loop()
    one, _ = await loop.create_datagram_endpoint(Prints, local_addr=("127.0.0.1", 0))
    port = one.get_extra_info("sockname")[1]
    other, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=("127.0.0.1", port)
    )
    other.sendto(b"")
    other.sendto(b"x")
    await asyncio.sleep(1)
    other.close()
    one.close()


asyncio.run(main())
