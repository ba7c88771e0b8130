"""Chance, by identity: a draw belongs to a seed, a purpose, a quarter and a uid, and to nothing else.

A draw is `mix(mix(uid) ^ key(seed, purpose, quarter))`, its upper 53 bits made odd and scaled to the open interval
(0, 1). Nobody's draw depends on who else draws, in which order or how often, so two runs that differ in one measure
share all their luck. `mix` is the finaliser of splitmix64 (Steele, Lea and Flood 2014, variant 13 of Stafford);
normals are the inverse transform of Wichura (1988), algorithm AS 241.

Test vectors, seed 1, purpose "example", quarter 8048 (2012Q1); more in docs/draws.md:

    key                  0x99a535b3aef1b992
    uid 0                0.35790021881792333   standard normal -0.36407709861328524
    uid 1                0.9366905064535892
    uid 600000, other 7  0.026312330025232256
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import numpy as np
from numba import njit, vectorize

WORD = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
SECOND = np.uint64(0xD1B54A32D192ED03)  # sets a second identity apart from a first
UNIT = 2.0**-53


@njit(cache=True, nogil=True, inline="always")
def mix(word):
    """A 64-bit word (uint64) well stirred: each bit of the result hangs on every bit of the word."""
    word = np.uint64(word) + np.uint64(GOLDEN)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@njit(cache=True, nogil=True, inline="always")
def open_unit(word):
    """A word as a number in (0, 1) (share): an odd multiple of 2^-53, so neither end is ever reached."""
    return np.float64(np.int64((word >> np.uint64(11)) | np.uint64(1))) * UNIT


@njit(cache=True, nogil=True, inline="always")
def drawn(uid, key):
    """The uniform draw of one identity (share)."""
    return open_unit(mix(mix(np.uint64(uid)) ^ key))


@njit(cache=True, nogil=True, inline="always")
def drawn_pair(uid, other, key):
    """The uniform draw of an ordered pair of identities (share)."""
    return open_unit(mix(mix(mix(np.uint64(uid)) ^ key) ^ mix(np.uint64(other) ^ SECOND)))


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def middle_normal(q):
    """AS 241 where a share is q from a half, |q| up to 0.425 (standard deviations)."""
    r = 0.180625 - q * q
    above = 2509.0809287301226727 * r + 33430.575583588128105
    above = (above * r + 67265.770927008700853) * r + 45921.953931549871457
    above = (above * r + 13731.693765509461125) * r + 1971.5909503065514427
    above = (above * r + 133.14166789178437745) * r + 3.387132872796366608
    below = 5226.495278852854561 * r + 28729.085735721942674
    below = (below * r + 39307.89580009271061) * r + 21213.794301586595867
    below = (below * r + 5394.1960214247511077) * r + 687.1870074920579083
    below = (below * r + 42.313330701600911252) * r + 1.0
    return q * above / below


@njit(cache=True, nogil=True, error_model="numpy")
def outer_normal(share):
    """AS 241 for the other shares (standard deviations)."""
    q = share - 0.5
    r = np.sqrt(-np.log(share if q < 0 else 1.0 - share))
    if r <= 5.0:
        r -= 1.6
        above = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
        above = (above * r + 0.24178072517745061177) * r + 1.27045825245236838258
        above = (above * r + 3.64784832476320460504) * r + 5.7694972214606914055
        above = (above * r + 4.6303378461565452959) * r + 1.42343711074968357734
        below = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
        below = (below * r + 0.0151986665636164571966) * r + 0.14810397642748007459
        below = (below * r + 0.68976733498510000455) * r + 1.6763848301838038494
        below = (below * r + 2.05319162663775882187) * r + 1.0
    else:
        r -= 5.0
        above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        above = (above * r + 0.0012426609473880784386) * r + 0.026532189526576123093
        above = (above * r + 0.29656057182850489123) * r + 1.7848265399172913358
        above = (above * r + 5.4637849111641143699) * r + 6.6579046435011037772
        below = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
        below = (below * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4
        below = (below * r + 0.0148753612908506148525) * r + 0.13692988092273580531
        below = (below * r + 0.59983220655588793769) * r + 1.0
    return -above / below if q < 0 else above / below


@njit(cache=True, nogil=True, error_model="numpy")
def standard_normal(share):
    """The standard normal quantile of a share (standard deviations), AS 241, relative error about 1e-16."""
    q = share - 0.5
    return middle_normal(q) if abs(q) <= 0.425 else outer_normal(share)


@njit(cache=True, nogil=True, error_model="numpy")
def standard_normals(shares):
    """Shares (0-1) turned in place into their standard normal quantiles: `standard_normal` of each, middle in step."""
    piece, outer = np.empty(512), np.empty(512, np.int64)
    for first in range(0, len(shares), len(piece)):
        part = shares[first : first + len(piece)]
        for step in range(len(part)):
            piece[step] = middle_normal(part[step] - 0.5)
        found = 0
        for step in range(len(part)):
            outer[found] = step
            found += abs(part[step] - 0.5) > 0.425
        for place in range(found):
            piece[outer[place]] = outer_normal(part[outer[place]])
        for step in range(len(part)):
            part[step] = piece[step]


@njit(cache=True, nogil=True)
def draw_all(uids, key, out):
    """The uniform draw of every identity (share), a plain loop that the processor does several at a time."""
    for row in range(len(uids)):
        out[row] = drawn(uids[row], key)


@vectorize(cache=True)
def _uniform_pair(uid, other, key):
    return drawn_pair(uid, other, key)


def stirred(word: int) -> int:
    """`mix` on a Python integer (a 64-bit word)."""
    word = (word + GOLDEN) & WORD
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & WORD
    return word ^ (word >> 31)


@lru_cache(maxsize=4096)
def purpose_word(purpose: str) -> int:
    """The first eight bytes of a purpose's SHA-256, big-endian (a 64-bit word)."""
    return int.from_bytes(sha256(purpose.encode("utf-8")).digest()[:8], "big")


