"""Claims: a text split into what it asserts, each bound to the place of the evidence that bears it out. Pure.

`check(document, text)` says for each claim whether the document supports it. Nothing but the document is evidence.
"""

from aiplatform.claims.checking import check, check_against
from aiplatform.claims.evidence import Evidence
from aiplatform.claims.types import CLASSES, Check, Claim, Document, Entry, Recogniser, Span, Term, Unit

__all__ = [
    "CLASSES", "Check", "Claim", "Document", "Entry", "Evidence", "Recogniser", "Span", "Term", "Unit", "check", "check_against",
]  # fmt: skip
