"""generate: small random programs as data, the same for the same seed and number, in several mixes.

    generate.py SEED NUMBER

A program always ends: coroutine c1 calls only c2, c3, …, nothing loops, and how much it can run at most is counted. It may deadlock: then
both sides must say so.
"""

import json
import random
import sys

from program_size import most_ops

MOST_OPS = 300  # that a program can run, counted without knowing which way it goes

ORDINARY = {
    "print": 6, "await": 14, "spawn": 4, "cancel": 2, "raise": 1, "return": 1, "try": 3, "future": 1, "resolve": 1, "fail": 1,
    "set": 2, "clear": 1, "lock": 2, "release": 0.3, "notify": 1.5, "put_nowait": 2, "get_nowait": 0.5, "task_done": 0.7,
    "timeout": 1, "group": 1, "group_spawn": 4, "uncancel": 0.2, "cancel_self": 0.4, "cancelling": 0.5, "block": 0.3,
    "call_soon": 0.5, "call_later": 0.5, "done_callback": 0.5, "as_completed": 0.5, "callback_fails": 0.2, "eager": 0.4,
}  # fmt: skip
ORDINARY_EXPRESSIONS = {
    "sleep": 8, "task": 5, "coro": 4, "gather": 3, "event": 2, "acquire": 0.5, "condition": 1, "get": 2, "put": 2, "join": 0.4,
    "wait_for": 3, "shield": 1.5, "wait": 1.5,
}  # fmt: skip
DELAYS = [0, 0, 0, -1, 0.05, 0.1, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1, 1.5, 2, 3]

# name: (weights that differ from the ordinary ones, of ops; of expressions; delays)
MIXES = {
    "ordinary": ({}, {}, DELAYS),
    "cancel": ({"cancel": 9, "try": 7, "raise": 0, "uncancel": 1, "cancel_self": 1}, {"shield": 3}, DELAYS),
    "ties": ({"spawn": 6}, {"sleep": 14, "wait_for": 5}, [0, 0.1, 0.1, 0.2, 0.2, 0.3]),
    "errors": ({"raise": 4, "try": 6, "fail": 3}, {"gather": 6, "coro": 6, "wait": 3}, DELAYS),
    "limits": ({"timeout": 6, "group": 5, "try": 4, "raise": 2}, {"wait_for": 8, "shield": 3}, [0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.5, 1]),
    "shared": ({"lock": 6, "set": 3, "put_nowait": 4, "notify": 4, "cancel": 3}, {"get": 6, "put": 6, "event": 4, "condition": 3}, DELAYS),
    "ends": ({"put_nowait": 4, "get_nowait": 2, "shutdown": 2, "shutdown_now": 1, "task_done": 2, "try": 5}, {"get": 6, "put": 6, "join": 2}, DELAYS),
    "waits": ({"lock": 8, "notify": 5, "cancel": 8, "spawn": 6, "try": 5, "await": 10}, {"condition": 16, "acquire": 2, "sleep": 5}, [0, 0, 0.1, 0.1, 0.2]),
    "groups": ({"group": 9, "group_spawn": 9, "try": 9, "raise": 4, "cancel": 4, "as_completed": 4}, {"sleep": 10, "wait_for": 4}, [0, 0, 0.1, 0.1, 0.2]),
    "eager": ({"eager": 5, "spawn": 9, "group": 4, "group_spawn": 6, "as_completed": 3, "cancel": 3, "try": 5}, {"gather": 8, "shield": 4, "wait_for": 4}, [0, 0, 0, -1, 0.1, 0.2]),
    "interrupts": ({"raise": 3, "try": 7, "group": 3, "callback_fails": 3, "spawn": 6, "cancel": 4}, {"gather": 5, "task": 7, "shield": 3, "wait_for": 4}, DELAYS),
    "wild": ({"cancel": 4, "resolve": 3, "fail": 2, "future": 3, "release": 2}, {"task": 9, "acquire": 3}, [0, 0.1, 0.2, 0.3]),
}
SPECIAL = {"eager": "done_at_once", "groups": "fails_soon", "waits": "cancelled_while_it_takes_its_lock_again"}
SINCE = {"ends": (3, 13), "eager": (3, 12)}  # which Python has what these need
ERRORS = ["ValueError", "RuntimeError", "KeyError", "TimeoutError"]
ENDS = ["KeyboardInterrupt", "SystemExit"]  # what ends a run
CAUGHT = ["ValueError", "RuntimeError", "KeyError", "Exception", "CancelledError", "CancelledError", "TimeoutError"]


