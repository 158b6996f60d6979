"""awaited: what is awaited and is no coroutine itself, but runs one: the steps of asynchronous generators, and what an __await__() gives."""

import gc
import inspect
import types

# What `async for` and aclose() await: objects without a frame, each of which runs a generator.
GENERATOR_STEPS = {"async_generator_asend": None, "async_generator_athrow": "aclose"}


def generator_of(awaited):
    """The asynchronous generator that runs on behalf of what is awaited, or None."""
    if type(awaited).__name__ not in GENERATOR_STEPS:
        return None
    return next((thing for thing in gc.get_referents(awaited) if inspect.isasyncgen(thing)), None)


def kind_of_wrapper():
    async def nothing():
        pass

    coroutine = nothing()
    kind = type(coroutine.__await__())
    coroutine.close()
    return kind


WRAPPER = kind_of_wrapper()  # what `return self.run().__await__()` gives in an __await__() of the program's: it stands for the coroutine that it runs


def without_wrapper(awaited):
    while type(awaited) is WRAPPER:
        awaited = next(iter(gc.get_referents(awaited)), None)
    return awaited


def closes_generator(args):
    """Is it the callback that makes a task which closes a dropped generator?"""
    return bool(args) and type(args[0]).__name__ == "async_generator_athrow"


def coroutine_name(coroutine):
    """Of a coroutine that has no code of its own."""
    kind = type(coroutine).__name__
    return f"asyncio.{GENERATOR_STEPS[kind]}" if GENERATOR_STEPS.get(kind) else kind


def wrapped_by(coroutine):
    """What the program's function is called that a library runs in a wrapper of its own, as anyio.run() does with its first; or None."""
    frame = getattr(coroutine, "cr_frame", None)
    if frame is None or "func" not in frame.f_code.co_freevars:
        return None
    function = frame.f_locals.get("func")
    return function.__name__ if isinstance(function, types.FunctionType) else None
