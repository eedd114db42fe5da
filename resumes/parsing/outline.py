"""The flat form of a parsed resume: what `parse_resumes` prints (docs/commands.md)."""

from __future__ import annotations

from typing import Any

from resumes.parsing.types import Entry, Field, ParsedResume


def _value(field: Field | None) -> str | None:
    return field.value if field else None


def _points(entry: Entry) -> list[str]:
    bullets = [bullet.text for bullet in entry.bullets]
    return bullets or [line for line in entry.summary.split("\n") if line]


def outline(parsed: ParsedResume) -> dict[str, Any]:
    """Plain strings and lists; what was not found is None or empty."""
    work = [entry for section in parsed.sections if section.kind == "work" for entry in section.entries]
    education = [entry for section in parsed.sections if section.kind == "education" for entry in section.entries]
    return {
        "name": _value(parsed.name),
        "email": _value(parsed.email),
        "phone": _value(parsed.phone),
        "location": _value(parsed.location),
        "links": [link.value for link in parsed.links],
        "summary": " ".join(section.text for section in parsed.sections if section.kind == "summary") or None,
        "experience": [
            {
                "company": _value(entry.organization),
                "title": _value(entry.title),
                "location": _value(entry.location),
                "start": _value(entry.start_date),
                "end": _value(entry.end_date),
                "bullets": _points(entry),
            }
            for entry in work
        ],
        "education": [
            {
                "institution": _value(entry.organization),
                "degree": _value(entry.degree),
                "area": _value(entry.area),
                "start": _value(entry.start_date),
                "end": _value(entry.end_date),
            }
            for entry in education
        ],
        "skills": [skill.value for skill in parsed.skills],
        "languages": [language.value for language in parsed.languages],
        "certifications": [certification.value for certification in parsed.certifications],
        "text": parsed.text,
        "pages": len(parsed.pages),
        "hidden_text": [{"text": item.text, "page": item.page, "why": item.why} for item in parsed.hidden],
        "warnings": list(parsed.warnings),
    }
