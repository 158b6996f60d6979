"""left: what goes on, or is lost, when a program turns away from it: calls in threads, what as_completed() has begun, transactions, items, tasks of a run before."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402

ASK = """
    async def ask(seconds):
        await asyncio.sleep(seconds)
        return seconds
"""


class AsCompleted(unittest.TestCase):
    def test_its_results_put_with_inputs_in_their_order(self):
        said = virtual(
            ASK
            + """
    async def main():
        shops = ["north", "south"]
        for shop, answer in zip(shops, asyncio.as_completed([ask(2), ask(1)])):
            print(shop, await answer)
    asyncio.run(main())
"""
        )
        self.assertIn("line 9: main takes what as_completed() gives at line 9", said)
        self.assertIn("Here that is ask 2, the second that was given, and zip() puts it with the first of shops.", said)

    def test_what_wait_gives_has_no_order(self):
        program = """
            async def fetch(url):
                await asyncio.sleep(1)
                return url
            async def main():
                urls = ["a", "b", "c"]
                tasks = [asyncio.create_task(fetch(url)) for url in urls]
                done, _ = await asyncio.wait(tasks)
                for url, task in zip(urls, {}):
                    print(url, task.result())
            asyncio.run(main())
        """
        self.assertIn("line 10: done is a set, as wait() at line 9 gives it, and has no order: zip() at line 10 (for url, task in zip(urls, done):) puts what is in urls with whatever comes first.", virtual(program.format("done")))
        self.assertEqual(virtual(program.format("tasks")), "")

    def test_its_results_counted(self):
        said = virtual(
            ASK
            + """
    async def main():
        names = ["a", "b", "c"]
        waits = asyncio.as_completed([ask(3), ask(2), ask(1)])
        for i, answer in enumerate(waits):
            print(names[i], await answer)
    asyncio.run(main())
"""
        )
        self.assertIn("the third that was given, and enumerate() counts it as the first, and with that number the first of names is taken at line 11.", said)

    def test_in_the_order_of_what_was_given_nothing_is_mixed_up(self):
        for loop in ("for shop, answer in zip('ab', asyncio.as_completed([ask(1), ask(2)])): print(shop, await answer)", "for i, answer in enumerate(asyncio.as_completed([ask(2), ask(1)])): print(i, await answer)"):
            self.assertEqual(virtual(ASK + f"    async def main():\n        {loop}\n    asyncio.run(main())\n"), "")

    LEFT = (
        ASK
        + """
    async def first(tasks):
        for one in asyncio.as_completed({given}):
            return await one
    async def main():
        {tasks}
        print(await first(tasks))
        await asyncio.sleep(5)
    asyncio.run(main())
"""
    )

    def test_its_loop_left_while_others_run(self):
        said = virtual(self.LEFT.format(given="list(tasks)", tasks="tasks = map(ask, (2, 1, 3))"))
        self.assertIn("line 8: ask 1 goes on to its end though nobody asks for it any more: the loop over as_completed() at line 8 has been left, which cancels nobody; one more is still under way.", said)

    def test_its_loop_left_and_the_others_awaited(self):
        said = virtual(self.LEFT.format(given="tasks", tasks="tasks = [asyncio.create_task(ask(n)) for n in (2, 1, 3)]").replace("sleep(5)", "wait(tasks)"))
        self.assertNotIn("as_completed", said)

    def test_a_generator_over_it_is_not_left_at_its_yield(self):
        said = virtual(
            ASK
            + """
    async def answers():
        for one in asyncio.as_completed([ask(1), ask(2)]):
            yield await one
    async def main():
        async for answer in answers():
            await asyncio.sleep(5)
    asyncio.run(main())
