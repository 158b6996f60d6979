"""stream: events as the records that the window reads: engine/trace/stream.h describes each byte, engine/trace/trace.h each field."""

import collections
import os
import re
import struct
import sys
from inspect import CO_ASYNC_GENERATOR

from . import fast, look, needs, records, sources
from .causes import frames

FOREVER = (1 << 63) - 1
STRINGS, CHILDREN = 1 << 16, 1 << 12  # remembered at most
STRING, PLACE, META = 0xF1, 0xF2, 0xF3
TITLE, SOURCE, CLOCK, PRODUCER = range(4)

# The order of these three is the format's.
EVENTS = (
    "none task_new label fut_new child ready run run_end iter advance timer_new timer_fire timer_cancel skip handle_cancel step step_end enter"
    " exit_coroutine cb cb_end resolve cancel uncancel out block never_awaited exc_handler iter_end deadlock limit exit process_end remark name use left"
    " outside_new watch unwatch arrived bytes flow outside_end choose"
).split()
VIAS = (
    " user run create_task gather sleep sleep(0) bare-yield bad-await task future shield wait wait_for as_completed timeout TaskGroup"
    " Lock.acquire Event.wait Semaphore.acquire Condition.wait Queue.get Queue.put Queue.join cancel_all_tasks shutdown_asyncgens"
    " shutdown_default_executor"
).split(" ")
STEP, WAKEUP, RESOLVE, CHILD, STOP, USER = range(6)
CALLS = {  # asyncio's other callbacks, as loopscope_look names them
    "wait_for.release": 6,
    "wait.child": 7,
    "shield.inner": 8,
    "shield.outer": 9,
    "as_completed.child": 10,
    "TaskGroup.child": 11,
    "timeout.expire": 12,
    "as_completed.expire": 13,
    "generator.close": 14,
    "shield.forgets": 15,
}
REMARKS = "stands-still not-back lost-signal not-shared left-open other-loop no-end full-pipe from-outside lost-cancel no-limit few-threads given-up lost-update uncaught meaning lost-error taken-along left-running over-released no-effect caught piece thrown-away one-by-one beat unseen spins".split()
THINGS = " Lock Semaphore Event Condition Queue".split(" ")
USES = "taken released handed set cleared put got dealt notified shut made seen kept".split()
OUTSIDES = ",listening socket,connection,datagram socket,pipe,descriptor,call in a thread,child process,signal".split(",")
DIRECTIONS = ("read", "write")
BYTES = ("read", "sent", "kept")
FLOWS = ("writing_paused", "writing_resumed", "reading_paused", "reading_resumed")
GONE = ("closed", "lost", "done")
HANDED = USES.index("handed")
ABOUT_OTHERS = frozenset(CALLS.values())
SLEEPS = "sleep.resolve("
KIND = {name: number for number, name in enumerate(EVENTS)}
TASK_NEW, FUT_NEW, RESOLVED, TIMER_NEW, TIMER_FIRE, READY, CALLBACK, CALLBACK_END = (KIND[name] for name in "task_new fut_new resolve timer_new timer_fire ready cb cb_end".split())
ENTER, EXIT, STEP_END = KIND["enter"], KIND["exit_coroutine"], KIND["step_end"]
VIA = {name: number for number, name in enumerate(VIAS)}
LETTERS = {"T": 2, "F": 3, "H": 4, "M": 5}
OUTCOMES = ("result", "exception", "cancelled")
RESUMES = ("start", "next", "wakeup")
REASONS = ("await", "yield", "return", "raise", "cancelled")


def plain_number(name):
    return int(name[1:])


def plain_ref(name):
    if name is None or name == "main":
        return 0
    return 1 << 29 if name == "loop" else LETTERS[name[0]] << 29 | int(name[1:])


number, ref = (plain_number, plain_ref) if fast.extension is None else (fast.extension.number, fast.extension.ref)


def number_of_thing(name):
    """("Lock", 2): its kind and its number."""
    return 0 if name is None else THINGS.index(name[0]) << 29 | name[1]


def asked(code):
    return 1 if code is not None and code.co_flags & CO_ASYNC_GENERATOR else 0


def gave(code):
    return 2 * asked(code)