class Writer:
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
        self.coroutines = [f"c{i + 1}" for i in range(self.random.randint(1, 5))]
        self.shared = {}  # slots that main fills at once: the number of the coroutine in each
        self.prints = 0
        self.events = [f"e{i + 1}" for i in range(self.random.randint(1, 2))]
        self.locks = [self.lock(f"l{i + 1}") for i in range(self.random.randint(1, 3))]
        if self.mix == "waits" and not self.conditions():
            self.locks[0] = {"name": "l1", "kind": "condition"}
        self.queues = [self.queue(f"q{i + 1}") for i in range(self.random.randint(1, 2))]

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
        bodies = [{"name": name, "body": self.body(Place(self, index), 0, 5)} for index, name in enumerate(self.coroutines, 1)]
        place = Place(self, 0)
        body = self.body(place, 0, 8)
        if self.mix in SPECIAL and self.random.random() < 0.8:
            bodies[-1]["body"], before = getattr(self, SPECIAL[self.mix])(place)
            body = before + body
        if self.random.random() < 0.8:  # what would wait for ever ends after all, and what follows is compared too
            body = [{"op": "timeout", "d": 20, "body": body}]
        main = {"name": "main", "body": first + body}
        shared = {"events": self.events, "locks": self.locks, "queues": self.queues}
        return {"format": 1, "mix": self.mix, **shared, "coros": [main, *bodies]}

    def prologue(self):
        ops = []
        for index in range(self.random.randint(0, 4)):
            coroutine = self.random.randint(1, len(self.coroutines))
            self.shared[f"s{index + 1}"] = coroutine
            ops.append({"op": "spawn", "slot": f"s{index + 1}", "coro": self.coroutines[coroutine - 1]})
        if self.random.random() < 0.3:
            self.shared["f1"] = len(self.coroutines) + 1
            ops.insert(0, {"op": "future", "slot": "f1"})
        return ops

    # -- what chance alone would bring about too rarely: a body for the last coroutine, and what main does first

    def fails_soon(self, place):
        """For groups that are given a task while they end."""
        return [{"op": "await", "what": {"k": "sleep", "d": self.delay()}}, {"op": "raise", **self.error()}], []

    def cancelled_while_it_takes_its_lock_again(self, place):
        """Woken by a notify(), a task has to wait for the lock that the notifier still holds, and is cancelled there."""
        lock = self.conditions()[0]
        waits = {"op": "await", "what": {"k": "condition", "lock": lock}}
        if self.random.random() < 0.5:
            waits = {"op": "try", "body": [waits], "handlers": [{"types": ["CancelledError"], "body": [{"op": "caught", "text": self.text(place)}, *self.random.choice([[], [{"op": "reraise"}]])]}]}
        coroutine = len(self.coroutines)
        waiter = {"op": "spawn", "slot": place.new_slot("t", coroutine), "coro": self.coroutines[coroutine - 1]}
        inside = [{"op": "notify", "lock": lock, "n": 1}, {"op": "await", "what": {"k": "sleep", "d": self.random.choice([0, 0.1])}}]
        inside += [{"op": "cancel", "slot": waiter["slot"], **self.message()}, {"op": "await", "what": {"k": "sleep", "d": self.delay()}}]
        return [{"op": "lock", "lock": lock, "body": [waits]}], [waiter, {"op": "await", "what": {"k": "sleep", "d": 0.05}}, {"op": "lock", "lock": lock, "body": inside}]

    def done_at_once(self, place):
        """A group's task that has ended when it has been made."""
        spawn = {"op": "group_spawn", "slot": place.new_slot("t", len(self.coroutines)), "coro": self.coroutines[-1]}
        return [{"op": "print", "text": self.text(place)}], [{"op": "eager", "on": True}, {"op": "group", "body": [spawn, self.op_of("print", place)]}]

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
            if op["op"] in ("raise", "return", "reraise"):
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
        return {"d": self.delay(), "body": self.body(place, depth + 1, 4)}

    def op_group(self, place, depth):
        place.groups += 1
        first = [{"op": "group_spawn", **self.op_spawn(place, depth)} for _ in range(self.random.randint(0, 3)) if place.callees()]
        body = first + self.body(place, depth + 1, 3)
        if self.mix == "groups" and first and self.random.random() < 0.6:  # a task for a group that is being cancelled
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

    # -- expressions

    def expression(self, place, depth):
        kind = self.weighed(self.expressions, lambda name: self.expression_possible(name, place, depth))
        return {"k": kind, **getattr(self, "what_" + kind)(place, depth)}

    def expression_possible(self, name, place, depth):
        if name == "coro":
            return place.callees()
        if name == "task":
            return place.awaitable()
        if name == "condition":
            return self.conditions()
        if name == "wait":  # what it gives holds tasks, whose repr says their addresses: never inside another one
            return depth == 0 and place.awaitable()
        return depth < 2 if name in ("gather", "wait_for", "shield") else True

    def what_sleep(self, place, depth):
        return {"d": self.delay()}

    def what_task(self, place, depth):
        return {"slot": self.random.choice(place.awaitable())}

    def what_coro(self, place, depth):
        return {"coro": self.coroutines[self.random.choice(place.callees()) - 1]}

    def what_gather(self, place, depth):
        count = self.random.choice([0, 1, 2, 2, 2, 3, 3])
        items = [self.expression(place, depth + 1) for _ in range(count)]
        tasks = [item for item in items if item["k"] == "task"]
        if tasks and self.random.random() < 0.3:  # the same task twice is one child
            items.append(dict(tasks[0]))
        return {"items": items, "return_exceptions": self.random.random() < 0.35}

    def what_event(self, place, depth):
        return {"event": self.random.choice(self.events)}

    def what_acquire(self, place, depth):
        return {"lock": self.random.choice(self.locks)["name"]}

    def what_condition(self, place, depth):
        return {"lock": self.random.choice(self.conditions())}

    def what_get(self, place, depth):
        return {"queue": self.random.choice(self.queues)["name"]}

    what_join = what_get

    def what_put(self, place, depth):
        return {"queue": self.random.choice(self.queues)["name"], "value": self.value()}

    def what_wait_for(self, place, depth):
        timeout = None if self.random.random() < 0.1 else self.delay()
        return {"what": self.expression(place, depth + 1), "timeout": timeout}

    def what_shield(self, place, depth):
        return {"what": self.expression(place, depth + 1)}

    def what_wait(self, place, depth):
        slots = [self.random.choice(place.awaitable()) for _ in range(self.random.choice([1, 2, 2, 3]))]
        what = {"slots": slots}
        if self.random.random() < 0.5:
            what["timeout"] = self.delay()
        if self.random.random() < 0.6:
            what["return_when"] = self.random.choice(["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"])
        return what


