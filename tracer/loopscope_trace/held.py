"""held: a file that is written is locked as long as it is, so that who reads it knows whether more is to come, however the program ends."""

try:
    import fcntl
except ImportError:  # not everywhere
    fcntl = None


def hold(file):
    """The file, locked; one that cannot be (a pipe, a file system without locks) as it is."""
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass
    return file
