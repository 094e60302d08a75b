"""From likeness to a list: the formula, the chance, what is left out, what comes from outside, and why."""
