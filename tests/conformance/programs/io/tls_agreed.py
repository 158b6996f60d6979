"""tls_agreed: what the ends of connections with TLS agree on and are told of each other: what is spoken, the version, the certificates, of streams, transports and after start_tls; names that cannot be"""
import asyncio
import os
import ssl


def say(who, transport):
    of = transport.get_extra_info("ssl_object")
    certificate = transport.get_extra_info("peercert")
    print(f"{who}: {of.selected_alpn_protocol()}, {of.version()}")
    if certificate:
        print(f"{who}: {', '.join(f'{key}={value}' for part in certificate['subject'] for key, value in part)}, version {certificate['version']}")
        print(f"{who}: {[f'{kind}:{name}' for kind, name in certificate['subjectAltName']]}")
    else:
        print(f"{who}: is shown {of.getpeercert(True) is not None}")


async def serve(reader, writer):
    say("server", writer.transport)
    line = await reader.readline()
    writer.write(line)
    writer.close()


async def talk(name, port, trust):
    print(name)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust)
    say("client", writer.transport)
    writer.write(b"line\n")
    line = await reader.read()
    print(line)
    writer.close()
    await writer.wait_closed()


async def goes_on(reader, writer):
    line = await reader.readline()
    print("server:", line)
    await writer.start_tls(shown)
    say("server", writer.transport)
    writer.close()


async def upgrade(trust):
    server = await asyncio.start_server(goes_on, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
    writer.write(b"hello\n")
    await asyncio.sleep(0.05)
    await writer.start_tls(trust, server_hostname="localhost")
    say("client", writer.transport)
    line = await reader.read()
    print(line)
    writer.close()
    await writer.wait_closed()
    server.close()


def is_wrong(context, *names):
    try:
        context.set_alpn_protocols(names)
    except ssl.SSLError as error:
        print("SSLError:", error.args[0])


async def main():
    global shown
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(os.environ["LOOPSCOPE_CERTIFICATE"])
    trust = ssl.create_default_context(cafile=os.environ["LOOPSCOPE_CERTIFICATE"])
    is_wrong(shown, "h2", "")
    is_wrong(trust, "x" * 256)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=shown)
    port = server.sockets[0].getsockname()[1]
    await talk("neither says anything", port, trust)
    trust.set_alpn_protocols(["http/1.1", "h2"])
    await talk("the client alone", port, trust)
    shown.set_alpn_protocols(["h2", "http/1.1"])
    await talk("both", port, trust)
    trust.set_alpn_protocols(["smtp"])
    await talk("none in common", port, trust)
    trust.set_alpn_protocols(["smtp", "http/1.1"])
    trust.maximum_version = ssl.TLSVersion.TLSv1_2
    await talk("of TLS 1.2", port, trust)
    trust.check_hostname = False
    trust.verify_mode = ssl.CERT_NONE
    await talk("whoever it is", port, trust)
    shown.verify_mode = ssl.CERT_OPTIONAL
    shown.load_verify_locations(os.environ["LOOPSCOPE_CERTIFICATE"])
    await talk("the server asks", port, trust)
    trust.load_cert_chain(os.environ["LOOPSCOPE_CERTIFICATE"])
    await talk("the client shows", port, trust)
    server.close()
    await upgrade(trust)


asyncio.run(main())
