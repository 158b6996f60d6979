"""lost_updates: programs in which tasks change the same thing: a change that is lost is named, with its lines, and nothing is said where none is."""

import pathlib
import sys
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import virtual  # noqa: E402

TWICE = """
async def main():
    await asyncio.gather(change(), change())
asyncio.run(main())
"""


class Lost(unittest.TestCase):
    def test_a_global_that_two_add_to(self):
        said = virtual("hits = 0\nasync def change():\n    global hits\n    seen = hits\n    await asyncio.sleep(0)\n    hits = seen + 1\n" + TWICE)
        self.assertIn("change 2 reads hits (0) at line 5, awaits at line 6, and writes at line 7 what it made of the old value", said)
        self.assertIn("meanwhile change 1 has changed it (1): that change is lost", said)

    def test_an_attribute_in_one_statement(self):
        said = virtual(
            "class Box:\n    total = 0\nbox = Box()\nbox.total = 5\nasync def fee():\n    await asyncio.sleep(1); return 1\n"
            "async def change():\n    box.total += await fee()\n" + TWICE
        )
        self.assertIn("change 2 reads box.total (5) at line 9, awaits in the same statement", said)
        self.assertIn("change 1 has changed it (6)", said)

    def test_an_item_of_a_dictionary(self):
        said = virtual("stock = {'apple': 9}\nasync def change(what='apple'):\n    have = stock[what]\n    have -= 1\n    await asyncio.sleep(1)\n    stock[what] = have\n" + TWICE)
        self.assertIn("reads stock[what] (9) at line 4, awaits at line 6, and writes at line 7", said)

    def test_only_who_wrote_last_is_named(self):
        said = virtual("""
            hits = 0
            async def change(seconds):
                global hits
                seen = hits
                await asyncio.sleep(seconds)
                hits = seen + 1
            async def reset():
                global hits
                await asyncio.sleep(2)
                hits = 50
            async def main():
                await asyncio.gather(change(1), change(3), reset())
            asyncio.run(main())
        """)
        self.assertIn("but meanwhile it was changed (50): that change is lost", said)


class Kept(unittest.TestCase):
    def quiet(self, before, body):
        body = "".join(f"    {line}\n" for line in body.split("\n"))
        self.assertEqual(virtual(f"{before}\nasync def change():\n    global hits\n{body}{TWICE}"), "", body)

    @unittest.skipIf(sys.version_info < (3, 10), "there a lock that is made before the loop belongs to another one")
    def test_who_holds_a_lock(self):
        self.quiet("hits = 0\nlock = asyncio.Lock()", "async with lock:\n    seen = hits\n    await asyncio.sleep(0)\n    hits = seen + 1")

    def test_who_reads_after_the_await(self):
        self.quiet("hits = 0", "await asyncio.sleep(0)\nseen = hits\nhits = seen + 1")
        self.quiet("hits = 0", "more = 1\nawait asyncio.sleep(0)\nhits += more")

    def test_who_looks_again_before_the_writing(self):
        self.quiet("hits = 0", "seen = hits\nawait asyncio.sleep(0)\nif seen != hits:\n    return\nhits = seen + 1")
        self.quiet("hits = 0", "seen = hits\nawait asyncio.sleep(0)\nseen = hits\nhits = seen + 1")

    def test_who_never_comes_to_the_writing(self):
        self.quiet("hits = 0", "seen = hits\nhits += 1\nawait asyncio.sleep(0)\nif seen > 5:\n    hits = seen + 1")

    def test_who_is_alone(self):
        said = virtual("hits = 0\nasync def main():\n    global hits\n    seen = hits\n    await asyncio.sleep(0)\n    hits = seen + 1\nasyncio.run(main())\n")
        self.assertEqual(said, "")



