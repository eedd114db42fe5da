"""Which skills a resume shows, where, for how long, and whether its dated entries bear them out or a skills line only claims them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from resumes.parsing.types import Entry, Field, ParsedResume
from resumes.taxonomy import Taxonomy
from resumes.taxonomy.normalise import normalise_term, slug

# Sections whose dates are time spent doing the work; a degree shows a skill but is no year of practice.
PRACTICE = frozenset({"work", "projects", "volunteer"})
MONTHS_OF_ONE_YEAR = 6  # "2019" to "2019": some part of a year, half of it on average
SHORTEST_TOLD = 4  # characters; a shorter item that the taxonomy lacks could be any word
SHORTEST_NAME = 3  # of one that it knows: spaced-out headings are full of single letters
LONGEST_LISTED = 40  # characters; a longer item of a skills list is a sentence

Span = tuple[int, int, str, int | None]

# What people write beside a skill, as a share of mastery; language levels after the Council of Europe's scale.
_LEVELS = {
    "native": 1.0, "mother tongue": 1.0, "bilingual": 1.0, "expert": 1.0, "c2": 1.0, "fluent": 0.9, "c1": 0.85, "advanced": 0.8,
    "proficient": 0.75, "strong": 0.75, "b2": 0.7, "intermediate": 0.5, "working knowledge": 0.5, "conversational": 0.5, "b1": 0.5,
    "a2": 0.3, "familiar": 0.3, "basic": 0.25, "elementary": 0.25, "beginner": 0.2, "a1": 0.15,
}  # fmt: skip
_LEVEL = re.compile(r"\b(" + "|".join(sorted(_LEVELS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_QUALIFIER = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
# What stands before a word that opens a line or sentence, and after one of a list that does.
_OPENS = re.compile(r"(?:^|\n|[.!?:;])[\s\u2022\u00b7\u25cf*>-]*\Z")
_GOES_ON = re.compile(r"\s*[,/&+(]")
_ITEM_END = re.compile(r"[,;|\n\u2022\u00b7]")


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """One skill of a resume.

    `spans` are (start, end, section kind, entry index) in `ParsedResume.text`; the index counts all entries of the resume in order
    (`entries_of`), None outside of entries. `years` is the union of the months of the dated work, project and volunteer entries
    that name it or a skill that implies it, None when none does. `last_used` is `YYYY` or `YYYY-MM`. `evidenced`: a dated entry names it.
    `implied_by` holds the keys it follows from when the resume never names it itself. `proficiency` is 0 to 1 where the resume states
    a level. `known` is False for an item of the skills list that the taxonomy lacks.
    """

    key: str
    label: str
    spans: tuple[Span, ...]
    years: float | None
    last_used: str | None
    evidenced: bool
    proficiency: float | None
    implied_by: tuple[str, ...] = ()
    kind: str = "knowledge"
    esco_uri: str | None = None
    known: bool = True


@dataclass(slots=True)
class _Found:
    label: str
    spans: list[Span] = field(default_factory=list)
    entries: set[int] = field(default_factory=set)
    kind: str = "knowledge"
    esco_uri: str | None = None
    known: bool = True
    implied_by: tuple[str, ...] = ()


def entries_of(parsed: ParsedResume) -> list[Entry]:
    """All entries of the resume in the order of its sections: what `entry_index` counts."""
    return [entry for section in parsed.sections for entry in section.entries]


def collect(parsed: ParsedResume, tax: Taxonomy, *, today: date) -> list[SkillEvidence]:
    """Skills of a resume, those named first in order of appearance, then implied ones by key."""
    entries = entries_of(parsed)
    places = _places(parsed)
    found: dict[str, _Found] = {}
    for span in tax.recognise(parsed.text):
        kind, index = _place(places, span.start)
        one = found.setdefault(span.key, _Found(span.label, kind=span.kind, esco_uri=span.esco_uri))
        one.spans.append((span.start, span.end, kind, index))
        if index is not None:
            one.entries.add(index)
    _add_listed(parsed, tax, found)
    _add_told(parsed, tax, found, places)
    sources = _implied_sources(found, tax)
    shown = [_evidence(key, one, sources.get(key, ()), found, entries, parsed, today) for key, one in found.items()]
    for key in sorted(set(sources) - set(found)):
        term = tax.skill(key)
        one = _Found(term.label, kind=term.kind, esco_uri=term.esco_uri, implied_by=tuple(sorted(sources[key])))
        one.spans = sorted({span for source in sources[key] for span in found[source].spans})
        shown.append(_evidence(key, one, sources[key], found, entries, parsed, today))
    return shown


def _add_listed(parsed: ParsedResume, tax: Taxonomy, found: dict[str, _Found]) -> None:
    """Items of the skills and languages lists: an ambiguous word alone on a list is that skill, an unknown one is kept as written."""
    for kind, items in (("skills", parsed.skills), ("languages", parsed.languages)):
        for item in items:
            term = tax.lookup(item.value)
            if term is None and (kind == "languages" or not _is_name(item.value) or _covered(item, found)):
                continue
            key = term.key if term else slug(item.value)
            if key in found and _covered(item, {key: found[key]}):
                continue
            one = found.setdefault(
                key,
                _Found(term.label, kind=term.kind, esco_uri=term.esco_uri)
                if term
                else _Found(item.value.strip(), known=False),
            )
            if item.start is not None and item.end is not None:
                one.spans.append((item.start, item.end, kind, None))


def _add_told(
    parsed: ParsedResume, tax: Taxonomy, found: dict[str, _Found], places: Sequence[tuple[int, int, str, int | None]]
) -> None:
    """Places in entries that name an item of the skills list in its own words, where recognition passed it over.

    It knows no item that the taxonomy lacks, and takes an ambiguous word ("Celery", "Go") for no skill where nothing around it
    says so; that the same resume lists it does. Such a word must then be written as a name, and not because it opens a sentence.
    Titles and employers tell no skill of a list.
    """
    taken = [(start, end) for one in found.values() for start, end, *_ in one.spans]
    heads = (head for entry in entries_of(parsed) for head in (entry.title, entry.organization) if head)
    taken += [(head.start, head.end) for head in heads if head.start is not None and head.end is not None]
    for item in parsed.skills:
        term = tax.lookup(item.value)
        one = found.get(term.key if term else slug(item.value))
        bare = _QUALIFIER.sub("", item.value).strip()
        if one is None or not (SHORTEST_NAME if term else SHORTEST_TOLD) <= len(bare) <= LONGEST_LISTED:
            continue
        words = re.compile(rf"(?<![\w+#-]){re.escape(bare)}(?![\w+#-])", re.IGNORECASE)
        for start, end, kind, index in places:
            if index is None:
                continue
            for hit in words.finditer(parsed.text, start, end):
                is_free = all(hit.end() <= first or last <= hit.start() for first, last in taken)
                if is_free and (term is None or _is_written_as_name(parsed.text, hit)):
                    one.spans.append((*hit.span(), kind, index))
                    one.entries.add(index)
                    taken.append(hit.span())


def _is_written_as_name(text: str, hit: re.Match[str]) -> bool:
    """Whether a word has a capital that no beginning of a sentence or line gives it."""
    if hit[0] == hit[0].lower():
        return False
    return not _OPENS.search(text, max(0, hit.start() - 8), hit.start()) or _GOES_ON.match(text, hit.end()) is not None


def _is_name(value: str) -> bool:
    return bool(slug(value)) and len(value) <= LONGEST_LISTED and any(c.isalpha() for c in value)


def _covered(item: Field, found: dict[str, _Found]) -> bool:
    if item.start is None or item.end is None:
        return any(normalise_term(item.value) == normalise_term(one.label) for one in found.values())
    return any(start < item.end and item.start < end for one in found.values() for start, end, *_ in one.spans)


def _places(parsed: ParsedResume) -> list[tuple[int, int, str, int | None]]:
    """(start, end, section kind, entry index) of every entry, then of every section: the first that holds an offset counts."""
    entries: list[tuple[int, int, str, int | None]] = []
    sections: list[tuple[int, int, str, int | None]] = []
    index = 0
    for section in parsed.sections:
        for entry in section.entries:
            if entry.start is not None and entry.end is not None:
                entries.append((entry.start, entry.end, section.kind, index))
            index += 1
        if section.start is not None and section.end is not None:
            sections.append((section.start, section.end, section.kind, None))
    return entries + sections


def _place(places: Sequence[tuple[int, int, str, int | None]], offset: int) -> tuple[str, int | None]:
    for start, end, kind, index in places:
        if start <= offset < end:
            return kind, index
    return "other", None


def _implied_sources(found: dict[str, _Found], tax: Taxonomy) -> dict[str, set[str]]:
    sources: dict[str, set[str]] = defaultdict(set)
    for key in found:
        for above in tax.implied([key]):
            sources[above].add(key)
    return sources


def _evidence(
    key: str,
    one: _Found,
    sources: Iterable[str],
    found: dict[str, _Found],
    entries: Sequence[Entry],
    parsed: ParsedResume,
    today: date,
) -> SkillEvidence:
    naming = set(one.entries).union(*(found[source].entries for source in sources))
    dated = [entries[index] for index in sorted(naming) if entries[index].start_date or entries[index].end_date]
    months: set[int] = set()
    for entry in dated:
        if entry.kind in PRACTICE:
            months |= months_of(entry, today)
    return SkillEvidence(
        key=key,
        label=one.label,
        spans=tuple(sorted(one.spans, key=lambda s: s[:2])),
        years=round(len(months) / 12, 2) if months else None,
        last_used=max((used for used in (_last_used(entry, today) for entry in dated) if used), default=None),
        evidenced=bool(dated),
        proficiency=None if one.implied_by else _proficiency(parsed.text, one.spans),
        implied_by=one.implied_by,
        kind=one.kind,
        esco_uri=one.esco_uri,
        known=one.known,
    )


def _month(value: str, today: date) -> tuple[int, bool]:
    """Months since year 0 of a date as written, and whether it names a month; a bare year counts from its middle."""
    if value == "present":
        return today.year * 12 + today.month - 1, True
    year, _, month = value.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 6), bool(month)


def months_of(entry: Entry, today: date) -> set[int]:
    """Months (since year 0) that a dated entry covers, both ends included; empty unless it has a beginning and an end."""
    if entry.start_date is None or entry.end_date is None:
        return set()
    start, _ = _month(entry.start_date.value, today)
    end, exact = _month(entry.end_date.value, today)
    stop = end + 1 if exact else end
    if not exact and start // 12 == end // 12 and stop <= start:
        stop = start + MONTHS_OF_ONE_YEAR
    return set(range(start, min(stop, today.year * 12 + today.month)))


def _last_used(entry: Entry, today: date) -> str | None:
    written = entry.end_date or entry.start_date
    if written is None:
        return None
    return f"{today:%Y-%m}" if written.value == "present" else written.value


def _proficiency(text: str, spans: Sequence[Span]) -> float | None:
    """The level that stands beside the skill in its own list item, in a skills or languages section."""
    for start, end, kind, _ in spans:
        if kind not in ("skills", "languages"):
            continue
        before = _ITEM_END.split(text[max(0, start - LONGEST_LISTED) : start])[-1]
        after = _ITEM_END.split(text[end : end + LONGEST_LISTED])[0]
        level = _LEVEL.search(after) or _LEVEL.search(before)
        if level:
            return _LEVELS[level[1].lower()]
    return None
