"""sitecustomize: what Python imports before a program: threads sleep, and asyncio waits for them, a thousand times as fast."""

import time
from asyncio import constants

TIMES = 1000
sleep = time.sleep
time.sleep = lambda seconds: sleep(seconds / TIMES)
if hasattr(constants, "THREAD_JOIN_TIMEOUT"):  # from 3.12 on
    constants.THREAD_JOIN_TIMEOUT /= TIMES
