"""loopscope_trace: watches what asyncio does in a Python program, and changes nothing about it."""
