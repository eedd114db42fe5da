"""Words of a text as a weighted sparse vector that needs no corpus.

How telling a word is comes from its place in the encoder's vocabulary, which is ordered by frequency: weight =
sqrt(log(1 + rank / 30)), the square root because resumes and postings repeat what matters (Zipf; Sparck Jones 1972 for
inverse document frequency). Pieces of five letters stand beside longer words, so that compounds and inflections
of other languages meet ("Datenbankentwicklung", "Datenbank"). A word counts by the number of different lines it stands
in, up to four: saying it again in one line, or repeating a line, changes nothing.
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

from matching.ml.types import Words

DATA = Path(__file__).resolve().parent.parent / "data" / "words.txt.gz"
MOST_LINES = 4
PIECE = 5
PIECE_SHARE = 0.7  # how much all pieces of a word weigh beside the word
RARE = 28_500  # the rank of a word that the list does not have
STUFFED = 4  # a word said so often in one line is listed or repeated there: the line does not count for it
_WORD = re.compile(r"[^\W_]+(?:[.+#][^\W_]*)*[+#]*")
_LINE = re.compile(r"\n+|(?<=[.;!?])\s+")
# The list knows English; these are the commonest words of German, French, Spanish, Dutch, Italian and Portuguese.
_COMMON_TEXT = """
der die das und in zu den mit von für auf ist im ein eine als auch es an werden aus er hat dass sie nach wird bei einer um
am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich wir sich
nicht des dem unter sowie bzw ihre ihr unsere unser sehr alle diese dieser dieses kann können zwischen gegen ohne
le la les de des du un une et est en que qui dans pour sur pas avec ce son il au aux par plus ou nous vous votre nos
el los las y a del se por con no una su para al lo como o sus es
het een en van ik te dat die is op aan met voor zijn er maar om ook als wij je onze
il di che la per non una sono gli nel alla con del della dei e i
o os as um uma do da dos das em no na nos nas ao com por para
"""
_COMMON = frozenset(_COMMON_TEXT.split())


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
    if word in _COMMON:
        return 0.05
    ranks = _ranks()
    rank = min(ranks.get(word, RARE), ranks.get(word + "s", RARE))
    return math.sqrt(math.log1p(rank / 30) / math.log1p(RARE / 30))


@lru_cache(maxsize=100_000)
def _features(word: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Hashed ids and weights of a word and of its pieces."""
    own = weight(word)
    ids, weights = [zlib.crc32(word.encode())], [own]
    if len(word) > PIECE:
        framed = f"^{word}$"
        pieces = sorted({framed[i : i + PIECE] for i in range(len(framed) - PIECE + 1)})
        ids += [zlib.crc32(f"~{piece}".encode()) for piece in pieces]
        weights += [PIECE_SHARE * own / math.sqrt(len(pieces))] * len(pieces)
    return tuple(ids), tuple(weights)


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
        often = 1 + math.log(min(count, MOST_LINES))
        for number, share in zip(*_features(word), strict=True):
            totals[number] = totals.get(number, 0.0) + share * often
    ids = np.fromiter(sorted(totals), np.uint32, len(totals))
    values = np.array([totals[int(number)] for number in ids], np.float64)
    length = float(np.sqrt((values * values).sum())) or 1.0
    return Words(ids, (values / length).astype(np.float32))
