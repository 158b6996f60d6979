"""mixes: how often a random program does what, in several mixes that each look for trouble somewhere else."""

ORDINARY = {
    "print": 6, "await": 14, "spawn": 4, "cancel": 2, "raise": 1, "return": 1, "try": 3, "future": 1, "resolve": 1, "fail": 1,
    "set": 2, "clear": 1, "lock": 2, "release": 0.3, "notify": 1.5, "put_nowait": 2, "get_nowait": 0.5, "task_done": 0.7,
    "timeout": 1, "group": 1, "group_spawn": 4, "uncancel": 0.2, "cancel_self": 0.4, "cancelling": 0.5, "block": 0.3,
    "call_soon": 0.5, "call_later": 0.5, "done_callback": 0.5, "as_completed": 0.5, "callback_fails": 0.2, "eager": 0.4,
    "assign": 0.5, "forget": 0.3, "reschedule": 2, "expired": 0.7, "yield": 14, "generate": 3, "for": 5, "for_slot": 5,
}  # fmt: skip
ORDINARY_EXPRESSIONS = {
    "sleep": 8, "task": 5, "coro": 4, "gather": 3, "event": 2, "acquire": 0.5, "condition": 1, "get": 2, "put": 2, "join": 0.4,
    "wait_for": 3, "shield": 1.5, "wait": 1.5, "aclose": 2,
}  # fmt: skip
DELAYS = [0, 0, 0, -1, 0.05, 0.1, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1, 1.5, 2, 3]

# name: (weights that differ from the ordinary ones, of ops; of expressions; delays)
MIXES = {
    "ordinary": ({}, {}, DELAYS),
    "cancel": ({"cancel": 9, "try": 7, "raise": 0, "uncancel": 1, "cancel_self": 1}, {"shield": 3}, DELAYS),
    "ties": ({"spawn": 6}, {"sleep": 14, "wait_for": 5}, [0, 0.1, 0.1, 0.2, 0.2, 0.3]),
    "errors": ({"raise": 4, "try": 6, "fail": 3}, {"gather": 6, "coro": 6, "wait": 3}, DELAYS),
    "limits": ({"timeout": 6, "reschedule": 6, "expired": 2, "group": 5, "try": 4, "raise": 2}, {"wait_for": 8, "shield": 3}, [0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.5, 1]),
    "shared": ({"lock": 6, "set": 3, "put_nowait": 4, "notify": 4, "cancel": 3}, {"get": 6, "put": 6, "event": 4, "condition": 3}, DELAYS),
    "ends": ({"put_nowait": 4, "get_nowait": 2, "shutdown": 2, "shutdown_now": 1, "task_done": 2, "try": 5}, {"get": 6, "put": 6, "join": 2}, DELAYS),
    "waits": ({"lock": 8, "notify": 5, "cancel": 8, "spawn": 6, "try": 5, "await": 10}, {"condition": 16, "acquire": 2, "sleep": 5}, [0, 0, 0.1, 0.1, 0.2]),
    "groups": ({"group": 9, "group_spawn": 9, "try": 9, "raise": 4, "cancel": 4, "as_completed": 4}, {"sleep": 10, "wait_for": 4}, [0, 0, 0.1, 0.1, 0.2]),
    "eager": ({"eager": 5, "spawn": 9, "group": 4, "group_spawn": 6, "as_completed": 3, "cancel": 3, "try": 5}, {"gather": 8, "shield": 4, "wait_for": 4}, [0, 0, 0, -1, 0.1, 0.2]),
    "interrupts": ({"raise": 3, "try": 7, "group": 3, "callback_fails": 3, "spawn": 6, "cancel": 4}, {"gather": 5, "task": 7, "shield": 3, "wait_for": 4}, DELAYS),
    "shields": ({"assign": 8, "cancel": 8, "try": 6, "spawn": 5, "raise": 2}, {"shield": 8, "task": 10, "wait": 3}, [0, 0, 0.1, 0.1, 0.2, 0.3, 1]),
    "generators": ({"for": 8, "forget": 10, "for_slot": 7, "generate": 5, "try": 7, "cancel": 4, "cancel_self": 1, "assign": 2}, {"aclose": 7, "sleep": 9}, [0, 0, 0.1, 0.1, 0.2, 0.3, 1]),
    "wild": ({"cancel": 4, "resolve": 3, "fail": 2, "future": 3, "release": 2}, {"task": 9, "acquire": 3}, [0, 0.1, 0.2, 0.3]),
}
SPECIAL = {"eager": "done_at_once", "groups": "fails_soon", "waits": "cancelled_while_it_takes_its_lock_again", "generators": "closing_is_cancelled"}
SINCE = {"ends": (3, 13), "eager": (3, 12)}  # which Python has what these need
ERRORS = ["ValueError", "RuntimeError", "KeyError", "TimeoutError"]
ENDS = ["KeyboardInterrupt", "SystemExit"]  # what ends a run
CAUGHT = ["ValueError", "RuntimeError", "KeyError", "Exception", "CancelledError", "CancelledError", "TimeoutError"]