class Stream:
    """Turns events into records; strings and places are defined before their first use."""

    batches = False

    def __init__(self, script, real_time):
        self.script = script
        self.real_time = real_time
        self.strings = {}  # by text: its number; only the last ones, for a program may print without end
        self.defined = 0  # strings
        self.places = {}
        self.sources = set()
        self.frames = {}  # by task: the coroutines that the stream says are entered
        self.gather_of = {}  # by child: the gather that waits for it
        self.resolved = collections.deque()  # of those, the ones that are done, the first to be forgotten first
        self.chains = {}  # by task: the chain that was told last
        self.writers = {}  # by kind of event
        self.records = records.new()
        self.acquire, self.release = self.records.acquire, self.records.release
        self.count, self.take, self.event = self.records.count, self.records.take, self.records.event

    def new_lock(self):
        self.records.acquire()
        self.records.release()

    def begin(self):
        self.records.data(struct.pack("<8sII16x", b"\x89LOOPSC\n", 1, 0x01020304))
        self.meta(TITLE, 0, self.text(os.path.basename(self.script)))
        self.meta(PRODUCER, 0, self.text(f"CPython {sys.version.split()[0]} asyncio"))
        self.meta(CLOCK, int(self.real_time), 0)
        self.source(self.script)
        return self.take()

    def source(self, file):
        """The whole text of a file that places of the run are in, so that a recording can be read later."""
        if file in self.sources:
            return
        self.sources.add(file)
        try:
            data = sources.read(file)
        except OSError:
            return
        if data:
            self.meta(SOURCE, self.text(file), self.text(sources.decoded(data)))

    # -- definitions

    def record(self, kind, detail=0, flags=0, by=0, t=0, a=0, b=0, c=0, d=0):
        self.event(kind, detail, flags, by, t, a, b, c, d)

    def meta(self, which, a, b):
        self.records.define(META, which, 0, a, b, 0)

    def text(self, text):
        if not text:
            return 0
        known = self.strings.get(text)
        if known is None:
            if len(self.strings) >= STRINGS:
                self.strings.clear()
            self.defined += 1
            known = self.strings[text] = self.defined
            encoded = text.encode("utf-8", "replace")[: sources.LIMIT]
            self.records.define(STRING, 0, 0, known, len(encoded), 0)
            self.records.data(encoded + bytes(-len(encoded) % 32))
        return known

    def place(self, place):
        if place is None:
            return 0
        if place not in self.places:
            self.source(place[0])
            file, function = self.text(place[0]), self.text(place[1])
            self.places[place] = len(self.places) + 1
            self.records.define(PLACE, 0, place[2], self.places[place], file, function)
        return self.places[place]

    # -- events

    def encode(self, fields, unseen):
        """Appends it to what take() will give."""
        kind = fields["e"]
        writer = self.writers.get(kind, False)
        if writer is False:  # events that can be derived, such as batch, are not in the stream
            writer = self.writers[kind] = getattr(self, "put_" + kind, None) or (self.put_plain if kind in KIND else None)
        if writer is not None:
            writer(fields, unseen, ref(unseen["by"]), unseen["t"])

    def put_plain(self, fields, unseen, by, t):
        self.record(KIND[fields["e"]], by=by, t=t, **self.plain(fields, unseen))

    def put_task_new(self, fields, unseen, by, t):
        made_by = VIA.get(fields["via"], VIA["user"])
        names = self.text(fields["name"]), self.text(fields["coro"]), self.place(unseen.get("place"))
        self.event(TASK_NEW, made_by, int(bool(unseen.get("eager"))), by, t, number(fields["task"]), *names)
        if not re.fullmatch(r"Task-\d+|None|", fields["name"]):
            self.record(KIND["label"], by=by, t=t, a=number(fields["task"]), b=self.text(fields["name"]))

    def plain(self, fields, unseen):
        """The fields of the events that need no more than their own values."""
        kind, via = fields["e"], VIA.get(fields.get("via"), VIA["user"])
        place = self.place(unseen.get("place"))
        if kind in ("run", "run_end"):
            return {"b": ref(fields["what"]), "c": self.text(unseen.get("error")), "detail": via}
        if kind in ("timer_fire", "timer_cancel"):
            return {"a": number(fields["timer"])}
        if kind in ("skip", "handle_cancel"):
            return {"b": ref(fields["h"])}
        if kind == "cancel":
            state = ("waiting", "ready", "running", "done").index(fields["state"])
            return {"b": ref(fields["task"]), "c": ref(fields["on"]), "d": place, "detail": state}
        if kind == "remark":
            task = number(fields["task"]) if fields["task"] else 0
            what = {"b": self.text(fields["what"]), "c": self.text(fields["advice"])}
            return {"a": task, "d": place, "detail": REMARKS.index(fields["remark"]), **what}
        if kind == "name":
            return {"a": number(fields["outside"]) if fields["outside"] else 0, "b": ref(fields["fut"]), "c": self.text(fields["name"])}
        if kind == "use":
            use = USES.index(fields["use"])
            return {"a": number_of_thing(fields["thing"]), "b": self.text(fields["name"]), "c": ref(fields["count"]) if use == HANDED else fields["count"], "d": place, "detail": use, "flags": fields.get("flags", 0)}
        if kind == "uncancel":
            return {"b": ref(fields["task"]), "a": fields["left"]}
        if kind == "out":
            return {"b": self.text(fields["text"]), "d": place, "flags": int("nl" in fields)}
        if kind == "never_awaited":
            return {"b": self.text(fields["coro"]), "d": place}
        if kind == "exc_handler":
            return {"a": self.place(unseen["raised"]), "b": ref(fields["fut"]), "c": self.text(fields["message"].rstrip(".") + unseen["at"] if unseen["at"] else fields["message"]), "d": self.text(fields["exc"])}
        if kind == "left":
            return {"a": fields["ready"], "b": fields["timers"], "detail": int(fields["aside"])}
        if "outside" in fields:
            return {"a": number(fields["outside"]), **self.outside(kind, fields, unseen), "d": place}
        if kind == "deadlock":
            return {"a": fields["pending"]}
        if kind == "process_end":
            return {"a": fields["status"]}
        return {}

    def outside(self, kind, fields, unseen):
        if kind == "outside_new":
            of = number(fields["of"]) if fields["of"] else 0
            return {"b": self.text(fields["name"]), "c": of, "detail": OUTSIDES.index(fields["kind"])}
        if kind == "bytes":
            return {"b": fields["count"], "c": self.text(fields["first"]), "detail": BYTES.index(fields["what"])}
        if kind == "flow":
            return {"b": fields["buffer"], "detail": FLOWS.index(fields["what"])}
        if kind == "outside_end":
            return {"b": self.text(fields["error"]), "c": fields["status"], "detail": GONE.index(fields["how"]), "flags": int(unseen["dropped"])}
        return {"detail": DIRECTIONS.index(fields["to"])}

    def timed(self, kind, time, **fields):
        self.record(KIND[kind], c=time & 0xFFFFFFFF, d=time >> 32 & 0xFFFFFFFF, **fields)

    def turn(self, t, by, number, timeout_ns, ready):
        timeout = FOREVER if timeout_ns is None else timeout_ns
        self.event(KIND["iter"], 0, 0, ref(by), t, number, ready, timeout & 0xFFFFFFFF, timeout >> 32 & 0xFFFFFFFF)

    def turn_end(self, t, by, number, ready):
        self.event(KIND["iter_end"], 0, 0, ref(by), t, number, ready, 0, 0)

    def put_block(self, fields, unseen, by, t):
        self.timed("block", int(fields["secs"]), by=by, t=t, a=self.place(unseen.get("place")), b=self.text(unseen.get("called")), detail=int("step" in unseen))

    # -- what happens often comes without a dictionary

    def fut_new(self, t, by, future, via, thing, children):
        """thing: in whose line the future stands, and what the program calls it."""
        at, called = thing
        self.event(FUT_NEW, VIA.get(via, VIA["user"]), 0, ref(by), t, number(future), number_of_thing(at), self.text(called), 0)
        for child in children:
            self.gather_of[child] = future
            self.record(KIND["child"], by=ref(by), t=t, a=number(future), b=ref(child))

    def resolve(self, t, by, future, state, value):
        if future in self.gather_of:
            self.resolved.append(future)
            if len(self.resolved) > CHILDREN:
                self.gather_of.pop(self.resolved.popleft(), None)
        self.event(RESOLVED, OUTCOMES.index(state), 0, ref(by), t, 0, ref(future), self.text(value), 0)

    def timer_new(self, t, by, timer, when, callback, serves, via):
        call, _, future = self.call(callback)
        about = self.text(callback) if call == USER else future or ref(serves)
        self.event(TIMER_NEW, call, VIA[via], ref(by), t, number(timer), about, when & 0xFFFFFFFF, when >> 32 & 0xFFFFFFFF)

    def timer_fire(self, t, by, timer, when, callback):
        self.event(TIMER_FIRE, 0, 0, ref(by), t, number(timer), 0, 0, 0)

    def callback_ready(self, t, by, handle, callback, serves):
        call, b, c = self.call(callback)
        if call in ABOUT_OTHERS:
            b = ref(serves)
        self.event(READY, call, 0, ref(by), t, number(handle), b, c, 0)

    def callback_begins(self, t, by, handle, callback):
        self.event(CALLBACK, 0, 0, ref(by), t, 0, ref(handle), 0, 0)

    def callback_ends(self, t, by, handle, callback):
        self.event(CALLBACK_END, 0, 0, ref(by), t, 0, ref(handle), 0, 0)

    def ready(self, t, by, handle, task, future):
        """A task's step, or its wake-up by a future."""
        self.event(READY, STEP if future is None else WAKEUP, 0, ref(by), t, number(handle), ref(task), ref(future), 0)

    def call(self, text):
        """(kind, b, c) of a callback from what the export calls it."""
        if text.startswith(SLEEPS):  # most of them; what the sleep gives may be a future too
            return RESOLVE, 0, ref(text[len(SLEEPS) : -1].partition(",")[0])
        found = re.fullmatch(r"(.*)\(([TF]\d+)\)", text)
        if found is None:
            name = text.partition("(")[0]
            return (CALLS[name], 0, 0) if name in CALLS else (USER, self.text(name), 0)
        about = ref(found[2])
        if found[1] == "run.stop":
            return STOP, 0, about
        if found[1] == "gather.child":
            return CHILD, ref(self.gather_of.get(found[2])), about
        if found[1] in CALLS:
            return CALLS[found[1]], 0, about
        return USER, self.text(found[1]), about

    # -- steps, and the coroutines that they enter and leave

    def step(self, t, by, task, handle, resume, future, thrown, chain):
        detail = RESUMES.index(resume)
        self.event(KIND["step"], detail, 0, ref(by), t, number(task), ref(handle), ref(future), self.text(thrown))
        if self.chains.get(task) is not chain:
            self.move_to(task, chain, ref(by), t)

    def put_step_end(self, fields, unseen, by, t):
        """The last one of a task."""
        self.move_to(fields["task"], (), by, t, fields["reason"], unseen.get("through"))
        self.frames.pop(fields["task"], None)
        self.event(STEP_END, REASONS.index(fields["reason"]), 0, by, t, number(fields["task"]), self.text(fields.get("value")), 0, 0)

    def yielded(self, t, by, task, what, chain, variables):
        self.left_off(t, ref(by), task, 1, 0, what, chain, variables)

    def awaits(self, t, by, task, awaited, chain, variables):
        self.left_off(t, ref(by), task, 0, ref(awaited["on"]), awaited["what"], chain, variables)

    def left_off(self, t, by, task, reason, future, what, chain, variables):
        if self.chains.get(task) is not chain:
            self.move_to(task, chain, by, t)
        place = 0 if chain.own is None else self.place(chain.own.place)
        self.event(KIND["step_end"], reason, VIA.get(what, VIA["future"]), by, t, number(task), future, self.text(variables), place)

    def entered(self, t, by, code, awaited_at, caller):
        """Within a step: order.py tells. The coroutine itself, and with it what it is known by, is seen when it is suspended."""
        _, name, definition = look.facts_of(code)
        need = needs.of(*caller, awaited_at[2]) if frames.is_own_file(awaited_at[0]) else needs.EARLIER
        self.chains.pop(by, None)
        self.frames[by].append((None, name, code))
        self.event(ENTER, need, asked(code), ref(by), t, 0, self.text(name), self.place(definition), self.place(awaited_at))

    def begins(self, t, by, chain):
        """The first step of an eager task."""
        self.move_to(by, chain, ref(by), t)

    def ends(self, t, by):
        """That was all of it, and how it ended has been told."""
        self.chains.pop(by, None)
        self.frames.pop(by, None)

    def left(self, t, by, code, outcome):
        inside = self.frames.get(by)
        if inside and inside[-1][2] is code:
            self.chains.pop(by, None)
            inside.pop()
            how = 0 if outcome in ("result", "ended") else OUTCOMES.index(outcome)
            self.event(EXIT, how, 3 if outcome == "ended" else gave(code), ref(by), t, number(by), self.text(code.co_name), 0, 0)

    def move_to(self, task, chain, by, t, reason="await", through=None):
        """through: of an error, the code of the coroutines through which it went, the outermost first. Leaves the coroutines that are no longer there, and enters the new ones: they are seen only where the task is suspended."""
        if not chain:
            self.chains.pop(task, None)
        else:
            self.chains[task] = chain
            if self.frames.get(task) == chain.entered:
                return
        now = [level for level in chain if level.own]
        before = self.frames.setdefault(task, [])
        kept = 0
        while kept < min(len(now), len(before)) and before[kept][0] in (now[kept].serial, None) and before[kept][2] is now[kept].code:
            before[kept] = now[kept].serial, now[kept].name, now[kept].code
            kept += 1
        outcome = {"raise": 1, "cancelled": 2}.get(reason, 0)
        for depth in range(len(before) - 1, kept - 1, -1):
            _, name, code = before[depth]
            how = outcome if through is None or (depth < len(through) and through[depth] is code) else 0
            self.event(EXIT, how, gave(code), by, t, number(task), self.text(name), 0, 0)
        del before[kept:]
        for index in range(kept, len(now)):
            level = now[index]
            awaited_at = self.place(now[index - 1].place) if index > 0 else 0
            name, definition = self.text(level.name), self.place(level.definition)
            need = needs.EARLIER  # what a library does in a row is its own affair
            if index > 0 and frames.is_own_file(now[index - 1].place[0]):
                need = needs.of(*now[index - 1].definition, now[index - 1].line)
            self.event(ENTER, need, asked(level.code), by, t, 0, name, definition, awaited_at)
            before.append((level.serial, level.name, level.code))
