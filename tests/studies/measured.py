"""Where slow studies leave what they measured; the writing itself is the project's."""

from experiments.measuring.measured import keep

__all__ = ["keep"]