@lru_cache(maxsize=16384)
def key(seed: int, purpose: str, quarter: int) -> np.uint64:
    """The key of all draws of one purpose in one quarter of one seed (a 64-bit word)."""
    word = stirred(stirred(int(seed) & WORD) ^ purpose_word(purpose))
    return np.uint64(stirred(word ^ (int(quarter) & WORD)))


def _identities(uid):
    return np.asarray(uid, dtype=np.int64)


def _numbers(values):
    return np.asarray(values, dtype=np.float64)


class Draws:
    """All draws of one seed. `still=True` is the world without luck: everything at its median or its mean.

    Arrays of uids give arrays, a single uid gives a number; uid, other, probability and amounts broadcast.
    """

    __slots__ = ("seed", "still")

    def __init__(self, seed: int, still: bool = False):
        self.seed = int(seed)
        self.still = bool(still)

    def __repr__(self) -> str:
        return f"Draws(seed={self.seed}, still={self.still})"

    def uniform(self, purpose: str, quarter: int, uid, other=None):
        """Uniform draws in the open interval (0, 1) (share)."""
        if self.still:
            return self._constant(0.5, uid, other)
        word = key(self.seed, purpose, quarter)
        if other is not None:
            return _uniform_pair(_identities(uid), _identities(other), word)
        uids = _identities(uid)
        out = np.empty(uids.shape)
        draw_all(uids.ravel(), word, out.ravel())
        return out[()]

    def normal(self, purpose: str, quarter: int, uid, other=None):
        """Standard normal draws (standard deviations)."""
        if self.still:
            return self._constant(0.0, uid, other)
        shares = np.asarray(self.uniform(purpose, quarter, uid, other))
        standard_normals(shares.ravel(order="K"))
        return shares[()]

    def occurs(self, purpose: str, quarter: int, uid, probability):
        """Whether it happens (true or false), with the given probability; still: where it is likelier than not."""
        if self.still:
            return np.broadcast_arrays(_numbers(probability) > 0.5, _identities(uid))[0].copy()[()]
        return self.uniform(purpose, quarter, uid) < _numbers(probability)

    def share(self, purpose: str, quarter: int, uid, probability):
        """The part to which it happens (0 or 1) with the given probability; still: the probability itself."""
        if self.still:
            return np.broadcast_arrays(_numbers(probability), _identities(uid))[0].copy()[()]
        return np.multiply(self.uniform(purpose, quarter, uid) < _numbers(probability), 1.0)

    def whole(self, purpose: str, quarter: int, uid, amounts):
        """Amounts rounded up or down by chance, right on average (whole numbers); still: the amounts themselves."""
        if self.still:
            return np.broadcast_arrays(_numbers(amounts), _identities(uid))[0].copy()[()]
        amounts = _numbers(amounts)
        down = np.floor(amounts)
        return down + (self.uniform(purpose, quarter, uid) < amounts - down)

    @staticmethod
    def best_of(uniforms, weight):
        """The best of `weight` uniform draws (share), given one: a row of weight w stands for w firms."""
        return np.power(uniforms, 1.0 / _numbers(weight))

    @staticmethod
    def _constant(value: float, uid, other):
        shape = np.broadcast_shapes(np.shape(uid), () if other is None else np.shape(other))
        return np.full(shape, value)[()]
