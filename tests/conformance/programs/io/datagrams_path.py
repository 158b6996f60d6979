"""datagrams_path: create_datagram_endpoint at paths: one that answers, one that is connected, one that nobody can answer; nobody is there; a path that is taken over; what cannot be mixed"""
import asyncio
import os
import shutil
import socket
import tempfile

folder = tempfile.mkdtemp()


def at(name):
    return os.path.join(folder, name)


class End(asyncio.DatagramProtocol):
    def __init__(self, name, answers):
        self.name, self.answers = name, answers

    def connection_made(self, transport):
        print(f"{self.name}: made")
        self.transport = transport

    def datagram_received(self, data, address):
        print(f"{self.name}: {data} from", os.path.basename(address) if address else None)
        if self.answers and address:
            self.transport.sendto(data, address)

    def error_received(self, error):
        print(f"{self.name}: error", type(error).__name__)

    def connection_lost(self, error):
        print(f"{self.name}: lost", repr(error))


async def open_at(name, local=None, remote=None, answers=False):
    endpoint = await asyncio.get_running_loop().create_datagram_endpoint(lambda: End(name, answers), local_addr=local, remote_addr=remote, family=socket.AF_UNIX)
    return endpoint[0]


async def is_refused(local, remote):
    try:
        await open_at("none", local, remote)
    except (OSError, TypeError) as error:
        print(type(error).__name__)


async def main():
    first = await open_at("server", at("server"), answers=True)
    named = await open_at("named", at("named"))
    named.sendto(b"one", at("server"))
    named.sendto(b"lost", at("nowhere"))
    await asyncio.sleep(0.05)
    connected = await open_at("connected", at("connected"), at("server"))
    connected.sendto(b"two")
    connected.sendto(b"three", at("server"))
    try:
        connected.sendto(b"elsewhere", at("named"))
    except ValueError:
        print("ValueError")
    await asyncio.sleep(0.05)
    unnamed = await open_at("unnamed", None, at("server"))
    unnamed.sendto(b"who am I?")
    await asyncio.sleep(0.05)
    await is_refused(None, at("nobody"))
    second = await open_at("second", at("server"), answers=True)
    named.sendto(b"four", at("server"))
    await asyncio.sleep(0.05)
    for transport in (first, second, named, connected, unnamed):
        transport.close()
    await asyncio.sleep(0.05)


asyncio.run(main())
shutil.rmtree(folder)
