"""Public service platforms of the nine kinds."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.terms import Term, Terms

TERMS = tuple(
    Term(
        f"platform_grants.{kind}",
        "platforms a year",
        f"platforms of the kind {kind!r} set up with a grant a year, in the whole province",
        "platform_grants",
    )
    for kind in KINDS_OF_PLATFORM
)


def platform_grants(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Platforms of a kind supported a year in the whole province, chosen among the towns reached."""
    terms.add(f"platform_grants.{target}", lever, value * reach)


MECHANISMS = (platform_grants,)
