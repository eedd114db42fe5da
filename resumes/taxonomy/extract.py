"""All skills of a text: the taxonomy's, checked by the tagger, and hard skills that the taxonomy lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resumes.taxonomy.core import Taxonomy, taxonomy
from resumes.taxonomy.normalise import slug
from resumes.taxonomy.tagger import Tagger, tagger
from resumes.taxonomy.types import SkillSpan

_OPENING = re.compile(r"""^(?:[^\w.#]|\.(?!\w))+""")
_CLOSING = re.compile(r"""[^\w+#%)\]]+$""")
_BETWEEN = re.compile(r"[\s/,;&+|()-]*(?:and|or|und)?[\s/,;&+|()-]*")


def extract(text: str, tax: Taxonomy | None = None, model: Tagger | None = None) -> list[SkillSpan]:
    """Skills of a text in order, without overlaps; offsets count characters of `text`.

    A hard skill counts where the tagger sees one: its surface is the tagger's span, its term what the taxonomy finds in it
    (`known` is False and the label is the surface where it finds nothing). Soft skills and tasks are the taxonomy's.
    """
    tax = tax or taxonomy()
    known = tax.recognise(text)
    found: list[SkillSpan] = []
    for start, end in (model or tagger()).spans(text, known, tax):
        start, end = trimmed(text, start, end)
        if start < end:
            inside = [s for s in known if s.start < end and start < s.end]
            found += _hard_skill(text, start, end, inside)
    taken = [(s.start, s.end) for s in found]
    found += [s for s in known if s.kind == "skill" and not any(a < s.end and s.start < b for a, b in taken)]
    return sorted(found, key=lambda s: s.start)


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
    """The skills of one tagged span: several when it is nothing but a list of known ones, else one."""
    if len(inside) > 1 and _is_list(text, start, end, inside):
        return list(inside)
    surface = text[start:end]
    best = max(inside, key=lambda s: (min(s.end, end) - max(s.start, start), -s.start), default=None)
    if best is None:
        return [SkillSpan(slug(surface), surface, None, surface, start, end, "knowledge", known=False)]
    return [SkillSpan(best.key, best.label, best.esco_uri, surface, start, end, "knowledge")]


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
