"""`zhenxing ensemble`: write the prior ensemble anew, after a parameter or its range has changed."""

from __future__ import annotations

from experiments.cli.talk import Talk


def ensemble(talk: Talk) -> int:
    from experiments.compare.prior import written_prior

    path = written_prior()
    if talk.as_json:
        talk.data([path.as_posix()])
    else:
        talk.answer(path.as_posix())
    return 0
