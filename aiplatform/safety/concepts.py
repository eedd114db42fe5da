"""The vocabulary of instructions to a machine reader, as concepts: what a sentence talks about, in six languages.

A sentence is reduced to the concepts it names, so that a model trained on few sentences meets the same features in
words it never saw. Patterns are lower-case, without accents; `*` ends a stem; words of a phrase
follow each other directly.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "concepts.txt"
_TOKEN = re.compile(r"[^\W_]+(?:['._@-]+[^\W_]+)*")
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
            blocks[concept] = ""
        elif concept:
            blocks[concept] += f" {line}"
    return blocks


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, list[_Phrase]], dict[str, list[_Phrase]], int]:
    """Phrases by their exact first word, and by the stem of their first word; the length of the longest stem."""
    exact: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    for concept, words in _concepts().items():
        for phrase in sorted({phrase.strip() for phrase in words.split(",") if phrase.strip()}):
            tokens = tuple(_TOKEN.findall(phrase))
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


def words_of(folded: str) -> list[re.Match[str]]:
    """The words of a folded sentence, in order."""
    return list(_TOKEN.finditer(folded))


def mentions(words: list[re.Match[str]]) -> list[Mention]:
    """Every concept named by these words, in order of place."""
    exact, stems, longest = _index()
    found = []
    for at, word in enumerate(words):
        text = word.group()
        candidates = list(exact.get(text, ()))
        for size in range(2, min(len(text), longest) + 1):
            candidates += stems.get(text[:size], ())
        for tokens, concept in candidates:
            if _fits(tokens, words, at):
                found.append(Mention(concept, word.start(), words[at + len(tokens) - 1].end(), at))
    return found


def fold(text: str) -> str:
    """Lower case, accents and typographic quotes removed; the length may change."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("ß", "ss"))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()
