"""`python -m experiments.cli`, the same as `zhenxing`."""

import sys

from experiments.cli import main

sys.exit(main())
