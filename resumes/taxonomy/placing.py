"""Placing ESCO terms in our groups: by word stems of the group in their label, then by the words they share with terms placed so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from resumes.taxonomy.curated import GroupRule
from resumes.taxonomy.sources import EscoTerm

_WORD = re.compile(r"[a-z]{3,}")
_SMOOTHING = 0.1
_STEM_BONUS = 4.0  # log odds: a stem in the label outweighs about two typical words of the description


def _stem_counts(label: str, rules: Sequence[GroupRule]) -> list[float]:
    text = f" {label.lower()}"
    # A longer stem says more than a short one; eight letters are a usual word.
    return [sum(len(stem) / 8 for stem in rule.stems if f" {stem}" in text or f"-{stem}" in text) for rule in rules]


def place(terms: Sequence[EscoTerm], rules: Sequence[GroupRule]) -> list[str]:
    """Group key of each term; deterministic."""
    if not terms:
        return []
    stems = np.array([_stem_counts(term.label, rules) for term in terms])
    best = np.sort(stems, axis=1)
    clear = (best[:, -1] > 0) & (best[:, -1] > best[:, -2])
    seeds = np.where(clear, stems.argmax(axis=1), -1)
    bags = [
        Counter(_WORD.findall(f"{t.label} {t.label} {' '.join(t.aliases)} {t.unsplit} {t.description}".lower()))
        for t in terms
    ]
    vocabulary = {word: i for i, word in enumerate(sorted({w for bag in bags for w in bag}))}
    counts = np.zeros((len(vocabulary), len(rules)))
    for bag, seed in zip(bags, seeds, strict=True):
        if seed >= 0:
            for word in bag:
                counts[vocabulary[word], seed] += 1
    weights = np.log((counts + _SMOOTHING) / (counts.sum(axis=0) + _SMOOTHING * len(vocabulary)))
    weights -= weights.mean(axis=1, keepdims=True)
    placed: list[str] = []
    for bag, hits in zip(bags, stems, strict=True):
        score = sum((weights[vocabulary[word]] for word in bag), np.zeros(len(rules))) / max(1.0, len(bag) ** 0.5)
        placed.append(rules[int((score + _STEM_BONUS * hits).argmax())].group.key)
    return placed
