"""pytest_plugin: pytest --loopscope records each asynchronous test that fails, its fixtures with it, into a file that loopscope opens."""

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


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    if not item.config.getoption("loopscope") or not uses_a_loop(item):
        yield
        return
    folder = item.config.getoption("loopscope_folder")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, re.sub(r"[^\w.-]+", "-", item.nodeid).strip("-") + ".loopscope")
    item.loopscope_failed = False
    with recording(path, title=item.nodeid, source=str(item.fspath)):
        yield
    if not item.loopscope_failed:
        os.remove(path)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed and hasattr(item, "loopscope_failed"):
        item.loopscope_failed = True
        folder = item.config.getoption("loopscope_folder")
        path = os.path.join(folder, re.sub(r"[^\w.-]+", "-", item.nodeid).strip("-") + ".loopscope")
        report.sections.append(("loopscope", f"loopscope {path}"))
