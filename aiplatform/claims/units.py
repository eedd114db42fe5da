"""Units of figures: currencies, measures, periods, fractions, factors; read from lexicon.toml. Pure."""

from __future__ import annotations

from aiplatform.claims.words import lexicon


def _pairs(key: str) -> list[list[str]]:
    return [pair.split(":") for pair in lexicon()["units"][key].split()]


CURRENCIES: dict[str, str] = dict(_pairs("currencies"))
# name: (dimension, factor)
MEASURES: dict[str, tuple[str, float]] = {word: (base, float(factor)) for word, base, factor in _pairs("measures")}
PERIODS: dict[str, str] = dict(_pairs("periods"))
FRACTIONS: dict[str, float] = {word: float(share) for word, share in _pairs("fractions")}
FACTORS: dict[str, float] = {word: float(factor) for word, factor in _pairs("factors")}
VAGUE: dict[str, tuple[float, float]] = {word: (float(low), float(high)) for word, low, high in _pairs("vague")}
HALVED = frozenset({"halved", "halving", "halves", "halve"})
GLUED = {"k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9}
