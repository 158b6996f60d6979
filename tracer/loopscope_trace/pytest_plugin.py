"""pytest_plugin: pytest --loopscope records each asynchronous test that fails, its fixtures with it, into a file that loopscope opens."""

import contextlib
import inspect
import os
import re

import pytest

from .part import recording

FOLDER = "loopscope-recordings"


def pytest_addoption(parser):
    group = parser.getgroup("loopscope")
    group.addoption("--loopscope", action="store_true", help="record each asynchronous test, and keep the recording of those that fail")
    group.addoption("--loopscope-folder", default=FOLDER, metavar="FOLDER", help=f"where the recordings go; usually {FOLDER}")


def uses_a_loop(item):
    """An asynchronous function, or a method of unittest's class for them."""
    function = getattr(item, "obj", None)
    return inspect.iscoroutinefunction(inspect.unwrap(function)) if callable(function) else False


def pytest_configure(config):
    config.loopscope_folder = os.path.abspath(config.getoption("loopscope_folder"))  # a test may go to another one


owners = {}  # by the name of a recording: the test that has it
LONGEST = 200  # bytes of a name: file systems take 255


def name_of(item):
    """Of its recording: one that a file system takes, and that no other test has."""
    plain = re.sub(r"[^\w.-]+", "-", item.nodeid).strip("-").encode()[:LONGEST].decode("utf-8", "ignore")
    name, number = plain, 1
    while owners.setdefault(name, item.nodeid) != item.nodeid:
        number += 1
        name = f"{plain}-{number}"
    return name + ".loopscope"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    if not item.config.getoption("loopscope") or not uses_a_loop(item):
        yield
        return
    os.makedirs(item.config.loopscope_folder, exist_ok=True)
    path = os.path.join(item.config.loopscope_folder, name_of(item))
    item.loopscope_failed = False
    with recording(path, title=item.nodeid, source=str(item.fspath)):
        yield
    if not item.loopscope_failed:
        with contextlib.suppress(FileNotFoundError):
            os.remove(path)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed and hasattr(item, "loopscope_failed"):
        item.loopscope_failed = True
        report.sections.append(("loopscope", f"loopscope {os.path.join(item.config.getoption('loopscope_folder'), name_of(item))}"))
