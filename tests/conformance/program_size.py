"""program_size: how much a random program can run at most, counted without knowing which way it goes."""


def called(value):
    """The coroutines that a part of a program calls."""
    if isinstance(value, list):
        return [name for item in value for name in called(item)]
    if isinstance(value, dict):
        inner = [name for key, item in value.items() if key != "coro" for name in called(item)]
        return inner + ([value["coro"]] if "coro" in value else [])
    return []


def ops_in(value):
    if isinstance(value, list):
        return sum(map(ops_in, value))
    return ("op" in value) + sum(map(ops_in, value.values())) if isinstance(value, dict) else 0


def most_ops(program):
    cost = {}
    for coroutine in reversed(program["coros"]):
        cost[coroutine["name"]] = ops_in(coroutine["body"]) + sum(cost[name] for name in called(coroutine["body"]))
    return cost["main"]