class Place:
    """What a coroutine may use: number 0 is main."""

    def __init__(self, writer, index):
        self.writer = writer
        self.index = index
        self.name = writer.coroutines[index - 1] if index else "main"
        self.own = {}
        self.groups = 0  # how many surround what is written now

    def callees(self):
        return list(range(self.index + 1, len(self.writer.coroutines) + 1))

    def new_slot(self, kind, coroutine):
        name = f"{self.name}_{kind}{len(self.own) + 1}"
        self.own[name] = coroutine
        return name

    def all_slots(self):
        return {**self.writer.shared, **self.own}

    def slots(self):
        return list(self.all_slots())

    def awaitable(self):
        """Tasks of later coroutines: nobody waits in a ring. Wild programs do."""
        return [slot for slot, coroutine in self.all_slots().items() if self.writer.wild or coroutine > self.index]

    def futures(self):
        return [slot for slot, coroutine in self.all_slots().items() if coroutine > len(self.writer.coroutines)]


def generate(seed, number, version=(3, 14)):
    for attempt in range(1000):
        program = Writer(seed, f"{number}.{attempt}" if attempt else number, version).program()
        if most_ops(program) <= MOST_OPS:
            return {"seed": f"{seed}:{number}", **program}
    raise AssertionError("no program was small enough")


if __name__ == "__main__":  # SEED NUMBER [COUNT]: programs, a line each
    for which in range(int(sys.argv[2]), int(sys.argv[2]) + int((sys.argv[3:] or ["1"])[0])):
        print(json.dumps(generate(int(sys.argv[1]), which)))
