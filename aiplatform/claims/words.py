"""Texts as tokens and stems, in one spelling for both sides; offsets lead back to the text as given. Pure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiplatform.safety.characters import readable

_WORD = re.compile(r"\.?[^\W_]+(?:[.&'\u2019-](?=[^\W_])[^\W_]+)*(?:\+\+|#|\+(?![\w]))?")
_INFLECTIONS = ("ings", "ing", "ied", "ies", "ed", "es", "s")
_SUFFIXES = (
    "ization", "isation", "ation", "ator", "ment", "tion", "sion", "ion", "ive", "ance", "ence", "ize", "ise", "iz", "is", "ate", "at",
    "er", "or", "al", "ly", "y", "e", "i",
)  # fmt: skip
SHORTEST_STEM = 3


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    """The shipped word lists (lexicon.toml)."""
    with (Path(__file__).parent / "lexicon.toml").open("rb") as handle:
        return tomllib.load(handle)


@lru_cache(maxsize=64)
def words_of(*path: str) -> frozenset[str]:
    """A list of the lexicon as lower-case words or phrases, separated by commas or line ends."""
    value: Any = lexicon()
    for key in path:
        value = value[key]
    return frozenset(word.strip() for word in value.replace("\n", ",").split(",") if word.strip())


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as a machine takes it (NFKC, digits of every script as 0-9, nothing invisible) with the way back."""

    text: str
    lower: str
    index: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text behind characters start..end."""
        if end <= start:
            return self.index[start], self.index[start]
        return self.index[start], self.index[end - 1] + 1


def _char(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return {
        "\u066b": ".", "\u066c": ",", "\u066a": "%", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-",
        "\u2212": "-", "\u00d7": "x", "\u2044": "/",
    }.get(char, char)  # fmt: skip


def _plain(char: str) -> str:
    """Lower case without accent, one character for one."""
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> Folded:
    """The folded text: one character of `lower` for each of `text`."""
    view = readable(text)
    chars = "".join(_char(char) for char in view.text)
    lower = chars.lower() if chars.isascii() else "".join(map(_plain, chars))
    return Folded(chars, lower, view.index)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude English stem of a lower-case word, the same for its inflections and near derivations."""
    word = irregular().get(word, word)
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) <= SHORTEST_STEM or not word.isalpha() or word in _whole():
        return word
    for suffixes in (_INFLECTIONS, _SUFFIXES, ("e",)):
        for suffix in suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
                word = word[: -len(suffix)]
                break
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "ls" else word


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    return frozenset(lexicon()["words"]["whole"].split())


@lru_cache(maxsize=1)
def irregular() -> dict[str, str]:
    """Irregular verb form to its base."""
    pairs = (pair.split(":") for pair in lexicon()["words"]["irregular"].split())
    return {form: base for base, forms in pairs for form in forms.split("/")}


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    """Stem to the name of its class of words that say the same."""
    table: dict[str, str] = {}
    for line in lexicon()["words"]["same"].strip().splitlines():
        members = line.split()
        for member in members:
            table.setdefault(stem(member), f"={stem(members[0])}")
    return table


@lru_cache(maxsize=20_000)
def concept(word: str) -> str:
    """The stem of a word, or the class of words that say the same as it."""
    found = stem(word)
    return _classes().get(found, found)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a folded text: `lower` has no accents, `written` its case."""

    start: int
    end: int
    lower: str
    written: str

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name is: a capital anywhere, or a leading dot (.NET)."""
        return any(char.isupper() for char in self.written) or self.written[0] == "."


def tokens(folded: Folded, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and numbers between two places; a full stop before a word belongs to it only in names such as .NET."""
    found = []
    stop = len(folded.text) if end is None else end
    for match in _WORD.finditer(folded.text, start, stop):
        at = match.start()
        if match[0][0] == "." and not (match[0][1:2].isupper() and (at == 0 or folded.text[at - 1] in " (/,")):
            at += 1
        if at < match.end():
            found.append(Token(at, match.end(), folded.lower[at : match.end()], folded.text[at : match.end()]))
    return found


_HUMPS = re.compile(r"[A-Z][a-z]{4,}")


def humps(token: Token) -> list[str]:
    """The words of a name written as one (LogisticRegression), each of five letters or more, in lower case; else none."""
    found = _HUMPS.findall(token.written)
    return [word.lower() for word in found] if len(found) > 1 and "".join(found) == token.written else []


def parts(word: str) -> list[str]:
    """A word and, for one with hyphens, its parts and its joined form."""
    if "-" not in word:
        return [word]
    return [word, word.replace("-", ""), *word.split("-")]


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that carry no claim."""
    return frozenset(lexicon()["words"]["stop"].split())


def concepts(folded: Folded, start: int = 0, end: int | None = None) -> list[str]:
    """The concepts of the content words of a stretch, in order; numbers are left out."""
    found: list[str] = []
    for token in tokens(folded, start, end):
        for part in parts(token.lower) if "-" in token.lower else [token.lower]:
            if part not in stop_words() and not part[0].isdigit() and len(part) > 1:
                found.append(concept(part))
        found += [concept(part) for part in humps(token)]
    return found
