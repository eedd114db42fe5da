"""The vocabulary of instructions to a machine reader, as concepts: what a sentence talks about, in fifteen languages.

A sentence is reduced to the concepts it names, so that a model trained on few sentences meets the same features in
words it never saw. Patterns are folded as texts are; `*` ends a stem; words of a phrase follow each other directly. Chinese
and Japanese put no spaces: there the listed words are taken first, the longest at each place, and what is left by characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "concepts.txt"
# Letters that no accent explains.
_LETTERS = str.maketrans({"\u2019": "'", "ß": "ss", "ł": "l", "Ł": "L", "ı": "i"})
# Han characters and kana, which need no space between words.
_DENSE = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SPACED = rf"(?:(?![{_DENSE}])[^\W_])+"
_TOKEN = re.compile(rf"{_SPACED}(?:['._@-]+{_SPACED})*|[{_DENSE}]")
# Phrases of this block only look like a concept ("disregard for rules was zero"): what begins with them names none.
_PLAIN = "PLAIN"
_Phrase = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named at characters start..end of the folded sentence; `word` is the number of its first word."""

    concept: str
    start: int
    end: int
    word: int


def _concepts() -> dict[str, str]:
    """The comma-separated phrases of each concept."""
    blocks: dict[str, str] = {}
    concept = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            concept = line.strip("[]")
            blocks[concept] = f"{blocks.get(concept, '')},"
        elif concept and not line.startswith("#"):
            blocks[concept] += f" {fold(line)}"
    return blocks


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, list[_Phrase]], dict[str, list[_Phrase]], int]:
    """Phrases by their exact first word, and by the stem of their first word; the length of the longest stem."""
    exact: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    for concept, words in _concepts().items():
        for phrase in sorted({phrase.strip() for phrase in words.split(",") if phrase.strip()}):
            tokens = tuple(word[0] for word in words_of(phrase))
            if phrase.endswith("*"):
                tokens = (*tokens[:-1], tokens[-1] + "*")
            table, key = (stems, tokens[0][:-1]) if tokens[0].endswith("*") else (exact, tokens[0])
            table.setdefault(key, []).append((tokens, concept))
    return exact, stems, max(map(len, stems))


def _fits(tokens: tuple[str, ...], words: list[re.Match[str]], at: int) -> bool:
    if at + len(tokens) > len(words):
        return False
    for token, word in zip(tokens[1:], words[at + 1 :], strict=False):
        text = word.group()
        if not (text.startswith(token[:-1]) if token.endswith("*") else text == token):
            return False
    return True


@lru_cache(maxsize=1)
def _dense_words() -> re.Pattern[str]:
    """Tokens with the listed Chinese and Japanese words whole, longest first."""
    listed = {word for words in _concepts().values() for word in re.findall(rf"[{_DENSE}]{{2,}}", words)}
    return re.compile("|".join([*sorted(listed, key=lambda word: (-len(word), word)), _TOKEN.pattern]))


def words_of(folded: str) -> list[re.Match[str]]:
    """The words of a folded sentence, in order."""
    return list((_TOKEN if folded.isascii() else _dense_words()).finditer(folded))


def mentions(words: list[re.Match[str]]) -> list[Mention]:
    """Every concept named by these words, in order of place."""
    exact, stems, longest = _index()
    found = []
    for at, word in enumerate(words):
        text = word.group()
        candidates = list(exact.get(text, ()))
        for size in range(2, min(len(text), longest) + 1):
            candidates += stems.get(text[:size], ())
        fitting = [(tokens, concept) for tokens, concept in candidates if _fits(tokens, words, at)]
        if any(concept == _PLAIN for _, concept in fitting):
            continue
        for tokens, concept in fitting:
            found.append(Mention(concept, word.start(), words[at + len(tokens) - 1].end(), at))
    return found


def fold(text: str) -> str:
    """Lower case, accents and typographic quotes removed; the length may change."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()