"""
        )
        self.assertEqual(said, "")


class Threads(unittest.TestCase):
    def test_a_call_goes_on_when_its_time_is_over_and_is_made_again(self):
        said = real("""
            import time
            def pay():
                time.sleep(0.3)
            async def main():
                for _ in range(2):
                    try:
                        call = asyncio.get_running_loop().run_in_executor(None, pay)
                        await asyncio.wait_for(call, 0.1)
                    except asyncio.TimeoutError:
                        print("gave up")
                await asyncio.sleep(0.4)
            asyncio.run(main())
        """)
        self.assertIn("line 10: main gave up waiting for pay at line 10 because of a time limit; but a thread runs that, which nothing can cancel: it went on for", said)
        self.assertIn("Meanwhile pay was called again, at line 9, so what it does is done more than once.", said)
        self.assertEqual(said.count("gave up waiting"), 1)

    @unittest.skipIf(sys.version_info < (3, 9), "there is no to_thread()")
    def test_a_task_is_cancelled_and_its_thread_goes_on(self):
        said = real("""
            import time
            async def job():
                await asyncio.to_thread(time_goes_by)
            def time_goes_by():
                time.sleep(0.3)
            async def main():
                task = asyncio.create_task(job())
                await asyncio.sleep(0.1)
                task.cancel()
                await asyncio.sleep(0.5)
            asyncio.run(main())
        """)
        self.assertIn("job gave up waiting for time_goes_by at line 5 because it was cancelled; but a thread runs that", said)

    def test_a_queue_s_get_has_nothing_to_do_any_more(self):
        said = real("""
            import queue
            async def main():
                inbox = queue.Queue()
                call = asyncio.get_running_loop().run_in_executor(None, inbox.get)
                try:
                    await asyncio.wait_for(call, 0.1)
                except asyncio.TimeoutError:
                    inbox.put(None)
                await asyncio.sleep(0.1)
            asyncio.run(main())
        """)
        self.assertNotIn("nothing can cancel", said)


class ThrownAway(unittest.TestCase):
    DATABASE = """
        import sqlite3
        async def main():
            connection = sqlite3.connect(":memory:")
            connection.execute("create table t (x)")
            connection.execute("insert into t values (1)"){commit}
            await asyncio.sleep(0)
            {end}
        asyncio.run(main())
    """

    def test_a_transaction_that_is_never_committed(self):
        said = real(self.DATABASE.format(commit="", end="connection.close()"))
        self.assertIn(
            'line 7: A connection to a database is closed at line 9 in the middle of a transaction: what line 7 (connection.execute("insert into t values (1)")) has changed was never committed, and is thrown away, and no line of the program calls commit().',
            said,
        )

    @unittest.skipIf(sys.version_info < (3, 10), "the interpreter does not know of its connections")
    def test_one_that_is_open_at_the_end(self):
        said = real("kept = []\n" + self.DATABASE.format(commit="", end="kept.append(connection)").replace("\n        ", "\n"))
        self.assertIn("At the end of the program a connection to a database is open in the middle of a transaction", said)

    def test_one_that_is_committed_or_taken_back(self):
        for commit in ("; connection.commit()", "; connection.rollback()"):
            self.assertEqual(real(self.DATABASE.format(commit=commit, end="connection.close()")), "")
        self.assertEqual(real(self.DATABASE.replace("connect(", "connect(isolation_level=None, database=").format(commit="", end="connection.close()")), "")

    @unittest.skipIf(sys.version_info < (3, 13), "queues cannot be shut down")
    def test_items_of_a_queue_that_is_shut_down_at_once(self):
        program = """
            async def main():
                todo = asyncio.Queue()
                for i in range(3):
                    todo.put_nowait(i)
                await asyncio.sleep(0)
                todo.shutdown({})
            asyncio.run(main())
        """
        self.assertIn("main calls shutdown(immediate=True) at line 8 while 3 items stand in the queue todo: they are thrown away", virtual(program.format("immediate=True")))
        self.assertNotIn("immediate=True", virtual(program.format("")))

    def test_who_serves_a_connection_when_main_ends(self):
        said = real("""
            async def serve(reader, writer):
                line = await reader.readline()
                writer.write(b"accepted")
                await asyncio.sleep(5)
                print("stored", line)
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(b"data\\n")
                print(await reader.read(100))
                writer.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("line 6: main has ended while serve, which serves a connection, was under way at line 6 (await asyncio.sleep(5)): closing a server ends nobody who serves, so asyncio.run cancels it half way.", said)

    def test_a_signal_that_ends_the_process_at_once(self):
        program = """
            import os, signal, threading
            async def main():
                {handler}
                threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
                try:
                    await asyncio.sleep(2)
                finally:
                    print("cleaned up")
            try:
                asyncio.run(main())
            except asyncio.CancelledError:
                print("told to end")
        """
        said = real(program.format(handler="pass"))
        self.assertIn("line 8: The process was ended while main was suspended at line 8: no finally of its tasks has run, and nothing is cleaned up. SIGTERM, with which `kill` and `docker stop` end a process, does that", said)
        self.assertNotIn("The process was ended", real(program.format(handler="asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)")))

    def test_a_call_from_a_thread_serves_no_connection(self):
        said = real("""
            async def query():
                await asyncio.sleep(5)
            async def main():
                asyncio.run_coroutine_threadsafe(query(), asyncio.get_running_loop())
                await asyncio.sleep(0.05)
            asyncio.run(main())
        """)
        self.assertNotIn("serves a connection", said)

    LEAVES = """
        import os, threading
        async def work():
            try:
                await asyncio.sleep(5)
            finally:
                print("cleaned up")
        async def main():
            task = asyncio.create_task({})
            await asyncio.sleep(0.1)
            {}
            await asyncio.sleep(5)
        asyncio.run(main())
    """

    def test_who_ends_the_process_on_purpose_is_told_whose_finally_is_not_run_and_nothing_of_signals(self):
        said = real(self.LEAVES.format("work()", "os._exit(3)"))
        self.assertIn("line 12: main ends the process at line 12 with os._exit(), which runs no finally: not that of work at line 8.", said)
        self.assertNotIn("SIGTERM", said)

    def test_where_no_finally_waits_or_another_thread_ends_the_process(self):
        self.assertEqual(real(self.LEAVES.format("asyncio.sleep(5)", "os._exit(3)")), "")
        self.assertEqual(real(self.LEAVES.format("work()", "threading.Thread(target=os._exit, args=(3,)).start()")), "")

    CUT = """
        async def take(todo):
            item = await todo.get()
            {}
        async def main():
            todo = asyncio.Queue()
            todo.put_nowait("first")
            try:
                await asyncio.wait_for(take(todo), 0.15)
            except asyncio.TimeoutError:
                pass
        asyncio.run(main())
    """

    def test_an_item_whose_taker_is_cut_off_by_a_time_limit(self):
        said = real(self.CUT.format("await asyncio.sleep(1)\n            print(item)"))
        self.assertIn("off at line 5, after it has taken 'first' out of the queue todo at line 4 and before it has done with that: the item is in no queue any more, and nobody else gets it.", said)

    def test_one_that_is_put_back_or_has_been_given_on(self):
        for rest in ("try:\n                await asyncio.sleep(1)\n            except asyncio.CancelledError:\n                todo.put_nowait(item); raise", "print(item)\n            await asyncio.sleep(1)"):
            self.assertNotIn("after it has taken", real(self.CUT.format(rest)))


