"""protocols: connection_made, data_received, eof_received, connection_lost; pause and resume; a buffer over its high mark; abort; an error in a callback"""
import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        print("server: made")
        self.transport = transport

    def data_received(self, data):
        print("server:", len(data) if len(data) > 20 else data)
        if data == b"fail":
            raise ValueError("as it should")
        self.transport.write(data)

    def eof_received(self):
        print("server: end")

    def connection_lost(self, error):
        print("server: lost", repr(error))


class Client(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()
        self.received = 0

    def connection_made(self, transport):
        print("client: made")

    def data_received(self, data):
        self.received += len(data)
        print("client:", data)

    def pause_writing(self):
        print("client: pause")

    def resume_writing(self):
        print("client: resume")

    def connection_lost(self, error):
        print("client: lost", repr(error))
        self.lost.set_result(None)


async def talk(port):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_connection(Client, "127.0.0.1", port)
    transport.write(b"one")
    await asyncio.sleep(0.05)
    transport.pause_reading()
    transport.write(b"two")
    await asyncio.sleep(0.05)
    print("resume")
    transport.resume_reading()
    await asyncio.sleep(0.05)
    transport.write_eof()
    await protocol.lost


async def fail(port):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_connection(Client, "127.0.0.1", port)
    transport.write(b"fail")
    await protocol.lost
    print(transport.is_closing())


async def abort(port):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_connection(Client, "127.0.0.1", port)
    transport.write(b"short")
    transport.abort()
    transport.abort()
    await protocol.lost


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await talk(port)
    await fail(port)
    await abort(port)
    await asyncio.sleep(0.05)
    forever = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    forever.cancel()
    print(await asyncio.gather(forever, return_exceptions=True), server.is_serving())


asyncio.run(main())
