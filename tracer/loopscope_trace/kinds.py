"""kinds: what is of a plain class is also of the one of ours that stands in its place, as far as a program can ask."""


class Kind(type):
    """Of what stands in the place of a class from which others come: what is one of the plain one's is one of this too, such as a TimerHandle."""

    def __instancecheck__(cls, one):
        return isinstance(one, cls.__dict__.get("loopscope_plain", ())) or super().__instancecheck__(one)

    def __subclasscheck__(cls, other):
        return issubclass(other, cls.__dict__.get("loopscope_plain", ())) or super().__subclasscheck__(other)
