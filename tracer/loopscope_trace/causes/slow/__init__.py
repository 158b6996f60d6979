"""slow: what makes a program slower than it has to be, as its own objects tell: a lock round what could go on at once, a beat that falls behind, a return that waits for a group."""
