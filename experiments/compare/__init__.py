"""Scenarios compared on the same cases: planned, run, kept, and made into tables."""
