"""caught: errors that a program catches itself, pieces of messages, errors of the system's: what is said of where they come from, and nothing where the program deals with them."""

import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


@unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells that an error is caught")
class Caught(unittest.TestCase):
    PROGRAM = """
        import contextlib, logging, traceback
        def parse(row):
            {raises}
        async def job(row):
            {tries}
                parse(row)
            {catches}
        async def main():
            await job({{}})
        asyncio.run(main())
    """

    def said(self, catches, raises='return row["id"]', tries="try:"):
        return virtual(self.PROGRAM.format(raises=raises, catches=catches, tries=tries))

    def test_one_that_is_passed_over(self):
        said = self.said("except Exception: pass")
        self.assertIn("line 5: main catches KeyError('id') at line 9 (except Exception: pass) and says nothing of it: it was raised at line 5 (return row[\"id\"]).", said)
        self.assertIn("and says nothing of it", self.said("except: return None"))
        self.assertIn("main catches KeyError('id') at line 7 (with contextlib.suppress(Exception):) and says nothing of it", self.said("", tries="with contextlib.suppress(Exception):"))

    def test_one_that_is_printed_without_its_place(self):
        self.assertIn("and prints it without its place: it was raised at line 5", self.said("except Exception as error: print('failed', error)"))
        self.assertIn("and does not say what it was: it was raised at line 5", self.said("except Exception: print('failed')"))

    def test_one_whose_text_is_empty(self):
        said = self.said("except Exception as error: print(f'failed: {error}')", raises="raise TimeoutError")
        self.assertIn("line 5: main catches TimeoutError() at line 9 (except Exception as error: print(f'failed: {error}')) and prints its text, which is empty", said)
        self.assertEqual(self.said("except Exception as error: print(f'failed: {error!r}')", raises="raise TimeoutError"), "")

    def test_one_of_asyncio_s_own_that_says_little(self):
        said = self.said("except RuntimeError as error: print(error)", raises="asyncio.Condition().notify_all()")
        self.assertIn("main catches RuntimeError('cannot notify on un-acquired lock') at line 9 (except RuntimeError as error: print(error)): the lock must be held for that", said)

    def test_what_the_program_deals_with(self):
        for catches in (
            "except KeyError: pass",
            "except (KeyError, OSError) as error: print(error)",
            "except Exception: raise",
            "except Exception: traceback.print_exc()",
            "except Exception: logging.exception('x')",
            "except Exception as error: logging.error('x', exc_info=error)",
            "except Exception as error: return error",
            "finally: pass",
        ):
            self.assertNotIn(" catches ", self.said(catches), catches)
        self.assertEqual(self.said("except Exception as error: print(error)", raises="raise ValueError('as agreed')"), "")

    def test_where_the_stack_has_no_room_for_what_we_look_at(self):
        """Each coroutine in a chain handles the error on its way out, the deepest first."""
        said = virtual("""
            async def deeper(n):
                return await deeper(n + 1)
            async def main():
                try:
                    await deeper(0)
                except RecursionError:
                    pass
                asyncio.sleep(0)
            asyncio.run(main())
        """)
        self.assertIn("line 10: sleep was called but never awaited", said)

    def test_that_no_loop_runs_yet_is_a_question(self):
        said = virtual("""
            def running():
                try:
                    return asyncio.get_running_loop()
                except RuntimeError:
                    return None
            print(running())
            asyncio.run(asyncio.sleep(0))
        """)
        self.assertEqual(said, "")


