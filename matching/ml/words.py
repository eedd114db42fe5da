"""Words of a text as a weighted sparse vector that needs no corpus.

How telling a word is comes from its place in the encoder's vocabulary, which is ordered by frequency: rarity =
sqrt(log(1 + rank / 30)) as a share of the rarest (Zipf; Sparck Jones 1972 for inverse document frequency), squared, and
halved for the words that every posting uses (`common_words`). A word that the list lacks is stripped of its ending and stands
beside pieces of five letters, so that compounds and inflections of other languages meet ("Datenbankentwicklung",
"Datenbanken"). A word counts by the number of different lines it stands in, up to eight: saying it again in one line, or
repeating a line, changes nothing.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from matching.ml.common_words import EVERYDAY, STOP_WORDS
from matching.ml.types import Words

DATA = Path(__file__).resolve().parent.parent / "data" / "words.txt.gz"
MOST_LINES, EACH_LINE = 8, 1.3  # how a word in n lines weighs: 1 + EACH_LINE * log(min(n, MOST_LINES))
PIECE = 5
PIECE_SHARE = 0.5  # how much all pieces of a word weigh beside the word
RARE = 28_500  # the rank of a word that the list does not have
EVERYDAY_SHARE = 0.5  # of the weight of a word that every posting or resume uses
STUFFED = 4  # a word said so often in one line is listed or repeated there: the line does not count for it
LEAST_STOPS, CLEAR_SHARE = 8, 0.6  # stop words that tell a text's language, and the share that one language must have
_WORD = re.compile(r"[^\W_]+(?:[.+#][^\W_]*)*[+#]*")
_LINE = re.compile(r"\n+|(?<=[.;!?])\s+")
_ENDING = re.compile(r"(?:innen|erin|ern|en|er|em|es|e|n|in|s)$")
LEAST_STEM = 5
_STOPS = frozenset(word for words in STOP_WORDS.values() for word in words)


@cache
def _ranks() -> dict[str, int]:
    with gzip.open(DATA, "rt", encoding="utf-8") as handle:
        return {word.rstrip("\n"): rank for rank, word in enumerate(handle, start=1)}


def tokens(text: str) -> list[str]:
    """Lower-case words, plural s removed, marks of C++, C#, Node.js kept."""
    found = []
    for match in _WORD.findall(text.lower()):
        word = match.strip(".")
        if len(word) > 3 and word.isalpha() and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        if len(word) > 1 or word in ("c", "r"):
            found.append(word)
    return found


@lru_cache(maxsize=100_000)
def weight(word: str) -> float:
    """How telling a word is, from 0.05 to 1."""
    if word in _STOPS:
        return 0.05
    ranks = _ranks()
    rank = min(ranks.get(word, RARE), ranks.get(word + "s", RARE))
    return math.sqrt(math.log1p(rank / 30) / math.log1p(RARE / 30))


@lru_cache(maxsize=100_000)
def telling(word: str) -> float:
    """The weight of a word in a vector: the square of its rarity, halved where every posting uses it."""
    return weight(word) ** 2 * (EVERYDAY_SHARE if word in EVERYDAY else 1.0)


def stem(word: str) -> str:
    """A word that the list lacks without the commonest endings of German; any other word as it is."""
    if not word.isalpha() or word in EVERYDAY or word in _ranks() or len(word) <= LEAST_STEM:
        return word
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= LEAST_STEM else word


def word_id(word: str) -> int:
    """The number that stands for a word."""
    return zlib.crc32(stem(word).encode())


@lru_cache(maxsize=100_000)
def _features(word: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Hashed ids and weights of a word and, where the list lacks it, of its pieces."""
    own, base = telling(word), stem(word)
    ids, weights = [zlib.crc32(base.encode())], [own]
    if len(base) > PIECE and base.isalpha() and base not in _ranks() and base not in EVERYDAY:
        framed = f"^{base}$"
        pieces = sorted({framed[i : i + PIECE] for i in range(len(framed) - PIECE + 1)})
        ids += [zlib.crc32(f"~{piece}".encode()) for piece in pieces]
        weights += [PIECE_SHARE * own / math.sqrt(len(pieces))] * len(pieces)
    return tuple(ids), tuple(weights)


def language(text: str) -> str:
    """The language of a text by its stop words (en, de, fr, es, nl, it, pt); empty where they do not tell."""
    said = tokens(text)
    counts = {name: sum(word in words for word in said) for name, words in STOP_WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    clear = counts[best] >= max(LEAST_STOPS, CLEAR_SHARE * sum(counts.values()))
    return best if clear else ""


def different_lines(text: str) -> Iterator[list[str]]:
    """The words of each line or sentence, without those that only repeat an earlier one."""
    seen: set[tuple[str, ...]] = set()
    for line in _LINE.split(text):
        words = tokens(line)
        key = tuple(sorted(set(words)))
        if words and key not in seen:
            seen.add(key)
            yield words


def line_counts(text: str) -> dict[str, int]:
    """For each word the number of different lines that say it (not counting lines stuffed with it), at least 1."""
    counts: dict[str, int] = {}
    for words in different_lines(text):
        for word, often in Counter(words).items():
            counts[word] = counts.get(word, 0) + (often < STUFFED)
    return {word: max(count, 1) for word, count in counts.items()}


def word_vector(text: str) -> Words:
    """The weighted words of a text, of unit length; a text without words gives empty arrays."""
    totals: dict[int, float] = {}
    for word, count in line_counts(text).items():
        often = 1 + EACH_LINE * math.log(min(count, MOST_LINES))
        for number, share in zip(*_features(word), strict=True):
            totals[number] = totals.get(number, 0.0) + share * often
    ids = np.fromiter(sorted(totals), np.uint32, len(totals))
    values = np.array([totals[int(number)] for number in ids], np.float64)
    length = float(np.sqrt((values * values).sum())) or 1.0
    return Words(ids, (values / length).astype(np.float32), language(text))


def title_words(title: str) -> Words:
    """The words of a title with their shares of what it tells (they sum to 1, pieces are left out)."""
    shares: dict[int, float] = {}
    for word in dict.fromkeys(tokens(title)):
        shares[word_id(word)] = telling(word)
    ids = np.fromiter(sorted(shares), np.uint32, len(shares))
    values = np.array([shares[int(number)] for number in ids], np.float64)
    return Words(ids, (values / max(float(values.sum()), 1e-9)).astype(np.float32))
