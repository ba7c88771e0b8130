"""Draws by identity: the published vectors, independence of everything but identity, and fair luck."""

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import chi2, kstest

from model.draws import Draws, key, open_unit, purpose_word, standard_normal, stirred

UIDS = np.arange(200_000)
# Each statistical test below stays silent on fair draws but for one time in a thousand, all its comparisons together.
FALSE_ALARM = 1e-3

VECTORS = [  # seed, purpose, quarter, key, then uid, uniform, normal, uniform with other = 7
    (1, "example", 8048, 0x99A535B3AEF1B992, 0, 0.35790021881792333, -0.36407709861328524, 0.9006346739748275),
    (1, "example", 8048, 0x99A535B3AEF1B992, 1, 0.9366905064535892, 1.5275714003821834, 0.23545943114852064),
    (1, "example", 8048, 0x99A535B3AEF1B992, 600000, 0.12402505119853247, -1.1550984756471405, 0.026312330025232256),
    (0, "", 0, 0xE01052F09DB03AEA, 0, 0.055158850729384645, -1.5967667892667021, 0.21385150459270552),
    (0, "", 0, 0xE01052F09DB03AEA, 2**62, 0.7403812293147484, 0.644521159099051, 0.9311541913226379),
    (2**32 - 1, "创新", 8071, 0xAC6895EB2E61D1BB, 1, 0.20606064655264233, -0.820166330592569, 0.5581712779324689),
]


@pytest.mark.parametrize(("seed", "purpose", "quarter", "word", "uid", "uniform", "normal", "pair"), VECTORS)
def test_the_published_vectors_come_out(seed, purpose, quarter, word, uid, uniform, normal, pair):
    draws = Draws(seed)
    assert int(key(seed, purpose, quarter)) == word
    assert draws.uniform(purpose, quarter, uid) == uniform
    assert draws.uniform(purpose, quarter, uid, 7) == pair
    assert draws.normal(purpose, quarter, uid) == pytest.approx(normal, rel=1e-14)  # log may differ in its last bit


def test_a_draw_is_what_its_definition_says_in_plain_integers():
    assert stirred(0) == 0xE220A8397B1DCDAF  # the first output of splitmix64 from seed 0, as its authors print it
    assert purpose_word("") == 0xE3B0C44298FC1C14  # SHA-256 of nothing
    word = stirred(stirred(stirred(5) ^ purpose_word("luck")) ^ 8050)
    expected = [((stirred(stirred(uid) ^ word) >> 11) | 1) / 2**53 for uid in range(1000)]
    assert Draws(5).uniform("luck", 8050, np.arange(1000)).tolist() == expected


def test_no_word_gives_nought_or_one():
    smallest, largest = open_unit(np.uint64(0)), open_unit(np.uint64(2**64 - 1))
    assert 0.0 < smallest < 2**-52
    assert 1 - 2**-52 < largest < 1.0
    assert np.isfinite([standard_normal(smallest), standard_normal(largest)]).all()


def test_normals_are_the_inverse_of_the_normal_distribution_to_the_last_digits():
    shares = np.concatenate([np.geomspace(1e-300, 0.4, 4000), np.linspace(0.4, 1 - 2**-53, 4000)])
    found = np.array([standard_normal(share) for share in shares])
    np.testing.assert_allclose(found, ndtri(shares), rtol=5e-14, atol=1e-15)


@pytest.mark.parametrize("method", ["uniform", "normal"])
def test_a_draw_does_not_depend_on_who_else_draws_or_in_which_order(method):
    draw = getattr(Draws(3), method)
    together = draw("innovate", 8050, UIDS)
    order = np.random.default_rng(0).permutation(len(UIDS))
    assert np.array_equal(draw("innovate", 8050, UIDS[order]), together[order])
    assert np.array_equal(draw("innovate", 8050, UIDS[101:1013]), together[101:1013])
    assert np.array_equal(draw("innovate", 8050, UIDS[::7]), together[::7])
    assert draw("innovate", 8050, 4711) == together[4711]
    pairs = draw("partner", 8050, UIDS, UIDS[::-1])
    assert np.array_equal(draw("partner", 8050, UIDS[order], UIDS[::-1][order]), pairs[order])


def test_a_pair_is_ordered_and_its_own():
    draws = Draws(1)
    assert draws.uniform("partner", 8050, 4, 9) != draws.uniform("partner", 8050, 9, 4)
    assert draws.uniform("partner", 8050, 4, 0) != draws.uniform("partner", 8050, 4)
    assert len(np.unique(draws.uniform("partner", 8050, UIDS[:300, None], UIDS[None, :300]))) == 300 * 300


