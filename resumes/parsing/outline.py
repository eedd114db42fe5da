"""The flat form of a parsed resume: what `parse_resumes` prints (docs/commands.md)."""

from __future__ import annotations

from typing import Any

from resumes.parsing.types import Entry, Field, ParsedResume


def _value(field: Field | None) -> str | None:
    return field.value if field else None


def _points(entry: Entry) -> list[str]:
    bullets = [bullet.text for bullet in entry.bullets]
    return bullets or [line for line in entry.summary.split("\n") if line]


def _job(entry: Entry) -> dict[str, Any]:
    return {
        "company": _value(entry.organization),
        "title": _value(entry.title),
        "location": _value(entry.location),
        "start": _value(entry.start_date),
        "end": _value(entry.end_date),
        "bullets": _points(entry),
    }


def _study(entry: Entry) -> dict[str, Any]:
    return {
        "institution": _value(entry.organization),
        "degree": _value(entry.degree),
        "area": _value(entry.area),
        "start": _value(entry.start_date),
        "end": _value(entry.end_date),
    }


def outline(parsed: ParsedResume) -> dict[str, Any]:
    """Plain strings and lists; what was not found is None or empty."""
    entries = [entry for section in parsed.sections for entry in section.entries]
    return {
        **{key: _value(getattr(parsed, key)) for key in ("name", "email", "phone", "location")},
        "links": [link.value for link in parsed.links],
        "summary": " ".join(section.text for section in parsed.sections if section.kind == "summary") or None,
        "experience": [_job(entry) for entry in entries if entry.kind == "work"],
        "education": [_study(entry) for entry in entries if entry.kind == "education"],
        "skills": [skill.value for skill in parsed.skills],
        "languages": [language.value for language in parsed.languages],
        "certifications": [certification.value for certification in parsed.certifications],
        "text": parsed.text,
        "pages": len(parsed.pages),
        "hidden_text": [{"text": item.text, "page": item.page, "why": item.why} for item in parsed.hidden],
        "warnings": list(parsed.warnings),
    }
