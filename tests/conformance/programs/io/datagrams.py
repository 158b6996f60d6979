"""datagrams: create_datagram_endpoint, connected and not; one that is empty, one that is too long, one that nobody hears; an error in a callback; close and abort"""
import asyncio


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        print("server: made")
        self.transport = transport

    def datagram_received(self, data, address):
        print("server:", data)
        if data == b"fail":
            raise ValueError("as it should")
        self.transport.sendto(data, address)

    def error_received(self, error):
        print("server: error", repr(error))

    def connection_lost(self, error):
        print("server: lost", repr(error))


class Client(asyncio.DatagramProtocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        print("client: made")

    def datagram_received(self, data, address):
        print("client:", data)

    def error_received(self, error):
        print("client: error", repr(error))

    def connection_lost(self, error):
        print("client: lost", repr(error))
        self.lost.set_result(None)


async def connected(port):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Client, remote_addr=("127.0.0.1", port))
    transport.sendto(b"one")
    transport.sendto(b"second")
    transport.sendto(b"")
    await asyncio.sleep(0.05)
    transport.sendto(b"fail")
    transport.sendto(b"three")
    transport.sendto(bytes(70000))
    try:
        transport.sendto(b"elsewhere", ("127.0.0.1", 9))
    except ValueError:
        print("ValueError")
    await asyncio.sleep(0.05)
    print(transport.get_write_buffer_size(), transport.is_closing())
    transport.close()
    transport.sendto(b"in vain")
    await protocol.lost
    print(transport.is_closing())


async def unconnected(port):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Client, local_addr=("127.0.0.1", 0))
    transport.sendto(b"four", ("127.0.0.1", port))
    await asyncio.sleep(0.05)
    transport.abort()
    transport.abort()
    await protocol.lost


async def nobody(port):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Client, local_addr=("127.0.0.1", 0), remote_addr=("127.0.0.1", port))
    transport.sendto(b"hello?")
    await asyncio.sleep(0.05)
    transport.sendto(b"hello?")
    transport.sendto(b"hello?")
    transport.sendto(b"hello?")
    await asyncio.sleep(0.05)
    transport.close()
    await protocol.lost
    try:
        await loop.create_datagram_endpoint(Client)
    except ValueError as error:
        print(error)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    transport, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    await connected(port)
    await unconnected(port)
    transport.close()
    await asyncio.sleep(0.05)
    await nobody(port)


asyncio.run(main())
