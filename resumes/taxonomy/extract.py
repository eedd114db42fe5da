"""All skills of a text: the taxonomy's, checked by the tagger, and hard skills that the taxonomy lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from careercopilot.places import countries, fold
from resumes.taxonomy.core import Taxonomy, taxonomy
from resumes.taxonomy.denial import denied
from resumes.taxonomy.features import Segment, core
from resumes.taxonomy.normalise import flat, slug
from resumes.taxonomy.tagger import Marked, Tagger, tagger
from resumes.taxonomy.types import SkillSpan

_OPENING = re.compile(r"""^(?:[^\w.#]|\.(?!\w))+""")
_CLOSING = re.compile(r"""[^\w+#%)\]]+$""")
_BETWEEN = re.compile(r"[\s/,;&+|()-]*(?:and|or|und)?[\s/,;&+|()-]*")


# A term of our own list counts from this probability on even where the best reading leaves it out. The tagger learned from
# advertisements for software and office work and is unsure of other trades' words rather than against them. Chosen among 0.2
# to 0.5 by cross-validation: it adds exact and overlapping F1.
NOT_REFUSED = 0.4


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The tagger knows English alone: in a segment of another language our list decides.
_ENGLISH = _words("the and of to for with on or is are you we our as by be from will at an have your this that")
_FOREIGN = _words(
    "und mit der die das den dem des von zur zum im oder sowie f\u00fcr bei als auf ein eine einer et avec les du dans pour sur une la le "
    "aux ou de y con el los las del para en por una o com em da do dos het van een voor op met te di della nel e il och med av"
)


def extract(text: str, tax: Taxonomy | None = None, model: Tagger | None = None) -> list[SkillSpan]:
    """Skills of a text in order; two spans are equal or disjoint; offsets count characters of `text`.

    A hard skill counts where the tagger sees one: its surface is the tagger's span, its term what the taxonomy finds in it
    (`known` is False and the label is the surface where it finds nothing). A term of our own list also counts where the tagger
    does not refuse it. Soft skills and tasks are the taxonomy's.
    """
    tax = tax or taxonomy()
    known = tax.recognise(text)
    found: list[SkillSpan] = []
    for marked in (model or tagger()).read(text, known, tax):
        found += hard_skills(text, marked, known, tax)
    found = [s for s in found if s.known or not _is_no_skill(s.surface, tax)]
    taken = [(s.start, s.end) for s in found]
    found += [s for s in known if s.kind == "skill" and not any(a < s.end and s.start < b for a, b in taken)]
    found.sort(key=lambda s: s.start)
    no = denied(flat(text), [(s.start, s.end) for s in found])
    return [span for index, span in enumerate(found) if index not in no]


def hard_skills(text: str, marked: Marked, known: Sequence[SkillSpan], tax: Taxonomy) -> list[SkillSpan]:
    """The hard skills of one marked segment: the tagger's spans and the terms of our list that it does not refuse."""
    found: list[SkillSpan] = []
    first, last = marked.segment.words[0][0], marked.segment.words[-1][1]
    here = [span for span in known if span.end > first and span.start < last]
    for start, end in _whole(marked.spans, here):
        start, end = trimmed(text, start, end)
        if start < end:
            found += _hard_skill(text, start, end, [s for s in here if s.start < end and start < s.end])
    left = [s for s in here if s.kind == "knowledge" and tax.skill(s.key).curated and not _touched(s, found)]
    if left:
        inside = marked.inside()
        foreign = _is_foreign(text, marked.segment)
        for span in left:
            words = [i for i, (a, b) in enumerate(marked.segment.words) if a < span.end and span.start < b]
            if not _touched(span, found) and (foreign or inside[words].mean() >= NOT_REFUSED):
                found.append(span)
    return found


def _is_foreign(text: str, segment: Segment) -> bool:
    """Whether a segment holds more small words of other languages than of English."""
    words = [core(text[start:end]) for start, end in segment.words]
    return sum(word in _FOREIGN for word in words) > sum(word in _ENGLISH for word in words)


def _is_no_skill(surface: str, tax: Taxonomy) -> bool:
    """Whether words that no term covers name a country, an everyday word whose context showed no skill, or a small word."""
    if surface in _FOREIGN or fold(surface) in _countries():
        return True
    term = tax.lookup(surface) if surface.islower() else None
    return term is not None and term.curated


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(country.name) for country in countries())


def _touched(span: SkillSpan, others: Sequence[SkillSpan]) -> bool:
    return any(s.start < span.end and span.start < s.end for s in others)


def _whole(spans: Sequence[tuple[int, int]], known: Sequence[SkillSpan]) -> list[tuple[int, int]]:
    """Tagged spans, those that cut one known term into pieces joined."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and any(s.start < joined[-1][1] and start < s.end for s in known):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without punctuation at its edges; brackets that close inside stay."""
    opening = _OPENING.match(text[start:end])
    if opening:
        start += opening.end()
    while start < end:
        closing = _CLOSING.search(text[start:end])
        if closing:
            end = start + closing.start()
        elif text[end - 1] in ")]" and text[start:end].count(")") + text[start:end].count("]") > text[start:end].count(
            "("
        ) + text[start:end].count("["):
            end -= 1
        else:
            break
    return start, end


def _hard_skill(text: str, start: int, end: int, inside: Sequence[SkillSpan]) -> list[SkillSpan]:
    """The skills of one tagged span: several when it is nothing but a list of known ones, else one.

    A compound without white space (`Redis/Kafka`) names several skills by one word: each gets that word as its surface.
    """
    surface = text[start:end]
    if len(inside) > 1 and _is_list(text, start, end, inside):
        if any(c.isspace() for c in surface):
            return list(inside)
        named = {s.key: replace(s, surface=surface, start=start, end=end, kind="knowledge") for s in inside}
        return list(named.values())
    best = max(inside, key=lambda s: (min(s.end, end) - max(s.start, start), -s.start), default=None)
    if best is None:
        return [SkillSpan(slug(surface), surface, None, surface, start, end, "knowledge", known=False)]
    return [replace(best, surface=surface, start=start, end=end, kind="knowledge")]


def _is_list(text: str, start: int, end: int, inside: Sequence[SkillSpan]) -> bool:
    """Whether separators alone fill the gaps between the known skills of a span."""
    if inside[0].start < start or inside[-1].end > end:
        return False
    at = start
    for span in inside:
        if not _BETWEEN.fullmatch(text, at, span.start):
            return False
        at = span.end
    return bool(_BETWEEN.fullmatch(text, at, end))
