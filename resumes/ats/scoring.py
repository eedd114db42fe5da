"""Two steps: checks measure signals, the RULES table turns signals into points. Same input, same report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from resumes.ats import dates, keywords, layout, wording
from resumes.ats.places import entries
from resumes.ats.rules import ATS_VERSION, BY_KEY, RULES_NUMBER, points, raw_score, score_signals
from resumes.ats.types import AtsReport, Finding, Keyword, Observation
from resumes.parsing.types import ParsedResume

_SEVERITY_ORDER = {"error": 0, "warning": 1, "hint": 2}


def _observe(parsed: ParsedResume, requirements: Sequence[Keyword] | None, today: date) -> Iterator[Observation]:
    yield from layout.observe(parsed)
    yield from dates.observe(parsed, today)
    yield from wording.observe(parsed)
    yield from keywords.observe(parsed, requirements)


def signals(parsed: ParsedResume, requirements: Sequence[Keyword] | None, today: date) -> dict[str, int]:
    """The flat dict of whole numbers that the score is a function of: `ats` (rules number), one per rule, and counts
    for display.
    """
    return _signals(parsed, list(_observe(parsed, requirements, today)))


def _signals(parsed: ParsedResume, observed: list[Observation]) -> dict[str, int]:
    doing = list(entries(parsed, "work", "projects", "volunteer"))
    return {
        "ats": RULES_NUMBER,
        "pages": len(parsed.pages),
        "words": len(re.findall(r"\w+", parsed.text)),
        "work_entries": sum(entry.kind == "work" for entry in doing),
        "bullets": sum(len(entry.bullets) for entry in doing),
        **dict.fromkeys(BY_KEY, 0),
        **{observation.rule: observation.signal for observation in observed},
    }


def _findings(observation: Observation) -> list[Finding]:
    """The places of a rule, its points spread over them evenly; spare cents go to the first ones."""
    rule = BY_KEY[observation.rule]
    cents = int(points(rule, observation.signal) * 100)
    count = len(observation.places)
    return [
        Finding(
            rule=rule.key,
            severity=rule.severity,
            page=place.page,
            start=place.start,
            end=place.end,
            meaning=place.meaning,
            fix=place.fix,
            points=float(Decimal(cents // count + (number < cents % count)) / 100),
        )
        for number, place in enumerate(observation.places)
    ]


def score_resume(parsed: ParsedResume, *, requirements: Sequence[Keyword] | None, today: date) -> AtsReport:
    """The itemised score of one parsed resume, worst findings first; with `requirements`, keyword coverage counts too.

    The points of all findings add up to 100 - raw, and `score` is raw clipped to 0..100 and rounded half up.
    """
    observed = list(_observe(parsed, requirements, today))
    measured = _signals(parsed, observed)
    score = score_signals(measured)
    if score is None:
        raise AssertionError("signals made here carry the current rules number")
    found = [finding for observation in observed for finding in _findings(observation)]
    total = {
        rule: sum(finding.points for finding in found if finding.rule == rule)
        for rule in {finding.rule for finding in found}
    }
    order = {rule: at for at, rule in enumerate(BY_KEY)}
    found.sort(key=lambda finding: (-total[finding.rule], _SEVERITY_ORDER[finding.severity], order[finding.rule]))
    return AtsReport(score, ATS_VERSION, tuple(found), measured, raw_score(measured))