def streams():
    """Columns of draws that differ in one thing only from the first."""
    uid, quarter = UIDS, 8050
    yield "itself", Draws(1).uniform("search", quarter, uid)
    yield "next uid", Draws(1).uniform("search", quarter, uid + 1)
    yield "far uid", Draws(1).uniform("search", quarter, uid + 2**32)
    yield "next quarter", Draws(1).uniform("search", quarter + 1, uid)
    yield "next year", Draws(1).uniform("search", quarter + 4, uid)
    yield "next seed", Draws(2).uniform("search", quarter, uid)
    yield "far seed", Draws(1 + 2**31).uniform("search", quarter, uid)
    yield "other purpose", Draws(1).uniform("searcg", quarter, uid)
    yield "with another", Draws(1).uniform("search", quarter, uid, 0)
    yield "with the next", Draws(1).uniform("search", quarter, uid, uid + 1)
    yield "with itself", Draws(1).uniform("search", quarter, uid, uid)


def test_draws_are_uniform():
    found = dict(streams())
    for name, draws in found.items():
        assert kstest(draws, "uniform").pvalue > FALSE_ALARM / len(found), name
        assert len(np.unique(draws)) == len(draws), name


def test_neighbouring_uids_quarters_seeds_and_purposes_share_nothing():
    found = dict(streams())
    first = found.pop("itself")
    bins, n = 16, len(UIDS)
    limit = chi2.isf(FALSE_ALARM / 2 / len(found), bins**2 - 1)
    slope = -ndtri(FALSE_ALARM / 4 / len(found)) / np.sqrt(n)
    for name, other in found.items():
        cells = np.histogram2d(first, other, bins=bins, range=[[0, 1], [0, 1]])[0]
        assert ((cells - n / bins**2) ** 2).sum() / (n / bins**2) < limit, name
        assert abs(np.corrcoef(first, other)[0, 1]) < slope, name


def test_every_bit_that_counts_is_fair():
    words = (Draws(1).uniform("bits", 8050, UIDS) * 2.0**53).astype(np.int64)
    ones = np.array([((words >> bit) & 1).mean() for bit in range(1, 53)])  # the lowest bit is set by construction
    assert np.abs(ones - 0.5).max() < -ndtri(FALSE_ALARM / 2 / 52) * 0.5 / np.sqrt(len(UIDS))


def test_it_happens_exactly_where_the_uniform_draw_lies_below_the_probability():
    draws, probability = Draws(4), np.linspace(-0.1, 1.1, len(UIDS))
    below = draws.uniform("apply", 8050, UIDS) < probability
    happens = draws.occurs("apply", 8050, UIDS, probability)
    assert happens.dtype == bool
    assert np.array_equal(happens, below)
    share = draws.share("apply", 8050, UIDS, probability)
    assert share.dtype == np.float64
    assert np.array_equal(share, below.astype(float))
    assert not draws.occurs("apply", 8050, UIDS, 0.0).any()
    assert draws.occurs("apply", 8050, UIDS, 1.0).all()


def test_amounts_are_rounded_to_a_neighbour_and_right_on_average():
    draws = Draws(4)
    amounts = np.tile([0.0, 0.25, 1.5, 7.0, -2.75], 40_000)
    whole = draws.whole("experts", 8050, UIDS, amounts)
    assert np.array_equal(whole, np.floor(whole))
    assert (np.abs(whole - amounts) < 1).all()
    assert np.array_equal(whole[3::5], np.full(40_000, 7.0))
    fraction = amounts - np.floor(amounts)
    spread = np.sqrt((fraction * (1 - fraction)).sum())
    assert abs(whole.sum() - amounts.sum()) < -ndtri(FALSE_ALARM / 2) * spread


def test_the_best_of_many_draws_is_distributed_as_the_largest_of_as_many():
    draws = Draws(4).uniform("success", 8050, UIDS)
    for weight in (2.0, 10.0, 37.5):
        best = Draws.best_of(draws, weight)
        assert kstest(best, lambda x, w=weight: x**w).pvalue > FALSE_ALARM / 3
    assert np.array_equal(Draws.best_of(draws, np.ones(len(draws))), draws)


def test_a_still_world_has_no_luck():
    still, probability = Draws(1, still=True), np.array([0.2, 0.5, 0.8])
    assert still.uniform("x", 1, UIDS[:3]).tolist() == [0.5] * 3
    assert still.normal("x", 1, UIDS[:3], 5).tolist() == [0.0] * 3
    assert still.occurs("x", 1, UIDS[:3], probability).tolist() == [False, False, True]
    assert still.share("x", 1, UIDS[:3], probability).tolist() == [0.2, 0.5, 0.8]
    assert still.whole("x", 1, UIDS[:3], 2.5).tolist() == [2.5] * 3
    share = still.share("x", 1, UIDS[:3], probability)
    share[0] = 9.0
    assert probability[0] == 0.2  # what it returns is the caller's to change
