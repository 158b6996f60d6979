"""cut_off: what a cancellation leaves half done or undoes too late, a queue that is empty for a moment, and what is right beside them."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class EmptyForAMoment(unittest.TestCase):
    PROGRAM = """
        async def consumer(queue):
            {}
        async def producer(queue):
            for number in range(3):
                await asyncio.sleep({})
                await queue.put(number)
        async def main():
            queue = asyncio.Queue()
            await asyncio.gather(consumer(queue), producer(queue))
        asyncio.run(main())
    """
    ENDS = "and finds it empty, before anything was put in: that ends its loop. Only then producer puts the first of 3 items into it at line {}, and nobody takes them."

    def test_a_question_as_the_end_of_a_loop(self):
        for test in ("while not queue.empty():", "while queue.qsize() > 0:"):
            said = virtual(self.PROGRAM.format(f"{test}\n                await queue.get()", 1))
            self.assertIn(f"line 4: consumer asks at line 4 ({test}) whether something is in the Queue queue {self.ENDS.format(9)}", said)

    def test_get_nowait_as_the_end_of_a_loop(self):
        body = "while True:\n                try:\n                    queue.get_nowait()\n                except asyncio.QueueEmpty:\n                    break"
        said = virtual(self.PROGRAM.format(body, 1).replace("await queue.put", "queue.put_nowait"))
        self.assertIn("consumer tries get_nowait() at line 6 (queue.get_nowait()) and finds the Queue queue empty, before anything was put in: that ends its loop.", said)

    def test_in_the_midst_of_the_work(self):
        body = "await queue.get()\n            while not queue.empty():\n                await queue.get()"
        self.assertIn("and finds it empty: that ends its loop. Only then producer puts the first of 2 items", virtual(self.PROGRAM.format(body, 1)))

    def test_where_join_waits_for_what_came_after(self):
        said = virtual(self.PROGRAM.format("while not queue.empty():\n                await queue.get()", 1).replace("consumer(queue), producer(queue))", "consumer(queue), producer(queue))\n            await queue.join()"))
        self.assertIn("main waits in join() for the Queue queue, in which 3 items are left: consumer asks at line 4", said)

    def test_what_is_taken_after_all_or_drained_at_the_end(self):
        taken = self.PROGRAM.format("while not queue.empty():\n                await queue.get()", 1).replace("producer(queue))", "producer(queue))\n            while not queue.empty():\n                queue.get_nowait()")
        self.assertEqual(virtual(taken), "")
        self.assertEqual(virtual(self.PROGRAM.format("for _ in range(3):\n                await queue.get()\n            while not queue.empty():\n                queue.get_nowait()", 1)), "")


class HalfDone(unittest.TestCase):
    PROGRAM = """
        class Account:
            money, open, busy = 10, 0, False
        a, b = Account(), Account()
        async def change(amount):
            {}
        async def fails():
            await asyncio.sleep(1)
            raise ValueError
        async def main():
            {}
            await asyncio.sleep(5)
        asyncio.run(main())
    """
    LIMIT = "try:\n                await asyncio.wait_for(change(3), 1)\n            except asyncio.TimeoutError:\n                pass"

    def test_what_is_taken_here_and_not_added_there(self):
        said = virtual(self.PROGRAM.format("a.money -= amount\n            await asyncio.sleep(2)\n            b.money += amount", self.LIMIT))
        self.assertIn("is cut off at line 8 (await asyncio.sleep(2)) by its time limit, between two halves of one change: line 7 (a.money -= amount) has been run, and line 9 (b.money += amount) is not: amount is taken away here, and not added there.", said)

    def test_a_flag_that_stays(self):
        for first, second, left in (("a.busy = True", "a.busy = False", "a.busy is left as True"), ("a.open += 1", "a.open -= 1", "a.open is left as 1")):
            said = virtual(self.PROGRAM.format(f"{first}\n            await asyncio.sleep(2)\n            {second}", self.LIMIT))
            self.assertIn(f"line 7 ({first}) has been run, and line 9 ({second}) is not: {left}.", said)

    def test_by_whom(self):
        body = "a.busy = True\n            await asyncio.sleep(2)\n            a.busy = False"
        self.assertIn("by the cancel() of main at line 16,", virtual(self.PROGRAM.format(body, "task = asyncio.create_task(change(3))\n            await asyncio.sleep(1)\n            task.cancel()")))
        if sys.version_info >= (3, 11):
            group = "try:\n                async with asyncio.TaskGroup() as group:\n                    group.create_task(change(3))\n                    group.create_task(fails())\n            except BaseException:\n                pass"
            self.assertIn("by its TaskGroup, since fails has failed,", virtual(self.PROGRAM.format(body, group)))

    def test_a_file_that_ends_in_the_middle(self):
        body = 'with open("/dev/null", "w") as file:\n                file.write("begin")\n                await asyncio.sleep(2)\n                file.write("end")'
        said = virtual(self.PROGRAM.format(body, self.LIMIT))
        self.assertIn('in the middle of what it writes to the file that line 7 (with open("/dev/null", "w") as file:) opens: the file is left as it is by then, without what line 10 (file.write("end")) would write.', said)

    def test_what_is_undone_or_goes_on(self):
        right = (
            "a.busy = True\n            try:\n                await asyncio.sleep(2)\n            finally:\n                a.busy = False",
            "try:\n                a.money -= amount\n                await asyncio.sleep(2)\n                b.money += amount\n            except asyncio.CancelledError:\n                a.money += amount\n                raise",
            "a.money -= amount\n            b.money += amount\n            await asyncio.sleep(2)",
            "a.busy = 'connecting'\n            await asyncio.sleep(2)\n            a.busy = 'connected'",
            "a.money -= amount\n            await asyncio.sleep(0.5)\n            b.money += amount\n            await asyncio.sleep(2)",
        )
        for body in right:
            self.assertNotIn("cut off", virtual(self.PROGRAM.format(body, self.LIMIT)), body)

    @unittest.skipIf(sys.version_info < (3, 11), "there is no except*")
    def test_a_finally_behind_an_except_of_groups(self):
        body = "a.busy = True\n            try:\n                await asyncio.sleep(2)\n            except* ValueError:\n                pass\n            finally:\n                a.busy = False\n            a.busy = False"
        self.assertNotIn("cut off", virtual(self.PROGRAM.format(body, self.LIMIT)))

    def test_who_is_cancelled_at_the_end_of_the_run(self):
        body = "a.busy = True\n            await asyncio.sleep(20)\n            a.busy = False"
        self.assertNotIn("cut off", virtual(self.PROGRAM.format(body, "task = asyncio.create_task(change(3))")))


class TooLate(unittest.TestCase):
    PROGRAM = """
        class Player:
            task = playing = None
            async def play(self, song):
                self.playing = song
                try:
                    await asyncio.sleep(10)
                finally:
                    await asyncio.sleep(1)
                    {}
            async def start(self, song):
                if self.task:
                    self.task.cancel()
                    {}
                self.task = asyncio.create_task(self.play(song))
        async def main():
            player = Player()
            for song in ({}):
                await player.start(song)
                await asyncio.sleep(3)
            player.task.cancel()
            await asyncio.gather(player.task, return_exceptions=True)
        asyncio.run(main())
    """
    SAYS = "line 11: play 1, which main has cancelled at line 14, comes to its finally only when play 2 has begun anew: at line 11 it sets self.playing to None, and so undoes what was set for play 2 ({})."

    def test_a_finally_that_undoes_what_is_another_ones(self):
        self.assertIn(self.SAYS.format("'second'"), virtual(self.PROGRAM.format("self.playing = None", "pass", "'first', 'second'")))

    def test_where_both_set_the_same(self):
        self.assertIn(self.SAYS.format("'song'"), virtual(self.PROGRAM.format("self.playing = None", "pass", "'song', 'song'")))

    def test_one_that_is_awaited_or_looks_whose_turn_it_is(self):
        waits = self.PROGRAM.format("self.playing = None", "await asyncio.gather(self.task, return_exceptions=True)", "'first', 'second'")
        looks = self.PROGRAM.format("if self.task is asyncio.current_task():\n                        self.playing = None", "pass", "'first', 'second'")
        for program in (waits, looks):
            self.assertNotIn("begun anew", virtual(program))


class KeptByACallBefore(unittest.TestCase):
    PROGRAM = """
        lock = asyncio.Lock()
        async def get(fails):
            {}
        async def main():
            try:
                await get(True)
            except KeyError:
                pass
            await get(False)
        asyncio.run(main())
    """

    def test_a_lock_that_an_error_has_left_taken(self):
        said = virtual(self.PROGRAM.format("await lock.acquire()\n            if fails:\n                raise KeyError\n            lock.release()"))
        self.assertIn("main waits for the Lock lock, which it has taken itself at line 5 before, and not given back: it did not come to its release() at line 8 then.", said)

    def test_one_that_is_taken_twice_in_one_call(self):
        self.assertIn("which it holds itself since line 5: an asyncio.Lock cannot be taken twice by one task.", virtual(self.PROGRAM.format("await lock.acquire()\n            await lock.acquire()\n            lock.release()\n            lock.release()")))


class BoundLate(unittest.TestCase):
    PROGRAM = """
        async def job(number):
            await asyncio.sleep(number)
        async def main():
            loop = asyncio.get_running_loop()
            for n in range(1, 4):
                {}
            await asyncio.sleep(9)
        asyncio.run(main())
    """

    def test_a_lambda_that_reads_the_variable_of_its_loop(self):
        for given in ("loop.call_later(n, lambda: print(n))", "asyncio.create_task(job(n)).add_done_callback(lambda task: print(n))"):
            said = virtual(self.PROGRAM.format(given))
            self.assertIn("line 8: The lambda at line 8 reads n when it is called, and finds what the loop of line 7 has set since (3), not what n was when the lambda was made (1).", said)
            self.assertEqual(said.count("The lambda"), 1)

    def test_one_that_keeps_the_value(self):
        for given in ("loop.call_later(n, lambda n=n: print(n))", "loop.call_later(n, print, n)", "loop.call_later(n, lambda: print(loop.is_running()))"):
            self.assertEqual(virtual(self.PROGRAM.format(given)), "")


class Unsent(unittest.TestCase):
    PROGRAM = """
        async def handle(reader, writer):
            writer.write(b"hello")
            {}
        async def main():
            server = await asyncio.start_server(handle, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await reader.read()
            writer.close()
            server.close()
            await asyncio.sleep(0.05)
        asyncio.run(main())
    """

    def test_what_is_written_behind_a_close(self):
        said = real(self.PROGRAM.format('writer.close()\n            writer.write(b"more")'))
        self.assertIn('handle writes 4 bytes at line 6 (writer.write(b"more")) to a connection after its own close() at line 5: they are thrown away, and no error says so.', said)

    def test_what_is_written_before(self):
        self.assertNotIn("thrown away", real(self.PROGRAM.format('writer.write(b"more")\n            writer.close()')))


class NobodyRunsTheLoop(unittest.TestCase):
    PROGRAM = """
        async def background():
            await asyncio.sleep(1)
        async def main():
            {}
        loop = asyncio.new_event_loop()
        task = loop.create_task(background())
        loop.run_until_complete(main())
        loop.{}
    """

    def test_a_task_that_nobody_runs_to_its_end(self):
        said = virtual(self.PROGRAM.format("await asyncio.sleep(0.5)", "is_running()"))
        self.assertIn("line 4: background is suspended at line 4 at the end of the program: the run of the loop at line 9 (loop.run_until_complete(main())) came back when its own coroutine was done, and nobody runs that loop any more.", said)

    def test_one_that_comes_to_its_end(self):
        self.assertEqual(virtual(self.PROGRAM.format("await asyncio.sleep(2)", "is_running()")), "")

    def test_what_python_throws_away_with_the_program_is_said_once(self):
        said = virtual(self.PROGRAM.format("await asyncio.sleep(0.5)", "close()"))
        self.assertIn("background is suspended at line 4 at the end of the program", said)
        self.assertNotIn("thrown away", said)

    def test_a_task_that_is_made_while_asyncio_run_cleans_up(self):
        said = virtual("""
            async def saves():
                await asyncio.sleep(1)
            async def works():
                try:
                    await asyncio.sleep(9)
                finally:
                    asyncio.create_task(saves())
                    await asyncio.sleep(0.1)
            async def main():
                asyncio.create_task(works())
                await asyncio.sleep(0.5)
            asyncio.run(main())
        """)
        self.assertIn("saves is suspended at line 4 at the end of the program: asyncio.run() at line 14 has cancelled what was there when main ended, and has closed the loop without this one.", said)

    def test_a_run_that_an_error_has_ended_came_not_back(self):
        said = virtual("""
            async def background():
                await asyncio.sleep(9)
            async def fails():
                await asyncio.sleep(0.5)
                raise KeyboardInterrupt
            async def main():
                asyncio.create_task(fails())
            loop = asyncio.new_event_loop()
            task = loop.create_task(background())
            loop.run_until_complete(main())
            loop.run_until_complete(background())
        """)
        self.assertNotIn("came back", said)


class KeptToTheEnd(unittest.TestCase):
    def test_an_error_that_python_reports_with_the_end_of_the_program_is_said_once(self):
        said = virtual("""
            async def fails():
                raise ValueError("lost")
            async def main():
                asyncio.kept = asyncio.create_task(fails())
                await asyncio.sleep(0.1)
            asyncio.run(main())
        """)
        self.assertEqual(said.count("ended with ValueError('lost')"), 1, said)
        self.assertIn("to the end of the program nobody asked for its result: asyncio reports an error only when nobody keeps the task any more.", said)


class InAThread(unittest.TestCase):
    def test_where_an_error_was_raised_that_nobody_asks_for(self):
        said = real("""
            import gc
            def parse(text):
                return int(text)
            async def main():
                asyncio.get_running_loop().run_in_executor(None, parse, "x")
                await asyncio.sleep(0.1)
                gc.collect()
            asyncio.run(main())
        """)
        self.assertIn("""ended with ValueError("invalid literal for int() with base 10: 'x'") at line 5, and nobody ever asked for its result""", said)


if __name__ == "__main__":
    unittest.main()
