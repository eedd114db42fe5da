"""Simple scores of pairs of texts, to measure the ranker against. They see whole sets at once, which a score of one pair cannot."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.ml.metrics import Values, ranks

_TERM = re.compile(r"\b\w\w+\b")


def terms(text: str) -> Counter[str]:
    """Words of two letters and more, and pairs of neighbouring ones, with how often they occur."""
    words = _TERM.findall(text.lower())
    return Counter([*words, *(f"{a} {b}" for a, b in zip(words, words[1:], strict=False))])


def tfidf(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
    """Cosines (left, right) of words and pairs of words, weighed by (1 + log n) x (1 + log((1 + N) / (1 + df))), fitted on
    all these texts (the usual smoothed TF-IDF with sublinear counts)."""
    counted = [terms(text) for text in (*left, *right)]
    spread = Counter(term for one in counted for term in one)
    rarity = {term: 1 + math.log((1 + len(counted)) / (1 + df)) for term, df in spread.items()}
    weighed = [{term: (1 + math.log(n)) * rarity[term] for term, n in one.items()} for one in counted]
    lengths = np.array([math.sqrt(sum(weight * weight for weight in one.values())) for one in weighed])
    both = {term for one in weighed[: len(left)] for term in one} & {
        term for one in weighed[len(left) :] for term in one
    }
    column = {term: number for number, term in enumerate(sorted(both))}
    rows = np.zeros((len(counted), len(column)))
    for number, one in enumerate(weighed):
        for term in one.keys() & column.keys():
            rows[number, column[term]] = one[term]
    rows /= np.maximum(lengths, 1e-12)[:, None]
    return np.asarray(rows[: len(left)] @ rows[len(left) :].T)


def shares(mine: Sequence[frozenset[str]], asked: Sequence[frozenset[str]]) -> tuple[Values, Values]:
    """Coverage |both| / |asked| and Jaccard |both| / |either| of each pair of sets; 0 where nothing is named."""
    both = np.array([len(a & b) for a, b in zip(mine, asked, strict=True)], np.float64)
    wanted = np.array([len(b) for b in asked], np.float64)
    either = np.array([len(a | b) for a, b in zip(mine, asked, strict=True)], np.float64)
    return both / np.maximum(wanted, 1), both / np.maximum(either, 1)


def mean_rank(signals: Sequence[Values]) -> Values:
    """The mean of the ranks of some signals over one set of pairs, 0 to 1."""
    return np.asarray(np.mean([ranks(one) / max(len(one), 1) for one in signals], axis=0), np.float64)
