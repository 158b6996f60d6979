"""errors: more of what errors mean whose text says little: what can be entered once, what goes along to another process, what was closed in the meantime, what this Python's asyncio does not have."""
