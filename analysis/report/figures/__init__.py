"""The figures of the report: each takes plain values in the unit shown and words, and returns a Matplotlib figure."""
