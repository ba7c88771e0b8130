"""`zhenxing demo`: the first thing to run. At most a minute."""

from __future__ import annotations

from experiments.cli import options
from experiments.cli.talk import Talk

SAMPLE = 0.05  # a minute on two slow cores, the population and its burn-in included


def demo(talk: Talk, out: options.Out = None, force: options.Force = False, world: options.World = "guangdong") -> int:
    from experiments.cli.running import do_run

    sample = 1.0 if world == "small" else SAMPLE
    return do_run(talk, "decision-2012", command="demo", sample=sample, out=out, force=force, world=world)
