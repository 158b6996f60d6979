"""unheard: answers, errors and notifications that come to nobody, a __del__ where no loop runs, and forms of asyncio that are used as they are not meant."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Notified(unittest.TestCase):
    @unittest.skipIf(sys.version_info >= (3, 13), "since 3.13 it is passed on")
    def test_a_notification_that_is_lost_with_who_was_woken(self):
        said = virtual("""
            async def waits(condition):
                async with condition:
                    await condition.wait()
            async def main():
                condition = asyncio.Condition()
                first, second = [asyncio.create_task(waits(condition)) for _ in range(2)]
                await asyncio.sleep(0)
                async with condition:
                    condition.notify()
                first.cancel()
                await asyncio.wait([second], timeout=2)
            asyncio.run(main())
        """)
        self.assertIn("line 5: waits 2 waits to be notified through the Condition condition: the last notify(), at line 11, woke waits 1, which was cancelled before it could go on; so that notification is lost.", said)


class Answers(unittest.TestCase):
    def test_one_that_comes_when_the_time_is_over(self):
        said = virtual("""
            async def main():
                loop = asyncio.get_running_loop()
                answer = loop.create_future()
                loop.call_later(2, answer.set_result, 42)
                try:
                    await asyncio.wait_for(answer, 1)
                except asyncio.TimeoutError:
                    await asyncio.sleep(2)
            asyncio.run(main())
        """)
        self.assertIn("A callback ends with InvalidStateError('invalid state'): the future was cancelled before, as a time limit does with what it waited for: what comes for it later is too late.", said)

    REFUSED = """
        import socket
        class Client(asyncio.DatagramProtocol):
            def __init__(self):
                self.answer = asyncio.get_running_loop().create_future()
            {}
        async def main():
            one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            one.bind(("127.0.0.1", 0))
            there = one.getsockname()
            one.close()
            transport, client = await asyncio.get_running_loop().create_datagram_endpoint(Client, remote_addr=there)
            transport.sendto(b"ping")
            await asyncio.wait([client.answer], timeout=0.2)
            transport.close()
        asyncio.run(main())
    """

    @unittest.skipIf(sys.platform == "win32", "there datagrams are not refused")
    def test_datagrams_that_are_refused(self):
        self.assertRegex(real(self.REFUSED.format("pass")), r"line 14: What was sent through the datagram socket to 127\.0\.0\.1:\d+ is refused with ConnectionRefusedError\(111, 'Connection refused'\); Client has no error_received\(\) of its own, so that nobody hears of that\.")
        self.assertNotIn("is refused", real(self.REFUSED.format("def error_received(self, error): self.answer.set_result(None)")))

    def test_a_shell_s_child_keeps_the_pipe_that_communicate_reads(self):
        said = real("""
            async def main():
                child = await asyncio.create_subprocess_shell("sleep 1 & echo started", stdout=asyncio.subprocess.PIPE)
                try:
                    await asyncio.wait_for(child.communicate(), 0.5)
                except asyncio.TimeoutError:
                    print("no end")
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 6: main waits in communicate\(\) for the end of what process (\d+) writes: process \1 has ended, but something that it has started, as a shell starts its commands, still holds the pipe\.")


class Forms(unittest.TestCase):
    def test_a_wait_for_nothing_and_an_iterator_that_is_asynchronous_itself(self):
        said = virtual("""
            class Rows:
                async def __aiter__(self):
                    return self
            async def goes_through():
                async for row in Rows():
                    print(row)
            async def waits():
                await asyncio.wait([])
            async def main():
                await asyncio.gather(goes_through(), waits(), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("its __aiter__ is an `async def`, which gives a coroutine", said)
        self.assertIn("waits ends with ValueError('Set of Tasks/Futures is empty.'): asyncio.wait() was given an empty set, in which there is nothing to wait for.", said)

    EXIT = """
        class Session:
            async def __aenter__(self):
                return self
            async def __aexit__(self, kind, error, way):
                {}
        async def main():
            async with Session():
                raise ValueError("lost")
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells that an error is caught")
    def test_an_aexit_that_takes_every_error_for_dealt_with(self):
        said = virtual(self.EXIT.format("return True"))
        self.assertIn("line 7: main leaves the `with` of line 9 by ValueError('lost'), which was raised at line 10 (raise ValueError(\"lost\")); the __aexit__ of that returns True at line 7, which means that the error is dealt with: nobody hears of it.", said)
        for body in ("return kind is ValueError", "return None", "print(error); return False"):
            self.assertNotIn("leaves the `with`", virtual(self.EXIT.format(body)))


class Finalizers(unittest.TestCase):
    def test_a_del_where_no_loop_runs(self):
        said = real("""
            class Session:
                async def close(self):
                    pass
                def __del__(self):
                    asyncio.get_running_loop().create_task(self.close())
            session = Session()
            async def main():
                await asyncio.sleep(0)
            asyncio.run(main())
            del session
        """)
        self.assertIn("Session.__del__ fails at line 7 (asyncio.get_running_loop().create_task(self.close())), where no loop runs", said)


if __name__ == "__main__":
    unittest.main()
