"""Facilities that towns apply for: laboratories, bases, markets, parks."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

KINDS_OF_FACILITY = {  # kind: what it is
    "laboratory": "laboratory or engineering centre for precise work",
    "demonstration": "base where computer-controlled machines are shown at work",
    "market": "professional market of a town's speciality",
    "outsourcing": "base of service outsourcing with its training",
    "science_park": "science and technology park with serviced land and services",
    "transfer_park": "park for firms that leave the delta",
}

TERMS = tuple(
    Term(f"facilities.{kind}", "a year", f"supported a year in the whole province: {meaning}", kind)
    for kind, meaning in KINDS_OF_FACILITY.items()
)


def facilities(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Facilities of a kind supported a year in the whole province, chosen among the towns reached."""
    terms.add(f"facilities.{target}", lever, value * reach)


MECHANISMS = (facilities,)
