"""kinds: classes of ours that stand in the place of Python's: what is of a plain class is also of ours, as far as a program can ask, and a regular expression is compiled late."""

import re


class Kind(type):
    """Of what stands in the place of a class from which others come: what is one of the plain one's is one of this too, such as a TimerHandle."""

    def __instancecheck__(cls, one):
        return isinstance(one, cls.__dict__.get("loopscope_plain", ())) or super().__instancecheck__(one)

    def __subclasscheck__(cls, other):
        return issubclass(other, cls.__dict__.get("loopscope_plain", ())) or super().__subclasscheck__(other)


class Expression:
    """As re.compile() gives it, but compiled when it is first asked, which most never are: all of them together take as long as a seventh of the rest of the start."""

    def __init__(self, text, flags=0):
        self.text = text
        self.flags = flags

    def __getattr__(self, name):  # search, sub and their like: from then on they stand here
        method = getattr(re.compile(self.text, self.flags), name)
        setattr(self, name, method)
        return method
