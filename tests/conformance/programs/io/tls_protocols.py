"""tls_protocols: transports with TLS: reading that is paused, an error in a callback, an end that is kept open in vain; a handshake that takes too long, is given up, is no TLS; a shutdown that takes too long; start_tls"""
import asyncio
import os
import re
import ssl

shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
shown.load_cert_chain(os.environ["LOOPSCOPE_CERTIFICATE"])
trust = ssl.create_default_context(cafile=os.environ["LOOPSCOPE_CERTIFICATE"])


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        print("server: made")
        self.transport = transport

    def data_received(self, data):
        print("server:", data)
        if data == b"fail":
            raise ValueError("as it should")
        if data == b"pause":
            self.transport.pause_reading()
            return
        self.transport.write(data)

    def eof_received(self):
        print("server: end")
        return True

    def connection_lost(self, error):
        print("server: lost", repr(error))


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        print("client: made")

    def data_received(self, data):
        print("client:", data)

    def eof_received(self):
        print("client: end")

    def connection_lost(self, error):
        print("client: lost", repr(error))
        lost.set_result(None)


async def connects(port, shutdown):
    transport, protocol = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port, ssl=trust, ssl_shutdown_timeout=shutdown)
    return transport


async def talk(port):
    global lost
    lost = asyncio.get_running_loop().create_future()
    transport = await connects(port, 5)
    transport.write(b"one")
    await asyncio.sleep(0.05)
    transport.pause_reading()
    transport.write(b"two")
    await asyncio.sleep(0.05)
    print("resume")
    transport.resume_reading()
    await asyncio.sleep(0.05)
    transport.close()
    transport.write(b"three")
    await lost


async def fail(port, what, shutdown):
    global lost
    lost = asyncio.get_running_loop().create_future()
    transport = await connects(port, shutdown)
    transport.write(what)
    await asyncio.sleep(0.05)
    transport.close()
    await lost
    await asyncio.sleep(0.05)
    print(transport.is_closing())


async def misbehave(reader, writer):
    hello = await reader.read(6)
    if hello[0] == 0x16:
        print("a hello of TLS")
        await asyncio.sleep(0.6)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await asyncio.sleep(3)
    else:
        writer.write(b"go on\n")
        await writer.start_tls(shown)
        hello = await reader.readline()
        print("server:", hello)
        writer.write(b"safe\n")
        await writer.drain()
    writer.close()


async def is_refused(port, handshake):
    try:
        await asyncio.open_connection("127.0.0.1", port, ssl=trust, ssl_handshake_timeout=handshake)
    except OSError as error:
        print(re.sub(r" \(_ssl.c:\d+\)", "", repr(error)))


async def upgrade(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello\n")
    line = await reader.readline()
    print("client:", line)
    await writer.start_tls(trust, server_hostname="localhost")
    writer.write(b"secret\n")
    line = await reader.readline()
    print("client:", line)
    line = await reader.read()
    print("client:", line)
    writer.close()
    await writer.wait_closed()


async def plainly():
    server = await asyncio.start_server(misbehave, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await is_refused(port, 0.3)
    await asyncio.sleep(1)
    await is_refused(port, 3)
    waiting = asyncio.create_task(is_refused(port, 3))
    await asyncio.sleep(0.05)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        pass
    print(waiting.cancelled())
    await asyncio.sleep(5)
    await upgrade(port)
    server.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0, ssl=shown)
    port = server.sockets[0].getsockname()[1]
    await talk(port)
    await fail(port, b"fail", 5)
    await fail(port, b"pause", 0.5)
    server.close()
    await plainly()


asyncio.run(main())
