"""Where a person's resumes already tell a skill that the current version does not tell outright."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from matching.ml.coach import Written
from matching.proof import entry_words, quote
from resumes.models import ResumeSkill, ResumeVersion
from resumes.parsing.types import Entry, ParsedResume
from resumes.skill_evidence import entries_of


def dated_entries(parsed: ParsedResume) -> list[Entry]:
    """The entries of a resume that carry a date: the places where a skill can have been used."""
    return [entry for entry in entries_of(parsed) if entry.start_date or entry.end_date]


def written_skills(version: ResumeVersion, keys: Iterable[str]) -> dict[str, Written]:
    """For each of these skills the words that already tell it, where there are any: an entry of this version names a skill
    that implies it, or an entry of another version names it. Two queries at most.

    A skill that an entry of this version names itself is not among them: nothing of it is left to surface.
    """
    wanted = set(keys)
    rows = ResumeSkill.objects.filter(owner_id=version.owner_id, key__in=wanted, is_evidenced=True)
    rows = rows.filter(version__resume__deleted_at=None).order_by("key", "pk")
    own: dict[str, ResumeSkill] = {}
    other: dict[uuid.UUID, list[ResumeSkill]] = {}
    for row in rows:
        if row.version_id == version.pk:
            own[row.key] = row
        elif not row.is_implied:
            other.setdefault(row.version_id, []).append(row)
    missing = wanted - {key for key, row in own.items() if not row.is_implied}
    found = _in_others({key: [row for row in group if row.key in missing] for key, group in other.items()})
    parsed = ParsedResume.from_dict(version.parsed) if any(row.is_implied for row in own.values()) else None
    for key, row in own.items():
        if row.is_implied and parsed is not None:
            words = words_of(parsed, row.spans)
            if words is not None:
                found[key] = Written(*words, reason="implied", version_id=str(version.pk))
    return found


def _in_others(rows: dict[uuid.UUID, list[ResumeSkill]]) -> dict[str, Written]:
    """The newest other version that tells each skill; one query."""
    versions = ResumeVersion.objects.filter(pk__in=[key for key, group in rows.items() if group])
    found: dict[str, Written] = {}
    for version in versions.select_related("resume").order_by("-created_at", "pk"):
        parsed = ParsedResume.from_dict(version.parsed)
        for row in rows[version.pk]:
            words = words_of(parsed, row.spans) if row.key not in found else None
            if words is not None:
                name = f"version {version.number} of {version.resume.title}"
                found[row.key] = Written(*words, reason="elsewhere", version_id=str(version.pk), version=name)
    return found


def words_of(parsed: ParsedResume, spans: Sequence[Sequence[object]]) -> tuple[str, str] | None:
    """The words around the latest place of a skill in a dated entry, and that entry; None where no dated entry has it."""
    entries = entries_of(parsed)
    best: tuple[str, str, str] | None = None
    for start, end, _, number in spans:
        entry = entries[number] if isinstance(number, int) and number < len(entries) else None
        if entry is None or not (entry.start_date or entry.end_date):
            continue
        last = entry.end_date or entry.start_date
        until = "9999" if last is None or last.value == "present" else last.value
        if best is None or until > best[0]:
            best = (until, quote(parsed.text, int(str(start)), int(str(end))), entry_words(entry))
    return (best[1], best[2]) if best else None
