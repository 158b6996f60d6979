"""generate: small random programs as data, the same for the same seed and number, in several mixes.

    generate.py SEED NUMBER

A program always ends: coroutine c1 calls only c2, c3, …, nothing loops, and how much it can run at most is counted. It may deadlock: then
both sides must say so.
"""

import json
import random
import sys

from expressions import Expressions
from mixes import CAUGHT, ENDS, ERRORS, MIXES, ORDINARY, ORDINARY_EXPRESSIONS, SINCE, SPECIAL
from place import Place
from program_size import most_ops, parts
from special import Special

MOST_OPS = 300  # that a program can run, counted without knowing which way it goes


class Writer(Expressions, Special):
    """Writes one program."""

    def __init__(self, seed, number, version):
        self.random = random.Random(f"{seed}:{number}")
        self.mix = self.random.choice([mix for mix in MIXES if version >= SINCE.get(mix, version)])
        ops, expressions, self.delays = MIXES[self.mix]
        self.ops = {**ORDINARY, **ops}
        self.expressions = {**ORDINARY_EXPRESSIONS, **expressions}
        self.wild = self.mix == "wild"
        self.version = version
        self.interrupted = {"interrupts": 0.4, "eager": 0.04, "groups": 0.04}.get(self.mix, 0.01)  # how many of the errors end the run
        count = self.random.randint(1, 5)
        self.generators = self.choose_generators(count)
        self.coroutines = [f"{'g' if i in self.generators else 'c'}{i}" for i in range(1, count + 1)]
        self.shared = {}  # slots that main fills at once: the number of the coroutine in each
        self.shared_open = {}  # the same of generators
        self.shared_timeouts = ["d1"] if self.random.random() < (0.6 if self.mix == "limits" else 0.1) else []  # that of all of main
        self.prints = 0
        self.events = [f"e{i + 1}" for i in range(self.random.randint(1, 2))]
        self.locks = [self.lock(f"l{i + 1}") for i in range(self.random.randint(1, 3))]
        if self.mix == "waits" and not self.conditions():
            self.locks[0] = {"name": "l1", "kind": "condition"}
        self.queues = [self.queue(f"q{i + 1}") for i in range(self.random.randint(1, 2))]

    def choose_generators(self, count):
        """The numbers of those coroutines that are generators."""
        if self.mix == "generators":
            return {count, *self.random.sample(range(1, count + 1), self.random.randint(0, count - 1))}
        last = count - (self.mix in SPECIAL)  # what is special happens to a coroutine
        return {index for index in range(1, last + 1) if self.random.random() < 0.06}

    def lock(self, name):
        kind = self.random.choice(["condition", "condition", "semaphore"] if self.mix == "waits" else ["lock", "lock", "semaphore", "bounded", "condition"])
        value = {"value": self.random.choice([0, 1, 1, 2])} if kind in ("semaphore", "bounded") else {}
        return {"name": name, "kind": kind, **value}

    def queue(self, name):
        kind = self.random.choice(["queue", "queue", "priority", "lifo"])
        return {"name": name, "kind": kind, "maxsize": self.random.choice([0, 0, 1, 2])}

    def conditions(self):
        return [lock["name"] for lock in self.locks if lock["kind"] == "condition"]

    def program(self):
        first = self.prologue()
        bodies = [self.coroutine(index) for index in range(1, len(self.coroutines) + 1)]
        place = Place(self, 0)
        body, last = self.body(place, 0, 8), []
        if self.mix in SPECIAL and self.random.random() < 0.8:
            bodies[-1]["body"], before, last = getattr(self, SPECIAL[self.mix])(place)
            body = before + body
        if self.shared_timeouts or self.random.random() < 0.8:  # what would wait for ever ends after all, and what follows is compared too
            body = [{"op": "timeout", "d": 20, **dict.fromkeys(["slot"] * len(self.shared_timeouts), "d1"), "body": body}]
        main = {"name": "main", "body": first + body + last}
        shared = {"events": self.events, "locks": self.locks, "queues": self.queues}
        return {"format": 1, "mix": self.mix, **shared, "coros": [main, *bodies]}

    def coroutine(self, index):
        place = Place(self, index)
        body = self.body(place, 0, 5)
        if not place.is_generator:
            return {"name": place.name, "body": body}
        if not any(part.get("op") == "yield" for part in parts(body)):
            body.insert(self.random.randrange(len(body)), {"op": "yield", **self.op_yield(place, 0)})
        return {"name": place.name, "generator": True, "body": body}

    def prologue(self):
        ops = []
        for index in range(1, 1 + self.random.randint(0, 4)):
            coroutine = self.random.randint(1, len(self.coroutines))
            slot = {"slot": f"s{index}", "coro": self.coroutines[coroutine - 1]}
            shared, op = (self.shared_open, "generate") if coroutine in self.generators else (self.shared, "spawn")
            shared[slot["slot"]] = coroutine
            ops.append({"op": op, **slot})
        if self.mix == "shields" and self.shared:
            ops += self.shared_shields()
        if self.random.random() < 0.3:
            self.shared["f1"] = len(self.coroutines) + 1
            ops.insert(0, {"op": "future", "slot": "f1"})
        return ops

    # -- choosing

    def weighed(self, weights, possible):
        names = [name for name in weights if possible(name)]
        return self.random.choices(names, [weights[name] for name in names])[0]

    def delay(self):
        return self.random.choice(self.delays)

    def error(self):
        if self.random.random() < self.interrupted:
            return {"exc": self.random.choice(ENDS), "text": self.random.choice(["", "enough"])}
        if self.random.random() < 0.1:  # not one that somebody asked for: it ends a task as if it had been
            return {"exc": "CancelledError", "text": self.random.choice(["", "by hand", "again"])}
        return {"exc": self.random.choice(ERRORS), "text": self.random.choice(["bad", "worse", "it's", ""])}

    def message(self):
        """Of a cancellation."""
        return {"message": self.random.choice(["stop", "it's late", ""])} if self.random.random() < 0.4 else {}

    def text(self, place):
        self.prints += 1
        return f"{place.name}:{self.prints}"

    def value(self):
        return self.random.choice([0, 1, 7, -3, 42, "ok", "r'1", "two words"])

    # -- bodies

    def body(self, place, depth, most):
        """Ops one after another; what follows a raise or a return is never reached, and left out."""
        ops = []
        for _ in range(self.random.randint(1, max(1, most - depth))):
            op = self.op(place, depth)
            ops.append(op)
            if op["op"] in ("raise", "return", "reraise", "break"):
                break
        return ops

    def op(self, place, depth):
        kind = self.weighed(self.ops, lambda name: self.op_possible(name, place, depth))
        return {"op": kind, **getattr(self, "op_" + kind)(place, depth)}

    def op_of(self, kind, place):
        return {"op": kind, **getattr(self, "op_" + kind)(place, 0)}

    def op_possible(self, name, place, depth):
        if name == "spawn":
            return place.callees()
        if name == "try":
            return depth < 3
        if name in ("lock", "timeout", "group"):
            return depth < 3
        if name == "yield":
            return place.is_generator
        if name == "forget":
            return place.callees() or place.open()
        if name == "generate":
            return place.generators()
        if name == "for":
            return place.generators() and depth < 3
        if name == "for_slot":
            return place.open() and depth < 3
        if name in ("reschedule", "expired"):
            return place.timeouts()
        if name == "group_spawn":
            return place.groups and place.callees()
        if name == "notify":
            return self.conditions()
        if name == "eager":
            return self.version >= (3, 12)
        if name in ("cancel", "done_callback"):
            return place.slots()
        if name in ("resolve", "fail"):
            return place.futures() or (self.wild and place.slots())
        return True

    def op_print(self, place, depth):
        return {"text": self.text(place)}

    def op_await(self, place, depth):
        what = self.expression(place, 0)
        shown = self.random.random() < 0.6
        return {"what": what, "show": self.text(place)} if shown else {"what": what}

    def op_spawn(self, place, depth):
        coroutine = self.random.choice(place.callees())
        eager = {"eager_start": self.random.random() < 0.7} if self.version >= (3, 14) and self.random.random() < (0.3 if self.mix == "eager" else 0.03) else {}
        return {"slot": place.new_slot("t", coroutine), "coro": self.coroutines[coroutine - 1], **eager}

    def op_assign(self, place, depth):
        kind = self.random.choice(["shield", "shield", "shield", "gather"])
        what = {"k": kind, **getattr(self, "what_" + kind)(place, 0)}
        return {"slot": place.new_slot("x", place.kept()), "what": what}

    def op_forget(self, place, depth):
        """A statement that has lost its await."""
        possible = ["aclose"] * bool(place.open()) + ["coro"] * bool(place.callees())
        kind = self.random.choice(possible)
        return {"what": {"k": kind, **getattr(self, "what_" + kind)(place, 0)}}

    def op_generate(self, place, depth):
        generator = self.random.choice(place.generators())
        return {"slot": place.new_open(generator), "coro": self.coroutines[generator - 1]}

    def op_for(self, place, depth):
        return {"coro": self.coroutines[self.random.choice(place.generators()) - 1], **self.loop(place, depth)}

    def op_for_slot(self, place, depth):
        return {"slot": self.random.choice(place.open()), **self.loop(place, depth)}

    def loop(self, place, depth):
        body = self.body(place, depth + 1, 3)
        if self.random.random() < 0.4 and body[-1]["op"] not in ("raise", "return"):
            body.append({"op": "break"})
        return {"body": body, **({"show": self.text(place)} if self.random.random() < 0.7 else {})}

    def op_yield(self, place, depth):
        return {"value": self.value()}

    def op_reschedule(self, place, depth):
        return {"slot": self.random.choice(place.timeouts()), "d": None if self.random.random() < 0.15 else self.delay()}

    def op_expired(self, place, depth):
        return {"slot": self.random.choice(place.timeouts()), "text": self.text(place)}

    def op_cancel(self, place, depth):
        return {"slot": self.random.choice(place.slots()), **self.message()}

    def op_raise(self, place, depth):
        return self.error()

    def op_callback_fails(self, place, depth):
        return self.error()

    def op_eager(self, place, depth):
        return {"on": self.random.random() < 0.8}

    def op_reraise(self, place, depth):
        return {}

    def op_return(self, place, depth):
        return {"value": self.value()}

    def op_future(self, place, depth):
        return {"slot": place.new_slot("f", len(self.coroutines) + 1)}

    def op_resolve(self, place, depth):
        return {"slot": self.random.choice(place.futures() or place.slots()), "value": self.value()}

    def op_fail(self, place, depth):
        return {"slot": self.random.choice(place.futures() or place.slots()), **self.error()}

    def op_try(self, place, depth):
        op = {"body": self.body(place, depth + 1, 4), "handlers": []}
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            caught = CAUGHT + ["QueueShutDown"] * 3 if self.mix == "ends" else CAUGHT + ENDS * 2 if self.mix == "interrupts" else CAUGHT
            caught = caught + ["GeneratorExit"] * 3 if place.is_generator else caught
            types = self.random.sample(caught, self.random.choice([1, 1, 2]))
            body = self.body(place, depth + 1, 3)
            if self.random.random() < 0.5:
                body.insert(0, {"op": "caught", "text": self.text(place)})
            if self.random.random() < 0.3 and body[-1]["op"] not in ("raise", "return"):
                body.append({"op": "reraise"})
            op["handlers"].append({"types": list(dict.fromkeys(types)), "body": body})
        if not op["handlers"] or self.random.random() < 0.35:
            op["finally"] = self.body(place, depth + 1, 3)
        return op

    def op_set(self, place, depth):
        return {"event": self.random.choice(self.events)}

    op_clear = op_set

    def op_lock(self, place, depth):
        lock, body = self.random.choice(self.locks), self.body(place, depth + 1, 4)
        if lock["kind"] == "condition" and self.random.random() < 0.5:
            inside = {"op": "await", "what": {"k": "condition", "lock": lock["name"]}} if self.random.random() < 0.6 else {"op": "notify", "lock": lock["name"], "n": 1}
            body.insert(0, inside)
        return {"lock": lock["name"], "body": body}

    def op_release(self, place, depth):
        return {"lock": self.random.choice(self.locks)["name"]}

    def op_notify(self, place, depth):
        return {"lock": self.random.choice(self.conditions()), "n": self.random.choice([1, 1, 2, 3])}

    def op_put_nowait(self, place, depth):
        return {"queue": self.random.choice(self.queues)["name"], "value": self.value()}

    def op_get_nowait(self, place, depth):
        return {"queue": self.random.choice(self.queues)["name"], "text": self.text(place)}

    def op_task_done(self, place, depth):
        return {"queue": self.random.choice(self.queues)["name"]}

    op_shutdown = op_shutdown_now = op_task_done

    def op_timeout(self, place, depth):
        if self.random.random() < 0.4:
            slot = {"slot": place.new_timeout()}
            return {"d": None if self.random.random() < 0.2 else self.delay(), **slot, "body": self.body(place, depth + 1, 4)}
        return {"d": self.delay(), "body": self.body(place, depth + 1, 4)}

    def op_group(self, place, depth):
        place.groups += 1
        first = [{"op": "group_spawn", **self.op_spawn(place, depth)} for _ in range(self.random.randint(0, 3)) if place.callees()]
        body = first + self.body(place, depth + 1, 3)
        if self.mix == "groups" and first and self.random.random() < 0.9:  # a task for a group that is being cancelled
            late, failing = ({"op": "group_spawn", **self.op_spawn(place, depth)} for _ in range(2))
            failing["coro"] = self.coroutines[-1]
            body = [failing, *first, {"op": "try", "body": [{"op": "await", "what": {"k": "sleep", "d": 1}}], "handlers": [{"types": ["CancelledError"], "body": [late]}]}]
        place.groups -= 1
        return {"body": body}

    def op_group_spawn(self, place, depth):
        return self.op_spawn(place, depth)

    def op_uncancel(self, place, depth):
        return {}

    def op_cancel_self(self, place, depth):
        return self.message()

    def op_cancelling(self, place, depth):
        return {"text": self.text(place)}

    op_call_soon = op_cancelling

    def op_block(self, place, depth):
        return {"d": max(0, self.delay())}

    def op_call_later(self, place, depth):
        return {"d": self.delay(), "text": self.text(place)}

    def op_done_callback(self, place, depth):
        return {"slot": self.random.choice(place.slots()), "text": self.text(place)}

    def op_as_completed(self, place, depth):
        op = {"items": [self.expression(place, 1) for _ in range(self.random.choice([0, 1, 2, 2, 3]))]}
        if self.random.random() < 0.3:
            op["timeout"] = self.delay()
        return {**op, "show": self.text(place)} if self.random.random() < 0.7 else op


def generate(seed, number, version=(3, 14)):
    for attempt in range(1000):
        program = Writer(seed, f"{number}.{attempt}" if attempt else number, version).program()
        if most_ops(program) <= MOST_OPS:
            return {"seed": f"{seed}:{number}", **program}
    raise AssertionError("no program was small enough")


if __name__ == "__main__":  # SEED NUMBER [COUNT]: programs, a line each
    for which in range(int(sys.argv[2]), int(sys.argv[2]) + int((sys.argv[3:] or ["1"])[0])):
        print(json.dumps(generate(int(sys.argv[1]), which)))
