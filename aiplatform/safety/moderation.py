"""What no answer of a model may hold: hate, sexual content, threats, words that drive somebody to harm themselves. Pure.

A policy of patterns with a reason each (data/moderation.toml), the same for everybody and without a network. It judges words, not
what is meant: a quotation counts as much as an assertion, and what no pattern names is not found.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from aiplatform.safety.characters import CONFUSABLE, is_invisible

KINDS = ("hate", "sexual", "threat", "self_harm")
_LOOKS = str.maketrans({**CONFUSABLE, "’": "'", "‘": "'"})
# Digits and signs in the place of letters, inside a word only: "3,000" and "$5" stay what they are.
_SIGNS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_WORD = re.compile(r"(?<![\w@$!])[^\W\d_]+[0134571@$!]+[^\W_]*[^\W\d_](?![\w@$!])")


@dataclass(frozen=True)
class Moderated:
    """Why a text is to be withheld (kinds; empty: it is not), and what is put on record of the looking."""

    reasons: tuple[str, ...]
    record: Mapping[str, Any]


Moderate = Callable[[str], Moderated]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the policy."""

    kind: str
    why: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The policy; ValueError for a kind that is none."""
    data = tomllib.loads((files("aiplatform.safety") / "data" / "moderation.toml").read_text(encoding="utf-8"))
    found = tuple(Rule(row["kind"], row["why"], re.compile(row["pattern"])) for row in data["rule"])
    if wrong := [rule.kind for rule in found if rule.kind not in KINDS]:
        raise ValueError(f"The moderation policy names {wrong[0]!r}, which is no kind.")
    return found


def read(text: str) -> str:
    """The text as the patterns see it."""
    shown = "".join(char for char in text if not is_invisible(char))
    plain = unicodedata.normalize("NFKC", shown).translate(_LOOKS).lower()
    return " ".join(_WORD.sub(lambda found: found.group().translate(_SIGNS), plain).split())


def moderate(text: str) -> tuple[str, ...]:
    """The kinds that the text falls into, each once, in the order of KINDS."""
    plain = read(text)
    hit = {rule.kind for rule in rules() if rule.pattern.search(plain)}
    return tuple(kind for kind in KINDS if kind in hit)
