"""later: regular expressions that are compiled when they are first asked, which most never are: all of them together take as long as a seventh of the rest of the start."""

import re


class Expression:
    """As re.compile() gives it."""

    def __init__(self, text, flags=0):
        self.text = text
        self.flags = flags

    def __getattr__(self, name):  # search, sub and their like: from then on they stand here
        method = getattr(re.compile(self.text, self.flags), name)
        setattr(self, name, method)
        return method
