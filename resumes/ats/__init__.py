"""The ATS score: how well programs and hurried readers can take in a resume. Deterministic, versioned, itemised.
Pure.
"""

from resumes.ats.rules import ATS_VERSION, RULES, RULES_NUMBER, score_signals
from resumes.ats.scoring import score_resume, signals
from resumes.ats.types import AtsReport, Finding, Keyword

__all__ = [
    "ATS_VERSION",
    "RULES",
    "RULES_NUMBER",
    "AtsReport",
    "Finding",
    "Keyword",
    "score_resume",
    "score_signals",
    "signals",
]
