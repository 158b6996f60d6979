"""unlimited: what has a limit that nobody comes to feel: a semaphore that is not held while the work goes on, a buffer whose owner does not hear that it is full."""
