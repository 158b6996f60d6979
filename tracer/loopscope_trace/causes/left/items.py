"""items: what stands in a queue that is shut down at once, and so is thrown away."""

import sys

from .. import frames, objects

recorder = None


def forget():
    pass


def shut(queue, immediate):
    place, left = frames.here(), queue.qsize()
    if not immediate or not left or place is None or sys.exc_info()[0] is not None:
        return
    by = objects.current()
    called = objects.note_of(queue).called or frames.called(queue)
    recorder.remark(
        "thrown-away",
        f"{objects.of_task(by) if by else 'The program'} calls shutdown(immediate=True) at {frames.line(place)} while {left} item{'s stand' if left > 1 else ' stands'} in the queue{f' {called}' if called else ''}: {'they are' if left > 1 else 'it is'} thrown away, and join() does not wait for {'them' if left > 1 else 'it'}.",
        "`queue.shutdown()` without immediate lets the consumers take what is left, and ends them then; `await queue.join()` waits for that.",
        place,
        by,
    )