class Checked(unittest.TestCase):
    PROGRAM = """
        cache = {{}}
        async def load(key):
            await asyncio.sleep(1)
            return [key]
        async def get(key):
            {}
        async def main():
            await {}
        asyncio.run(main())
    """
    TOGETHER = "asyncio.gather(*(get('a') for _ in range(3)))"
    SAID = "finds that cache[key] is not there yet at line 8, awaits at line {0}, and sets it at line {1}; but meanwhile get 1 has set it already: what it takes was done more than once."

    def test_what_several_find_missing_and_set(self):
        forms = {
            "if key not in cache:\n                cache[key] = await load(key)\n            return cache[key]": (9, 9),
            "if key in cache:\n                return cache[key]\n            cache[key] = await load(key)\n            return cache[key]": (10, 10),
            "if not cache.get(key):\n                cache[key] = await load(key)": (9, 9),
        }
        for form, lines in forms.items():
            said = virtual(self.PROGRAM.format(form, self.TOGETHER))
            self.assertIn("get 2 " + self.SAID.format(*lines), said)

    def test_what_is_read_by_get(self):
        form = "value = cache.get(key)\n            if value is None:\n                value = await load(key)\n                cache[key] = value\n            return value"
        said = virtual(self.PROGRAM.format(form, self.TOGETHER))
        self.assertIn("finds that cache[key] is not there yet at line 9, awaits at line 10, and sets it at line 11; but meanwhile get 1 has set it already", said)

    def test_what_lies_in_an_attribute(self):
        said = virtual("""
            class Cache:
                def __init__(self):
                    self.values = {}
                async def get(self, key):
                    if key not in self.values:
                        self.values[key] = await asyncio.sleep(1, key)
                    return self.values[key]
            async def main():
                cache = Cache()
                await asyncio.gather(*(cache.get("a") for _ in range(3)))
            asyncio.run(main())
        """)
        self.assertIn("get 2 finds that self.values[key] is not there yet at line 7, awaits at line 8, and sets it at line 8; but meanwhile get 1 has set it already", said)

    def test_one_after_the_other_and_under_a_lock(self):
        form = "if key not in cache:\n                cache[key] = await load(key)\n            return cache[key]"
        self.assertNotIn("more than once", virtual(self.PROGRAM.format(form, "get('a'); await get('a')")))
        form = "async with lock:\n                if key not in cache:\n                    cache[key] = await load(key)\n            late()"
        said = virtual(textwrap.dedent(self.PROGRAM).replace("cache = {{}}", "cache, lock = {{}}, asyncio.Lock()").format(form.replace("\n        ", "\n"), self.TOGETHER))
        self.assertIn("late", said)  # the program ran, and its own mistake is named
        self.assertNotIn("more than once", said)


class OneForAll(unittest.TestCase):
    """What belongs to one call is kept where all of them keep it."""

    def said(self, body, kept="state.user"):
        return virtual(
            "import threading\nclass State: pass\nstate = State()\nlocal = threading.local()\nuser = None\nasync def ask():\n    await asyncio.sleep(1)\n"
            f"async def handle(name):\n    global user\n    {kept} = name\n    await ask()\n    {body.format(kept)}\n"
            "async def main():\n    await asyncio.gather(handle('ada'), handle('bob'))\nasyncio.run(main())"
        )

    def test_an_attribute_a_global_and_a_local_of_the_thread(self):
        for kept in ("state.user", "user", "local.user"):
            said = self.said("print({})", kept)
            self.assertIn(f"handle 1 sets {kept} ('ada') at line 11, awaits at line 12, and uses it at line 13; but meanwhile handle 2 has set it for itself ('bob'): there is one {kept} for all of them.", said)
            self.assertNotIn("handle 2 sets", said)

    def test_who_asks_whether_it_is_still_the_same(self):
        self.assertEqual(self.said("if {} == name: print(name)"), "")

    def test_who_does_not_use_it_afterwards_or_fails_before(self):
        self.assertEqual(self.said("print(name)"), "")
        self.assertNotIn("for all of them", self.said("print(1 / 0, {})"))


if __name__ == "__main__":
    unittest.main()
