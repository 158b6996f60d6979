"""program_size: how much a random program can run at most, counted without knowing which way it goes."""


def parts(value):
    """The ops and expressions in a part of a program, the outer ones first."""
    if isinstance(value, list):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from parts(item)


class Size:
    """What each coroutine costs at most, and how many values each generator gives."""

    def __init__(self, program):
        self.made = {part["slot"]: part["coro"] for part in parts(program["coros"]) if part.get("op") == "generate"}
        self.cost, self.values = {}, {}
        for coroutine in reversed(program["coros"]):  # each calls only later ones
            self.values[coroutine["name"]] = self.values_in(coroutine["body"])
            self.cost[coroutine["name"]] = self.cost_of(coroutine["body"])

    def generator(self, part):
        """That a loop goes through, or that is closed; the smallest program has none."""
        return part["coro"] if "coro" in part else self.made.get(part.get("slot"))

    def values_in(self, value):
        if isinstance(value, list):
            return sum(map(self.values_in, value))
        if not isinstance(value, dict):
            return 0
        inside = sum(map(self.values_in, value.values()))
        if value.get("op") in ("for", "for_slot"):
            return inside * self.values.get(self.generator(value), 0)
        return inside + (value.get("op") == "yield")

    def cost_of(self, value):
        if isinstance(value, list):
            return sum(map(self.cost_of, value))
        if not isinstance(value, dict):
            return 0
        inside = sum(map(self.cost_of, value.values()))
        if value.get("op") in ("for", "for_slot"):
            inside *= self.values.get(self.generator(value), 0)
        called = self.generator(value) if value.get("op") == "for_slot" or value.get("k") == "aclose" else value.get("coro")
        return inside + ("op" in value) + self.cost.get(called, 0)


def most_ops(program):
    return Size(program).cost["main"]
