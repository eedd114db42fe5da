"""The rules of the ATS score: what each signal costs, at most how much, and why. One table for Python and SQL.

points(rule) = min(cap, each * signal), rounded half up to cents; raw = 100 - sum of points; score = raw clipped to
0..100 and rounded half up. A signal is a whole number of 0 or more. All arithmetic is decimal, so that the SQL
function generated from this table (`python -m resumes.ats.sql`) gives the same figure.

Nothing here looks at age, gaps, names, schools or photos. A gap is a hint of 0 points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from resumes.ats.types import Severity

# Raised with any change of a rule or of a signal's meaning; stored signals of another number are not scored.
RULES_NUMBER = 1
ATS_VERSION = f"ats-{RULES_NUMBER}"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rule:
    """`each` points per unit of the signal `key`, never more than `cap`; `reason` says why the figures are what they
    are.
    """

    key: str
    group: str
    severity: Severity
    each: Decimal
    cap: Decimal
    unit: str
    reason: str


def _rule(key: str, group: str, severity: Severity, each: str, cap: str, unit: str, reason: str) -> Rule:
    return Rule(key, group, severity, Decimal(each), Decimal(cap), unit, reason)


RULES: tuple[Rule, ...] = (
    _rule(
        "image_only_pages", "readability", "error", "30", "60", "page",
        "Text in a picture is no text to a program: a page of it is lost whole. Two such pages lose most of a resume.",
    ),
    _rule(
        "garbled_characters", "readability", "error", "0.25", "15", "character",
        "A letter without a Unicode value (a font without a ToUnicode map, PDF 32000-1, 9.10) breaks the word it "
        "is in for "
        "every search; a few cost little, sixty mean that the font is broken.",
    ),
    _rule(
        "mixed_columns", "readability", "error", "0.02", "12", "thousandth of the lines",
        "Extractors that read from left to right across the page interleave two columns. In a hard two-column "
        "file four "
        "common libraries kept none of 47 neighbouring lines together; a full mix costs as much as a missing "
        "e-mail and more.",
    ),
    _rule(
        "tables", "readability", "warning", "1.5", "3", "table",
        "Plain paragraph readers of DOCX skip table cells (python-docx: Document.paragraphs leaves tables out). "
        "Many systems "
        "do read them, so it costs little.",
    ),
    _rule(
        "text_boxes", "readability", "warning", "3", "6", "text box",
        "Text boxes are drawing objects outside the body of a DOCX; more readers lose them than lose tables.",
    ),
    _rule(
        "contact_in_header", "readability", "warning", "4", "4", "file",
        "Page headers and footers are stored apart from the body and are often dropped, and the contact data "
        "with them.",
    ),
    _rule(
        "tiny_text", "readability", "hint", "1", "1", "file",
        "Under 7 points print is below what style guides for small print accept (newspaper listings use 7 to 8).",
    ),
    _rule(
        "hidden_text", "hidden text", "error", "8", "16", "place",
        "Words a person cannot see are removed before scoring here, and elsewhere they read as an attempt to "
        "deceive. One "
        "place may be a template's mistake; two cost the most.",
    ),
    _rule(
        "no_name", "contact", "error", "5", "5", "file",
        "A record without a name cannot be found again by a recruiter.",
    ),
    _rule(
        "no_email", "contact", "error", "10", "10", "file",
        "E-mail is how nearly every system writes to applicants: without it the application ends.",
    ),
    _rule(
        "no_phone", "contact", "warning", "4", "4", "file",
        "A call is the second way to reach a person, not the first.",
    ),
    _rule(
        "no_location", "contact", "warning", "2", "2", "file",
        "Searches are filtered by place; a city is enough, a street is not asked for.",
    ),
    _rule(
        "no_experience", "sections", "error", "15", "15", "file",
        "With no dated work, project or volunteer entry found, there is nothing to match against the duties of a job.",
    ),
    _rule(
        "no_education", "sections", "warning", "4", "4", "file",
        "Many postings ask for training or a degree as a filter.",
    ),
    _rule(
        "no_skills", "sections", "warning", "6", "6", "file",
        "A skills section is the one place that every keyword search reads; work entries can stand in for part of it.",
    ),
    _rule(
        "odd_headings", "sections", "hint", "0.5", "2", "heading",
        "Programs find sections by common headings. A creative one usually costs the section's place, not its words.",
    ),
    _rule(
        "thin_text", "sections", "warning", "0.05", "8", "word below 200",
        "Under 200 words (less than half a page) few of the words of a posting can occur at all.",
    ),
    _rule(
        "undated_work", "dates", "warning", "3", "9", "entry",
        "Years of experience are added up from dated work entries; an undated one counts as nothing. Education "
        "is not asked "
        "for dates, since they tell a person's age.",
    ),
    _rule(
        "reversed_dates", "dates", "error", "3", "6", "entry",
        "An end before the start makes the duration negative or void.",
    ),
    _rule(
        "future_start", "dates", "warning", "2", "4", "entry",
        "A job that starts in the future is most often a wrong year.",
    ),
    _rule(
        "mixed_dates", "dates", "hint", "1", "1", "file",
        "Years beside months make durations uncertain by up to two years per entry.",
    ),
    _rule(
        "work_order", "dates", "hint", "1", "1", "file",
        "Readers and programs take the first entry as the present one; the newest belongs on top.",
    ),
    _rule(
        "gaps", "dates", "hint", "0", "0", "gap",
        "A gap says nothing about what a person can do. Recruiters may ask, so it is told.",
    ),
    _rule(
        "bare_work", "bullets", "warning", "2", "6", "entry",
        "An entry of a title and dates alone gives no evidence for any skill.",
    ),
    _rule(
        "weak_openings", "bullets", "warning", "0.01", "8", "thousandth of the bullets over a fifth",
        "University career guides agree that a point opens with what was done. One point in five may open otherwise.",
    ),
    _rule(
        "no_results", "bullets", "warning", "0.01", "6", "thousandth of the bullets over six tenths",
        "A point with a result (accomplished X, measured by Y, by doing Z) is the advice of recruiters in print; "
        "duties "
        "without one are normal in part, so six tenths are free.",
    ),
    _rule(
        "few_numbers", "bullets", "warning", "0.02", "5", "thousandth of the bullets under three tenths",
        "Figures are what a reader can compare and check. Not every task has one: three in ten points are enough.",
    ),
    _rule(
        "long_bullets", "bullets", "hint", "0.5", "3", "bullet",
        "Over 40 words (about three printed lines) a point is a paragraph and is skimmed.",
    ),
    _rule(
        "short_bullets", "bullets", "hint", "0.25", "2", "bullet",
        "Under four words a point cannot hold an action and its object.",
    ),
    _rule(
        "tense", "bullets", "hint", "0.25", "2", "bullet",
        "Past jobs are told in the past tense; the present one suggests that the date is wrong or the text was copied.",
    ),
    _rule(
        "first_person", "bullets", "hint", "0.25", "1", "bullet",
        "Resume points leave the pronoun out by convention; it costs room only.",
    ),
    _rule(
        "repeated_openings", "bullets", "hint", "0.5", "2", "verb",
        "The same verb at the head of more than four points hides the differences between them.",
    ),
    _rule(
        "missing_must", "keywords", "error", "0.025", "25", "thousandth of the required keywords",
        "Systems that filter by keyword look for the posting's own words. Nothing else moves a search as much: a "
        "quarter.",
    ),
    _rule(
        "missing_nice", "keywords", "hint", "0.005", "5", "thousandth of the optional keywords",
        "Nice-to-have words rank, they do not filter: a fifth of the weight of required ones.",
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in RULES}


def points(rule: Rule, signal: int) -> Decimal:
    """What a signal costs under a rule, in cents."""
    return min(rule.cap, rule.each * max(signal, 0)).quantize(_CENT, ROUND_HALF_UP)


def raw_score(signals: Mapping[str, int]) -> Decimal:
    """100 less all points; below 0 where a resume fails nearly everything."""
    return Decimal(100) - sum((points(rule, signals.get(rule.key, 0)) for rule in RULES), Decimal(0))


def score_signals(signals: Mapping[str, int]) -> int | None:
    """The score of stored signals, or None when they were made by another version of the rules."""
    if signals.get("ats") != RULES_NUMBER:
        return None
    return int(min(max(raw_score(signals), Decimal(0)), Decimal(100)).quantize(Decimal(1), ROUND_HALF_UP))
