"""Experiments that ask how the economy behaves: shocks, facts, sensitivity, one thing changed at a time."""
