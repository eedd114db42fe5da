"""English verbs that open a resume point, in their forms. They decide wording findings only."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

_FILE = Path(__file__).parent / "data" / "verbs.txt"
_STARTS = re.compile(r"[^\w]*((?:[A-Za-z]+ly\s+)?)([A-Za-z]+(?:-[A-Za-z]+)?)")
Form = Literal["past", "present", "gerund", "other"]


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    """The word lists of the file, by block."""
    blocks: dict[str, list[str]] = {}
    words: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = blocks.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return blocks


def _past(base: str) -> set[str]:
    if base.endswith("e"):
        return {base + "d"}
    if base.endswith("y") and base[-2] not in "aeiou":
        return {base[:-1] + "ied"}
    return {base + "ed", base + base[-1] + "ed"}


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _gerund(base: str) -> set[str]:
    stem = base[:-1] if base.endswith("e") and base not in {"be", "see", "oversee"} else base
    return {stem + "ing", stem + stem[-1] + "ing"}


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Word to form; a word that is both past and base ("cut") counts as past."""
    table: dict[str, Form] = {}
    regular = _lists()["regular"]
    irregular = dict(pair.split(":") for pair in _lists()["irregular"])
    for base in [*regular, *irregular]:
        table.update(dict.fromkeys(_gerund(base), "gerund"))
        table[_third(base)] = "present"
        table[base] = "present"
    for base in regular:
        table.update(dict.fromkeys(_past(base), "past"))
    table.update(dict.fromkeys(irregular.values(), "past"))
    return table


def opening(bullet: str) -> tuple[str, Form]:
    """(first word in lower case, its form); an adverb before it is passed over; ("", "other") without a word."""
    match = _STARTS.match(bullet)
    if match is None:
        return "", "other"
    word = match[2].lower()
    bare = re.sub(r"^(?:co|re|pre|over|out)-", "", word)
    form = forms().get(word) or forms().get(bare)
    if form is None and re.fullmatch(r"[a-z-]{3,}ed", bare) and bare not in _lists()["not_verbs"]:
        form = "past"
    return word, form or "other"


def is_plain_present(word: str) -> bool:
    """True for base and third-person forms that are hardly ever nouns."""
    nouns = _lists()["noun_too"]
    return forms().get(word) == "present" and word not in nouns and word.removesuffix("s") not in nouns
