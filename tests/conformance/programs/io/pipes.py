"""pipes: connect_read_pipe and connect_write_pipe with protocols; pause and resume; an end, a broken pipe, an error in a callback; streams over pipes"""
import asyncio
import os


class Reader(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        print("reader: made")

    def data_received(self, data):
        print("reader:", data)
        if data == b"fail":
            raise ValueError("as it should")

    def eof_received(self):
        print("reader: end")

    def connection_lost(self, error):
        print("reader: lost", repr(error))
        self.lost.set_result(None)


class Writer(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        print("writer: made")

    def connection_lost(self, error):
        print("writer: lost", repr(error))
        self.lost.set_result(None)


async def ends(loop):
    read, write = os.pipe()
    reading, reader = await loop.connect_read_pipe(Reader, open(read, "rb", 0))
    writing, writer = await loop.connect_write_pipe(Writer, open(write, "wb", 0))
    writing.write(b"one")
    await asyncio.sleep(0.05)
    reading.pause_reading()
    writing.write(b"two")
    await asyncio.sleep(0.05)
    print("resume")
    reading.resume_reading()
    await asyncio.sleep(0.05)
    writing.write(b"fail")
    await asyncio.sleep(0.05)
    print(reading.is_closing(), writing.is_closing())
    writing.write(b"last")
    writing.write_eof()
    writing.write(b"in vain")
    await asyncio.gather(reader.lost, writer.lost)
    print(reading.is_closing(), writing.is_closing())


async def is_broken(loop):
    read, write = os.pipe()
    reading, reader = await loop.connect_read_pipe(Reader, open(read, "rb", 0))
    writing, writer = await loop.connect_write_pipe(Writer, open(write, "wb", 0))
    reading.close()
    await reader.lost
    await writer.lost
    writing.write(b"in vain")
    print(writing.is_closing())


async def is_written_in_vain(loop):
    read, write = os.pipe()
    writing, writer = await loop.connect_write_pipe(Writer, open(write, "wb", 0))
    os.close(read)
    writing.write(b"in vain")
    await writer.lost
    read, write = os.pipe()
    writing, writer = await loop.connect_write_pipe(Writer, open(write, "wb", 0))
    writing.abort()
    await writer.lost
    os.close(read)


async def streams(loop):
    read, write = os.pipe()
    reader = asyncio.StreamReader()
    reading = asyncio.StreamReaderProtocol(reader)
    await loop.connect_read_pipe(lambda: reading, open(read, "rb", 0))
    none = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(none)
    writing, _ = await loop.connect_write_pipe(lambda: protocol, open(write, "wb", 0))
    writer = asyncio.StreamWriter(writing, protocol, none, loop)
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep(0.05)
    writer.write(b"a line\nand ")
    print(await task)
    writer.write(b"the rest")
    await writer.drain()
    writer.close()
    print(await reader.read())
    await writer.wait_closed()
    print(reader.at_eof())


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    await ends(loop)
    await is_broken(loop)
    await is_written_in_vain(loop)
    await streams(loop)


asyncio.run(main())
