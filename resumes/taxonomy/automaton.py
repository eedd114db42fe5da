"""Finding every spelling of the list in a text, with the word boundaries that skills need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import ahocorasick_rs

from resumes.taxonomy.store import NEVER, Pattern, Store

_SHORT = re.compile(r"[a-z0-9]{1,3}[+#]{0,2}")
_TOKEN = re.compile(r"[a-z0-9]+[+#]{0,2}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST_SHORT = 5
_PREFIX = 12


class Hit(NamedTuple):
    """A spelling found at `[start, end)` of the matching form."""

    start: int
    end: int
    pattern: Pattern


class Automaton:
    """All spellings: long ones through Aho-Corasick, those of up to three letters by whole words (they would match everywhere)."""

    def __init__(self, store: Store) -> None:
        forms = [form for form in store.patterns if store.mode(form) != NEVER]
        self._short = {
            form: store.pattern(form) for form in forms if len(form) <= _LONGEST_SHORT and _SHORT.fullmatch(form)
        }
        # A long phrase is searched by its beginning and then compared: the automaton is made in a third of the time.
        self._starting: dict[str, list[str]] = {}
        for form in forms:
            if form not in self._short:
                self._starting.setdefault(form[:_PREFIX], []).append(form)
        self._store = store
        self._prefixes = list(self._starting)
        self._search = ahocorasick_rs.AhoCorasick(
            self._prefixes, implementation=ahocorasick_rs.Implementation.NoncontiguousNFA, store_patterns=False
        )

    def hits(self, text: str) -> Iterator[Hit]:
        """Every spelling of the list in a matching form, overlapping ones too, each a whole word or phrase."""
        searched = _SURROGATE.sub("\ufffd", text)  # the search encodes its text; the places stay
        for index, start, _ in self._search.find_matches_as_indexes(searched, overlapping=True):
            if start and text[start - 1].isalnum() and (text[start].isalnum() or text[start] == "."):
                continue
            for form in self._starting[self._prefixes[index]]:
                end = start + len(form)
                if text.startswith(form, start):
                    stop = self._word_end(text, end, form)
                    if stop:
                        yield Hit(start, stop, self._store.pattern(form))
        for found in _TOKEN.finditer(text):
            if found.end() - found.start() <= _LONGEST_SHORT:
                hit = self._short_hit(text, found.start(), found.end())
                if hit is not None:
                    yield hit

    def _word_end(self, text: str, end: int, form: str) -> int | None:
        """End of a form that ends a word at `end`, with its plural ending; None inside a word."""
        if end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum()):
            return end
        counts_many = not self._store.mode(form) and self._store.is_knowledge(form)
        return plural_end(text, end) if counts_many else None

    def _short_hit(self, text: str, start: int, end: int) -> Hit | None:
        token = text[start:end]
        pattern = self._short.get(token)
        if pattern is None and token[-1] == "s" and len(token) == 4:
            pattern = self._short.get(token[:-1])
        if pattern is None and token[-1] in "+#":
            token = token.rstrip("+#")
            end = start + len(token)
            pattern = self._short.get(token) if len(token) > 2 else None
        if pattern is None or not _stands_alone(text, start, end):
            return None
        return Hit(start, end, pattern)


def plural_end(text: str, end: int) -> int | None:
    """End of the word when only a plural ending follows `text[:end]`, else None."""
    for ending in ("s", "es"):
        stop = end + len(ending)
        if text.startswith(ending, end) and not (stop < len(text) and text[stop].isalnum()):
            if ending == "s" and text[end - 1] == "s":
                continue
            return stop
    return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a short word is no part of a symbol, a contraction, a domain or an initialism (`don't`, `R&D`, `.js`, `e.g.`)."""
    if start and text[start - 1] in ".'&@#$\\":
        return False
    follow = text[end : end + 2]
    if not follow:
        return True
    if follow[0] in "'&@$\\":
        return False
    return not (follow[0] == "." and len(follow) > 1 and follow[1].isalnum())
