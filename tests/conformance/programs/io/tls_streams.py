"""tls_streams: streams with TLS: a server that answers lines, three clients; who is not trusted, and who has another name; an end from the other side, and one without a word"""
import asyncio
import os
import ssl


async def serve(reader, writer):
    try:
        while True:
            line = await reader.readline()
            if not line or line == b"bye\n":
                break
            writer.write(line)
            await writer.drain()
        print("server: end")
    except OSError as error:
        print("server:", repr(error))
    writer.close()
    try:
        await writer.wait_closed()
        print("server: closed")
    except OSError as error:
        print("server: closed with", repr(error))


async def talk(name, port, trust):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust)
    for i in range(2):
        writer.write(f"{name} {i}\n".encode())
        await writer.drain()
        answer = await reader.readline()
        print(answer)
    writer.close()
    print("closing:", writer.is_closing())
    await writer.wait_closed()
    print(f"{name}: closed")


async def is_refused(port, trust, name=None):
    try:
        await asyncio.open_connection("127.0.0.1", port, ssl=trust, server_hostname=name)
    except ssl.SSLCertVerificationError as error:
        print(str(error).rpartition(" (_ssl.c")[0])


async def say_bye(port, trust):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust, server_hostname="localhost", limit=100)
    writer.write(b"bye\n")
    answer = await reader.read()
    print(answer, reader.at_eof())
    try:
        writer.write_eof()
    except NotImplementedError as error:
        print(repr(error))
    writer.write(b"in vain")
    try:
        await writer.drain()
    except OSError as error:
        print(repr(error))
    writer.close()
    await writer.wait_closed()


async def go_away(port, trust):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust)
    writer.transport.abort()
    await writer.wait_closed()
    await asyncio.sleep(0.1)


async def main():
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(os.environ["LOOPSCOPE_CERTIFICATE"])
    trust = ssl.create_default_context(cafile=os.environ["LOOPSCOPE_CERTIFICATE"])
    usual = ssl.create_default_context()
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=shown)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await talk("a", port, trust)
        await asyncio.gather(talk("b", port, trust), talk("c", port, trust))
        await is_refused(port, usual)
        await is_refused(port, trust, "example.org")
        await say_bye(port, trust)
        await go_away(port, trust)


asyncio.run(main())
