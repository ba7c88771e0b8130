"""The command line: one file a command. Answers go to stdout, progress and complaints to stderr.

Exit codes: 0 done, 1 a run or check failed, 2 bad input, 130 interrupted, 143 terminated. Nothing heavy is imported
before a command needs it, so that --help answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    from experiments.threads import use_one_thread

    use_one_thread()
    from experiments.cli.front import run_app

    return run_app(list(sys.argv[1:] if arguments is None else arguments))


if __name__ == "__main__":
    sys.exit(main())
