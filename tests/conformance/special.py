"""special: what chance alone would bring about too rarely in a random program."""


class Special:
    """A body for the last coroutine each, what main does first, and what it does last."""

    def fails_soon(self, place):
        """For groups that are given a task while they end."""
        return [{"op": "await", "what": {"k": "sleep", "d": self.delay()}}, {"op": "raise", **self.error()}], [], []

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
        return [{"op": "lock", "lock": lock, "body": [waits]}], [waiter, {"op": "await", "what": {"k": "sleep", "d": 0.05}}, {"op": "lock", "lock": lock, "body": inside}], []

    def done_at_once(self, place):
        """A group's task that has ended when it has been made."""
        spawn = {"op": "group_spawn", "slot": place.new_slot("t", len(self.coroutines)), "coro": self.coroutines[-1]}
        return [{"op": "print", "text": self.text(place)}], [{"op": "eager", "on": True}, {"op": "group", "body": [spawn, self.op_of("print", place)]}], []

    def closing_is_cancelled(self, place):
        """A task that closes a generator is cancelled before its first step: it was made to close one by name, or for one that main left at its very end."""
        goes_on, tidies = ([{"op": "print", "text": self.text(place)}, {"op": "await", "what": {"k": "sleep", "d": self.delay()}}, {"op": "print", "text": self.text(place)}] for _ in range(2))
        caught = {"types": [self.random.choice(["CancelledError", "GeneratorExit"])], "body": [{"op": "caught", "text": self.text(place)}, *self.random.choice([[], [{"op": "reraise"}]])]}
        body = [{"op": "try", "body": [{"op": "yield", "value": self.value()}, *goes_on], "handlers": self.random.choice([[], [caught], [caught]]), "finally": tidies}]
        generator = self.coroutines[-1]
        if self.random.random() < 0.5:
            return body, [], [{"op": "for", "coro": generator, "body": [{"op": "break"}]}]
        slot, closing = place.new_open(len(self.coroutines)), place.new_slot("x", place.kept())
        first = [{"op": "generate", "slot": slot, "coro": generator}, {"op": "for_slot", "slot": slot, "body": [{"op": "break"}]}]
        kind = self.random.choice([{"k": "gather", "items": [{"k": "aclose", "slot": slot}]}, {"k": "shield", "what": {"k": "gather", "items": [{"k": "aclose", "slot": slot}]}}])
        first += [{"op": "assign", "slot": closing, "what": kind}, {"op": "cancel", "slot": closing, **self.message()}]
        return body, first, []

    def shared_shields(self):
        """Shields of one task, and of each other, that everybody may cancel or await."""
        inner, ops = self.random.choice(list(self.shared)), []
        for index in range(1, 1 + self.random.randint(1, 3)):
            ops.append({"op": "assign", "slot": f"x{index}", "what": {"k": "shield", "what": {"k": "task", "slot": inner}}})
            self.shared[f"x{index}"] = self.shared[inner]
            inner = self.random.choice(list(self.shared) if self.random.random() < 0.3 else [f"x{index}"])
        return ops
