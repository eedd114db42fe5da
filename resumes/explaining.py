"""Signals of a version's points as explanations: each names the words that it rests on, and the database checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resumes.models import Explanation, ResumeVersion
from resumes.parsing.types import Bullet, ParsedResume
from resumes.star import Signal, read_star, signals

EXPLAINED = ("work", "projects", "volunteer")
WORDS = {
    "action_verb": "Opens with what was done: “{value}”.",
    "weak_opening": "Opens with “{value}”, which does not say what was done.",
    "first_person": "“{value}” can go: points leave the pronoun out.",
    "metric": "A figure that a reader can check: {value}.",
    "result": "Says what came of it: “{value}”.",
}
FORMATS = {
    "complete": "Tells what was done, to what, and what came of it.",
    "partial": "Tells part of it. A reader would ask for: {missing}.",
    "bare": "Tells neither an action nor a result.",
}
PARTS = {"action": "what was done", "task": "what it was done to", "result": "what came of it", "metric": "a figure"}


def explanations_of(version: ResumeVersion) -> list[Explanation]:
    """Unsaved explanations of a version's points, in order of place; a point without a place in the text has none."""
    parsed = ParsedResume.from_dict(version.parsed)
    return [explanation for path, bullet in _points(parsed) for explanation in _of_point(version, path, bullet)]


def _points(parsed: ParsedResume) -> Iterator[tuple[str, Bullet]]:
    for place, section in enumerate(parsed.sections):
        for number, entry in enumerate(section.entries):
            if entry.kind in EXPLAINED:
                for spot, bullet in enumerate(entry.bullets):
                    yield f"sections.{place}.entries.{number}.bullets.{spot}", bullet


def _of_point(version: ResumeVersion, path: str, bullet: Bullet) -> Iterator[Explanation]:
    """The signals of the words as they stand in the text, line breaks included."""
    if bullet.start is None or bullet.end is None:
        return
    words = version.text[bullet.start : bullet.end]
    for signal in signals(words):
        start, end = bullet.start + signal.start, bullet.start + signal.end
        yield Explanation(
            owner_id=version.owner_id,
            version=version,
            subject=path,
            signal=signal.name,
            value=" ".join(signal.value.split())[:200],
            start=start,
            end=end,
            quote=version.text[start:end],
            text=said(signal, words)[:300],
            confidence=signal.confidence,
        )


def said(signal: Signal, words: str) -> str:
    """The signal in a sentence."""
    if signal.name == "star_format":
        missing = [PARTS[name] for name in read_star(words).missing]
        return FORMATS[signal.value].format(missing=", ".join(missing) or "more")
    return WORDS[signal.name].format(value=" ".join(signal.value.split())[:120])


def store_explanations(version: ResumeVersion) -> None:
    """Keep the explanations of a new version."""
    Explanation.objects.bulk_create(explanations_of(version))


def shown_explanations(version: ResumeVersion) -> dict[str, list[Explanation]]:
    """Explanations of a version by line; those of a version from before they were kept are made anew. One query."""
    kept = list(Explanation.objects.filter(version=version).order_by("start", "-end", "pk"))
    return by_line(kept or explanations_of(version))


def by_line(found: Iterable[Explanation]) -> dict[str, list[Explanation]]:
    """Grouped by the line that they explain, the form of the whole point first."""
    grouped: dict[str, list[Explanation]] = {}
    for one in found:
        grouped.setdefault(one.subject, []).append(one)
    for rows in grouped.values():
        rows.sort(key=lambda one: (one.signal != "star_format", one.start))
    return grouped
