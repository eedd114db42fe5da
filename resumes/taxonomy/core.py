"""The taxonomy: recognise skills in a text, look terms up, follow what they imply, and compare them by hierarchy."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from functools import cache

from resumes.taxonomy.automaton import Automaton, Hit
from resumes.taxonomy.context import Context, surely_named
from resumes.taxonomy.denial import denied
from resumes.taxonomy.normalise import Normalised, normalise, normalise_term
from resumes.taxonomy.store import AMBIGUOUS, EXACT, NAMED, Store, active, first_line, load
from resumes.taxonomy.types import Group, SkillSpan, SkillTerm

# How alike two terms are that only share a place in the hierarchy. A group holds tools that do the same work, a domain
# terms of one trade; a general group says nothing.
SAME_GROUP, SAME_DOMAIN, IMPLIED = 0.5, 0.2, 0.75
GENERAL_DOMAIN = "general"


class Taxonomy:
    """Immutable after construction; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._automaton = Automaton(store)
        self._closures: dict[str, frozenset[str]] = {}

    @property
    def version(self) -> str:
        """Changes whenever the shipped terms change."""
        return self._store.version

    def recognise(self, text: str) -> list[SkillSpan]:
        """Skills that a text names, in order, without overlaps, the longest spelling winning; offsets count characters of `text`.

        A name that its own clause denies ("no experience with Docker") is left out.
        Only what the list holds; `resumes.taxonomy.extract` adds hard skills that the list lacks.
        """
        norm = normalise(text)
        firm: list[Hit] = []
        doubtful: list[Hit] = []
        for hit in self._automaton.hits(norm.text):
            mode = hit.pattern.mode
            if mode == AMBIGUOUS or (mode == NAMED and not surely_named(text, *norm.span(hit.start, hit.end), hit)):
                doubtful.append(hit)
            elif mode != EXACT or self._as_written(text, norm, hit):
                firm.append(hit)
        kept = longest(firm)
        if doubtful:
            context = Context(text, norm, kept, doubtful, self._store.domain)
            kept = longest([*kept, *context.accepted(doubtful)])
        no = denied(norm.text, [(hit.start, hit.end) for hit in kept])
        if no:
            kept = [hit for index, hit in enumerate(kept) if index not in no]
        return [self._span(text, norm, hit) for hit in kept]

    @staticmethod
    def _as_written(text: str, norm: Normalised, hit: Hit) -> bool:
        start, end = norm.span(hit.start, hit.end)
        written = hit.pattern.written
        return text[start:end] == written or (written.isupper() and text[start:end] == written + "s")

    def _span(self, text: str, norm: Normalised, hit: Hit) -> SkillSpan:
        start, end = norm.span(hit.start, hit.end)
        term = self._store.term(hit.pattern.row)
        return SkillSpan(term.key, term.label, term.esco_uri, text[start:end], start, end, term.kind)

    def skill(self, key: str) -> SkillTerm:
        """The term of a key; raises `KeyError` for an unknown one."""
        return self._store.term(self._store.index[key])

    def __contains__(self, key: object) -> bool:
        return key in self._store.index

    def __len__(self) -> int:
        return len(self._store.rows)

    def all(self) -> Iterable[SkillTerm]:
        """Every term, curated ones first, in the order of the shipped list."""
        return (self._store.term(row) for row in range(len(self._store.rows)))

    def groups(self) -> tuple[Group, ...]:
        """The groups of our hierarchy, each with its domain."""
        return tuple(self._store.groups.values())

    def lookup(self, label: str) -> SkillTerm | None:
        """The term with this label or alias (any case, hyphens or spaces, a qualifier in brackets or none), else None."""
        form = normalise_term(label)
        row = self._store.patterns.get(form)
        if row is None and len(form) > 3 and form.endswith("s"):
            row = self._store.patterns.get(form[:-1])
        if row is None and form.endswith(")"):
            row = self._store.patterns.get(form.rpartition("(")[0].strip())
        return None if row is None else self._store.term(row)

    def implied(self, keys: Iterable[str]) -> set[str]:
        """What the given terms stand for besides themselves, transitively; unknown keys imply nothing."""
        given = set(keys)
        found: set[str] = set()
        for key in given:
            found |= self._closure(key)
        return found - given

    def _closure(self, key: str) -> frozenset[str]:
        known = self._closures.get(key)
        if known is None:
            found: set[str] = set()
            waiting = [key]
            while waiting:
                current = waiting.pop()
                if current not in self._store.index:
                    continue
                for above in self.skill(current).implies:
                    if above not in found:
                        found.add(above)
                        waiting.append(above)
            known = self._closures[key] = frozenset(found - {key})
        return known

    def similarity(self, key_a: str, key_b: str) -> float:
        """0 to 1 by hierarchy: 1 the same term, 0.75 one implies the other, 0.5 same group, 0.2 same domain, else 0."""
        if key_a == key_b:
            return 1.0
        if key_a not in self._store.index or key_b not in self._store.index:
            return 0.0
        if key_b in self._closure(key_a) or key_a in self._closure(key_b):
            return IMPLIED
        a, b = self.skill(key_a), self.skill(key_b)
        if a.domain == GENERAL_DOMAIN or a.domain != b.domain:
            return 0.0
        return SAME_GROUP if a.group == b.group else SAME_DOMAIN


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without overlaps in text order: longer ones first, then earlier ones."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        at = bisect_right(kept, hit.start, key=lambda h: h.start)
        if (at == 0 or kept[at - 1].end <= hit.start) and (at == len(kept) or kept[at].start >= hit.end):
            insort(kept, hit, key=lambda h: h.start)
    return kept


@cache
def taxonomy_version() -> str:
    """The version of this installation's taxonomy, from the first line of its file: a page need not load the terms."""
    return first_line(active()).split("\t")[1]


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy of this installation, read once per process: the shipped list, or one exported by `load_taxonomy`."""
    return Taxonomy(load(active()))