class Pieces(unittest.TestCase):
    PROGRAM = """
        import json, struct
        async def serve(reader, writer):
            data = await reader.{read}
            writer.close()
            {use}
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write({writes})
            await asyncio.sleep(1)
            writer.close()
            server.close()
        asyncio.run(main())
    """

    def said(self, use, writes, read="read(100)"):
        return virtual(self.PROGRAM.format(use=use, writes=writes, read=read))

    def test_a_part_of_a_message(self):
        said = self.said("json.loads(data)", 'b\'{"a": [1, 2\'')
        self.assertIn("line 5: serve ends with JSONDecodeError(", said)
        self.assertIn("11 bytes came from read(100) at line 5, which gives what has arrived so far, at most that much, and knows nothing of messages. The data ends in the middle of a message.", said)
        self.assertIn("The data ends in the middle of a message", self.said("text = data.decode(); print(text)", "'grü'.encode()[:-1]"))
        self.assertIn("The data ends in the middle of a message", self.said("struct.unpack('!I', data)", "b'abc'"))
        self.assertIn("what it gave came from read(9) at line 7", self.said("json.loads(await reader.read(9))", "b'x[1, '", read="readexactly(1)"))

    def test_more_than_one(self):
        self.assertIn("Behind the first message more has come with it", self.said("json.loads(data)", "b'{}{}'"))

    def test_the_end_of_the_stream(self):
        said = self.said("json.loads(data)", "b''); writer.close(")
        self.assertIn("read(100) at line 5 has given nothing: the other end has closed its side", said)

    def test_data_that_is_wrong_or_whole(self):
        self.assertNotIn("arrived so far", self.said("json.loads(data)", "b'hello'"))
        self.assertNotIn("arrived so far", self.said("json.loads(data)", "b'[1'); writer.close(", read="readline()"))

    def test_more_that_comes_when_it_is_closed(self):
        program = """
            async def serve(reader, writer):
                data = await reader.read({})
                await asyncio.sleep(1)
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(b"x" * 100)
                await asyncio.sleep(0.5)
                writer.write({})
                await asyncio.sleep(1)
                writer.close()
                server.close()
            asyncio.run(main())
        """
        said = virtual(program.format(1000, "b'y' * 50"))
        self.assertIn("line 4: serve reads once, at line 4 (data = await reader.read(1000)), and got 100 bytes; 50 more have come, and are lost when the connection is closed: read(n) gives what has arrived so far, at most n bytes.", said)
        self.assertNotIn("reads once", virtual(program.format(1000, "b''")))
        self.assertNotIn("reads once", virtual(program.format(100, "b'y' * 50")))

    ASKED = """
        import struct
        async def serve(reader, writer):
            for part in (b"\\x00\\x00\\x00\\x14" + b"a" * 12, b"b" * 8 + b"\\x00\\x00\\x00\\x00"):
                writer.write(part)
                await asyncio.sleep(1)
            writer.close()
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            size = int.from_bytes(await reader.read(4), "big")
            {}
            await reader.read(4)
            writer.close()
            server.close()
        asyncio.run(main())
    """

    def test_less_than_was_asked_for(self):
        said = virtual(self.ASKED.format("body = await reader.read(size)"))
        self.assertIn("line 13: main asks for 20 bytes at line 13 (body = await reader.read(size)) and gets 12: read(n) gives what has arrived so far, at most n bytes. What was missing is read by the next read, at line 14, as if it were what follows.", said)

    def test_pieces_that_are_put_together(self):
        for how in ("body = await reader.readexactly(size)", "data = b''\n            while len(data) < size: data += await reader.read(size - len(data))", "limit = size\n            body = await reader.read(limit)"):
            self.assertNotIn("asks for", virtual(self.ASKED.format(how)), how)

    def test_a_protocol(self):
        said = virtual("""
            class Server(asyncio.Protocol):
                def data_received(self, data):
                    print(data.decode())
            async def main():
                server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write("grün".encode()[:3])
                await asyncio.sleep(1)
                writer.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("line 5: A callback ends with UnicodeDecodeError(", said)
        self.assertIn("data_received() is given what has arrived so far, and knows nothing of messages. The data ends in the middle of a message.", said)
        self.assertIn("Fatal error: protocol.data_received() call failed at line 5 (UnicodeDecodeError('utf-8', b'gr\\xc3', 2, 3, 'unexpected end of data')): the loop reports it and closes the connection.", said)


class TakenFor(unittest.TestCase):
    def test_an_error_among_results(self):
        said = virtual("""
            async def price(known):
                if not known:
                    raise ValueError("no such thing")
                return 3
            async def main():
                prices = await asyncio.gather(price(True), price(False), return_exceptions=True)
                print(sum(prices))
            asyncio.run(main())
        """)
        self.assertIn("line 8: main ends with TypeError(", said)
        self.assertIn("a ValueError, raised at line 5, stands among the results: gather(return_exceptions=True) at line 8 gives errors like values", said)

    def test_what_a_call_gave_where_a_function_was_wanted(self):
        said = virtual("""
            def remind():
                print("now")
            async def main():
                asyncio.get_running_loop().call_later(1, remind())
                await asyncio.sleep(2)
            asyncio.run(main())
        """)
        self.assertIn("line 6: A callback ends with TypeError(\"'NoneType' object is not callable\"): remind() at line 6 runs the function there and then, and what it gives is handed to call_later()", said)

    def test_the_same_of_a_thread(self):
        said = real("""
            def work():
                return 1
            async def main():
                await asyncio.get_running_loop().run_in_executor(None, work())
            asyncio.run(main())
        """)
        self.assertIn("line 6: main ends with TypeError(\"'int' object is not callable\"): work() at line 6 runs the function there and then, and what it gives is handed to run_in_executor()", said)

    @unittest.skipIf(sys.version_info < (3, 11), "timeout() came with 3.11")
    def test_a_time_limit_that_is_caught_inside(self):
        program = """
            async def main():
                {}
            asyncio.run(main())
        """
        inside = "async with asyncio.timeout(1):\n                    try:\n                        await asyncio.sleep(2)\n                    except TimeoutError:\n                        print('late')"
        said = virtual(program.format(inside))
        self.assertIn("line 7: main ends with TimeoutError(): the `except` at line 7 stands inside of the time limit, where its end is a CancelledError at line 6", said)

    @unittest.skipIf(sys.version_info < (3, 12), "eager tasks came with 3.12")
    def test_an_eager_task_that_begins_too_early(self):
        program = """
            registry = {{}}
            async def worker(name):
                return registry[name]
            async def main():
                {}
                task = asyncio.create_task(worker("a"))
                registry["a"] = task
                print(await task)
            asyncio.run(main())
        """
        said = virtual(program.format("asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)"))
        self.assertIn("line 8: worker ends with KeyError('a') at line 5: the task is eager, and begins inside of the call at line 8 (task = asyncio.create_task(worker(\"a\"))), before line 9, where registry is set.", said)
        self.assertEqual(virtual(program.format("pass")), "")

    @unittest.skipIf(sys.version_info < (3, 12), "eager tasks came with 3.12")
    def test_an_eager_task_that_ends_before_it_is_put_away(self):
        said = virtual("""
            running = {}
            async def job(key):
                running.pop(key)
            async def main():
                asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
                running["a"] = asyncio.create_task(job("a"))
                await asyncio.wait([running["a"]])
            asyncio.run(main())
        """)
        self.assertIn("job ends with KeyError('a') at line 5: the task is eager, and begins inside of the call at line 8 (running[\"a\"] = asyncio.create_task(job(\"a\"))), before what it gives is put into running.", said)

    def test_an_answer_that_comes_too_late(self):
        said = virtual("""
            async def answer(future):
                await asyncio.sleep(2)
                future.set_result(1)
            async def main():
                future = asyncio.get_running_loop().create_future()
                task = asyncio.create_task(answer(future))
                try:
                    await asyncio.wait_for(future, 1)
                except asyncio.TimeoutError:
                    pass
                await task
            asyncio.run(main())
        """)
        self.assertIn("line 5: answer ends with InvalidStateError('invalid state'): the future was cancelled before, as a time limit does with what it waited for: what comes for it later is too late.", said)


class OfTheSystem(unittest.TestCase):
    def test_an_address_of_the_program_s_own(self):
        said = real("""
            async def serve(reader, writer):
                writer.close()
            async def main():
                first = await asyncio.start_server(serve, "127.0.0.1", 0)
                await asyncio.start_server(serve, *first.sockets[0].getsockname())
            asyncio.run(main())
        """)
        self.assertIn("line 7: main ends with OSError(98", said)
        self.assertIn("a server of this same program listens at 127.0.0.1:", said)

    def test_too_many_open_files(self):
        said = real("""
            import resource
            resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
            async def serve(reader, writer):
                await reader.read(1)
            async def fetch(address):
                await asyncio.open_connection(*address)
                await asyncio.sleep(1)
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                await asyncio.gather(*(fetch(server.sockets[0].getsockname()) for _ in range(60)))
            asyncio.run(main())
        """)
        self.assertIn("OSError(24, 'Too many open files'): the process may have no more files and connections open than 40 at once", said)
        self.assertRegex(said, r"\d\d tasks of fetch are under way at once")

    @unittest.skipIf(shutil.which("openssl") is None, "nobody makes a certificate")
    def test_plain_text_to_a_server_that_speaks_tls(self):
        said = real("""
            import ssl, subprocess, tempfile
            folder = tempfile.mkdtemp()
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/k", "-out", folder + "/c", "-days", "1", "-subj", "/CN=localhost"], check=True, capture_output=True)
            async def serve(reader, writer):
                writer.close()
            async def main():
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(folder + "/c", folder + "/k")
                server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(b"GET / HTTP/1.0\\r\\n\\r\\n")
                await reader.read(10)
                writer.close()
            asyncio.run(main())
        """)
        self.assertIn("line 11: Somebody has spoken plain text to the server that is started at line 11, which speaks TLS", said)

    @unittest.skipIf(sys.version_info < (3, 9), "errors of the handshake had other words")
    def test_plain_text_where_tls_is_spoken(self):
        said = real("""
            import ssl
            async def serve(reader, writer):
                writer.write(b"hello, who is there?\\n")
                await reader.read()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                await asyncio.open_connection(*server.sockets[0].getsockname(), ssl=ssl.create_default_context(), server_hostname="localhost")
            asyncio.run(main())
        """)
        self.assertIn("this end speaks TLS, and what came back is no TLS", said)

    def test_a_client_that_is_thrown_away_open(self):
        said = virtual("""
            class Client:
                def __del__(self):
                    asyncio.get_running_loop().call_exception_handler({"message": "Unclosed client", "client": self})
            async def main():
                client = Client()
                await asyncio.sleep(1)
                client = None
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertIn("line 7: A Client, made at line 7, is thrown away and was never closed: unclosed client, reports its library.", said)


class Mixed(unittest.TestCase):
    PROGRAM = """
        async def send(writer, body):
            writer.write({})
            await asyncio.sleep(1)
            writer.write(body)
        async def main():
            server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            {}
            writer.close()
            server.close()
        asyncio.run(main())
    """
    TWO = 'await asyncio.gather(send(writer, b"hello"), send(writer, b"good morning"))'

    def test_two_messages_in_parts(self):
        for head in ('b"%d\\n" % len(body)', 'len(body).to_bytes(4, "big")'):
            said = virtual(self.PROGRAM.format(head, self.TWO))
            self.assertIn("send 1 writes the length of a message at line 4 and the message itself at line 6, and awaits between: send 2 has written to the same connection at line 4 in between, so that what arrives there is mixed up.", said)

    def test_lines_of_their_own_or_one_after_the_other(self):
        self.assertNotIn("mixed up", virtual(self.PROGRAM.format('b"begin\\n"', self.TWO)))
        self.assertNotIn("mixed up", virtual(self.PROGRAM.format('b"%d\\n" % len(body)', 'await send(writer, b"hello"); await send(writer, b"good")')))


if __name__ == "__main__":
    unittest.main()
