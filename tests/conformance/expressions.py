"""expressions: what a random program awaits."""


class Expressions:
    """One method for each kind of expression: its fields, chosen at random."""

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
        if name == "aclose":
            return place.open()
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

    def what_aclose(self, place, depth):
        return {"slot": self.random.choice(place.open())}

    def what_shield(self, place, depth):
        if self.mix == "shields" and depth < 2 and self.random.random() < 0.4:
            return {"what": {"k": "shield", **self.what_shield(place, depth + 1)}}
        return {"what": self.expression(place, depth + 1)}

    def what_wait(self, place, depth):
        slots = [self.random.choice(place.awaitable()) for _ in range(self.random.choice([1, 2, 2, 3]))]
        what = {"slots": slots}
        if self.random.random() < 0.5:
            what["timeout"] = self.delay()
        if self.random.random() < 0.6:
            what["return_when"] = self.random.choice(["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"])
        return what
