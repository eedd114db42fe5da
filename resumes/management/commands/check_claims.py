"""`manage.py check_claims`: the claims of a text, each with the place of the resume that bears it out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiplatform.claims import Claim, Evidence, Span, check_against
from careercopilot.jsonl import BatchCommand, LineError, Row
from resumes.claim_evidence import evidence_of, find_entries, recognise_skills
from resumes.claim_places import Places
from resumes.parsing import ParsedResume, ResumeRefused, parse_text
from resumes.parsing.from_jsonresume import from_structure


class Command(BatchCommand):
    """Splits texts into claims and binds each to the resume. Changes nothing."""

    help = (
        "Check what texts claim against a resume. In: id, resume (text or JSON Resume), text, optional entry (number of the job, "
        "its employer or title: then nothing of another job counts). Out: id, verdict (supported or blocked), claims [{text, class, "
        "supported (null: no rule can check it), evidence {start, end} or null, why, start, end}]. Evidence counts characters of the "
        "resume's text as given; for JSON Resume of the text that parse_resumes prints. No database, no network. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--today", help="the day that \u201cpresent\u201d means, YYYY-MM-DD (default: today)")

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        today = _day(options["today"])
        return lambda row: served(row, today)


def _day(value: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(value) if value else dt.datetime.now(tz=dt.UTC).date()
    except ValueError as error:
        raise CommandError(f"--today {value}: not a date such as 2026-01-31.", returncode=2) from error


@lru_cache(maxsize=64)
def _read(resume: str, is_structure: bool, today: dt.date) -> tuple[Evidence, Places | None]:
    """The evidence of a resume; many lines of a file speak of the same one."""
    parsed: ParsedResume = from_structure(json.loads(resume), "jsonresume") if is_structure else parse_text(resume)
    places = None if is_structure else Places(parsed.text, resume)
    return Evidence(evidence_of(parsed, today=today), recognise_skills), places


def served(row: Row, today: dt.date) -> Row:
    """One line: the verdict and the claims; raises LineError for a line that cannot be served."""
    text = row["text"]
    if row.get("resume") is None:
        raise LineError("Missing: resume.")
    resume = _structure(row["resume"])
    written = resume if isinstance(resume, str) else json.dumps(resume, ensure_ascii=False)
    try:
        evidence, places = _read(written, not isinstance(resume, str), today)
    except ResumeRefused as refusal:
        raise LineError(str(refusal)) from refusal
    entry = None
    if row.get("entry") is not None:
        entry = find_entries(evidence.document, row["entry"])
        if not entry:
            raise LineError("entry names no job of this resume.")
    result = check_against(evidence, text, entry=entry)
    return {"verdict": result.verdict, "claims": [_claim(one, places) for one in result.claims]}


def _structure(resume: object) -> str | dict[str, Any]:
    """The resume as text, or as an object where it is one or a text that prints one."""
    if isinstance(resume, dict):
        return resume
    if not isinstance(resume, str):
        raise LineError("resume is neither a text nor a JSON Resume.")
    if resume.lstrip().startswith("{"):
        try:
            found = json.loads(resume)
        except ValueError:
            return resume
        if isinstance(found, dict):
            return found
    return resume


def _claim(one: Claim, places: Places | None) -> Row:
    span: Span | None = one.evidence
    if span is not None and places is not None:
        span = places.given(span)
    return {
        "text": one.text,
        "class": one.kind,
        "supported": None if one.state == "unchecked" else one.state == "supported",
        "evidence": {"start": span.start, "end": span.end} if span else None,
        "why": one.why,
        "start": one.start,
        "end": one.end,
    }