class Refused(unittest.TestCase):
    PROGRAM = """
        import contextlib
        async def main():
            frames, dropped = asyncio.Queue(2), 0
            for number in range(4):
                {}
        asyncio.run(main())
    """
    ROUND = "\n                "

    def test_an_item_that_finds_no_room(self):
        for body, line in ((("try:", "    frames.put_nowait(number)", "except asyncio.QueueFull:", "    pass"), 9), (("with contextlib.suppress(asyncio.QueueFull):", "    frames.put_nowait(number)"), 7)):
            said = virtual(self.PROGRAM.format(self.ROUND.join(body)))
            self.assertIn(f"main puts 2 at line 8 into the queue frames, which is full (maxsize 2): the QueueFull is passed over at line {line}, so that item is in no queue, and nobody gets it.", said)
            self.assertEqual(said.count("QueueFull"), 1)

    def test_one_that_is_counted_or_for_which_room_is_made(self):
        for instead in ("dropped += 1", "frames.get_nowait(); frames.put_nowait(number)", "raise", "print('full')"):
            said = virtual(self.PROGRAM.format(self.ROUND.join(("try:", "    frames.put_nowait(number)", "except asyncio.QueueFull:", "    " + instead))))
            self.assertNotIn("passed over", said, instead)


class Gathered(unittest.TestCase):
    PROGRAM = """
        async def get(seconds):
            await asyncio.sleep(seconds)
            return {gives}
        async def main():
            {make}
            try:
                await asyncio.wait_for(asyncio.gather(*calls), {limit})
            except asyncio.TimeoutError:
                pass
        asyncio.run(main())
    """
    OWN = "calls = [get(1), get(2), get(9)]"

    def test_what_was_done_in_time_is_lost_with_the_rest(self):
        said = virtual(self.PROGRAM.format(gives="seconds", make=self.OWN, limit=3))
        self.assertIn("line 9: The time limit of main at line 9 is over, which cancels the gather() with get 3 in it; what get 1 and 1 more had given by then is lost with that.", said)

    def test_nothing_is_lost(self):
        for gives, make, limit in (("seconds", self.OWN, 10), ("None", self.OWN, 3), ("seconds", "calls = [asyncio.create_task(get(n)) for n in (1, 2, 9)]", 3), ("seconds", self.OWN, 0.5)):
            self.assertNotIn("is lost with that", virtual(self.PROGRAM.format(gives=gives, make=make, limit=limit)))


@unittest.skipIf(sys.version_info < (3, 11), "there is no Runner")
class Runs(unittest.TestCase):
    PROGRAM = """
        async def poll():
            while True:
                await asyncio.sleep(1)
        async def first():
            task = asyncio.create_task(poll())
            await asyncio.sleep(3)
            {end}
        async def second():
            await asyncio.sleep(3)
        with asyncio.Runner() as runner:
            runner.run(first())
            runner.run(second())
    """

    def test_a_task_goes_on_in_the_next(self):
        self.assertIn("line 5: poll, which a run() before has made, is still under way when this one begins, suspended at line 5", virtual(self.PROGRAM.format(end="")))

    def test_a_task_that_is_cancelled_does_not(self):
        self.assertEqual(virtual(self.PROGRAM.format(end="task.cancel(); await asyncio.wait([task])")), "")


class Servers(unittest.TestCase):
    PROGRAM = """
        async def serve(reader, writer):
            writer.close()
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            {}
        asyncio.run(main())
    """

    def test_main_ends_as_soon_as_it_listens(self):
        said = real(self.PROGRAM.format("print('ready')"))
        self.assertRegex(said, r"line 6: main has ended 0.0\d\d s after the server at 127.0.0.1:\d+ was started at line 6 \(server = await asyncio.start_server\(serve, \"127.0.0.1\", 0\)\): that only begins to listen")

    def test_one_that_is_closed_or_has_served(self):
        for body in ("server.close()", "await asyncio.open_connection(*server.sockets[0].getsockname()); await asyncio.sleep(0.01)", "await asyncio.sleep(0.2)"):
            self.assertNotIn("only begins to listen", real(self.PROGRAM.format(body)))


if __name__ == "__main__":
    unittest.main()
