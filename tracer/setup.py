"""setup: the wheel, with the extension in C where it can be compiled; else the tracer is all Python, and slower. The rest stands in pyproject.toml."""

import glob
import os
import re
import sysconfig

from setuptools import Extension, setup

HERE = os.path.dirname(os.path.abspath(__file__))
ENGINE = os.path.join(os.path.dirname(HERE), "engine")  # its headers say what a recording looks like


def extensions():
    without_lock = sysconfig.get_config_var("Py_GIL_DISABLED")  # such a Python does not load what uses the limited interface
    if without_lock or os.name == "nt" or not os.path.isfile(os.path.join(ENGINE, "trace", "bytes.h")):
        return []
    with open(os.path.join(HERE, "loopscope_trace", "__init__.py"), encoding="utf-8") as file:
        version = re.search(r'__version__ = "(.*)"', file.read())[1]
    sources = sorted(glob.glob("extension/*.c"))
    flags = ["-std=c11", "-fvisibility=hidden"]
    defined = [("_DEFAULT_SOURCE", None), ("LOOPSCOPE_VERSION", f'"{version}"')]
    return [
        Extension(
            "_loopscope_trace", sources, include_dirs=[ENGINE], define_macros=defined, extra_compile_args=flags, py_limited_api=True, optional=True
        )
    ]


found = extensions()
setup(ext_modules=found, options={"bdist_wheel": {"py_limited_api": "cp38"}} if found else {})
