"""Research, partners, common technology, new firms and help from outside the firm."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

KINDS_OF_HELP = {  # kind: meaning; a firm is helped for a quarter, what is left in it fades
    "results": "firms that take over a result of university research",
    "parts": "firms that learn to supply parts and services to new industries",
    "centres": "larger research firms that set up an engineering centre",
    "resident_bodies": "research firms in which people of a research body work",
    "machine_controls": "machine makers that develop computer control for one of ten families of machines",
    "university_pairs": "towns paired with a university, whose experts come to their firms",
    "academy_pairs": "towns paired with an institute, whose experts come to their firms",
    "postings": "firms to which an expert is posted",
    "chains": "firms whose deliveries are planned together with those of other towns",
    "joint_standards": "firms that write standards together",
    "exchanges": "firms that visit clusters elsewhere and are visited",
    "cooperation_bases": "exporters served by a base for work with partners abroad",
}
KINDS_OF_GRANT = {
    "pilot_firms": "public share of the R&D of pilot firms",
    "international": "public share of the R&D of firms in international projects",
    "teams": "public share of the R&D of firms that take in a research team from outside",
}

TERMS = (
    *(
        Term(
            f"help.{kind}", "towns" if kind.endswith("_pairs") else "firms a year", f"{meaning}, whole province", "help"
        )
        for kind, meaning in KINDS_OF_HELP.items()
    ),
    *(Term(f"research_grants.{kind}", "share", meaning, "research_grants") for kind, meaning in KINDS_OF_GRANT.items()),
    Term("joint_projects", "share", "public share of joint projects on common technology", "joint_projects"),
    Term("roadmaps", "industries", "industries with a technology roadmap", "roadmaps"),
    Term("inventors_share", "share of research firms", "firms that share results with inventors", "inventors_share"),
    Term("partner_meetings", "ratio", "more chances to meet a research partner within reach", "partners"),
    Term("alliances", "share of research firms", "members of alliances beyond their town", "partners"),
    Term("spin_offs", "firms a year", "start-ups out of universities, whole province", "spin_offs"),
    Term("incubator_places", "firms", "places for young firms in incubators, whole province", "incubators"),
    Term("attracted_projects", "projects a year", "large projects attracted, whole province", "attracted_projects"),
    Term("zone_links", "share of firms", "firms linked with high-tech zones", "zone_links"),
)


def help_for_firms(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Firms helped a year (or towns paired) in the whole province, by the kind of help."""
    terms.add(f"help.{target}", lever, value * reach)


def research_grants(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Public share of the R&D of firms chosen in a yearly call, by the kind of call."""
    terms.add(f"research_grants.{target}", lever, value * reach)


def joint_projects(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Public share of joint projects on the common technology of an industry."""
    terms.add("joint_projects", lever, value * reach)


def roadmaps(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Industries for which a technology roadmap is kept."""
    terms.add("roadmaps", lever, value * reach)


def inventors_share(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of research firms that give inventors a share in results."""
    terms.add("inventors_share", lever, value * reach)


def partner_meetings(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """By how much more often research firms meet somebody who may become a partner (ratio)."""
    terms.add("partner_meetings", lever, value * reach)


def alliances(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of research firms that are members of an alliance of their industry, wherever in the province."""
    terms.add("alliances", lever, value * reach)


def spin_offs(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Start-ups out of universities a year in the whole province."""
    terms.add("spin_offs", lever, value * reach)


def incubator_places(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Places for young firms in incubators of the whole province."""
    terms.add("incubator_places", lever, value * reach)


def attracted_projects(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Large projects from outside a year in the whole province."""
    terms.add("attracted_projects", lever, value * reach)


def zone_links(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms of strategic trades that are linked with high-tech zones."""
    terms.add("zone_links", lever, value * reach)


MECHANISMS = (
    help_for_firms,
    research_grants,
    joint_projects,
    roadmaps,
    inventors_share,
    partner_meetings,
    alliances,
    spin_offs,
    incubator_places,
    attracted_projects,
    zone_links,
)
