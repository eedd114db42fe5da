"""Names of skills that their own clause denies: "I do not know Java", "no experience with Docker or Helm", "SQL: none".

A denial reaches the name that follows it at once and the names that a list joins to that one; any other word ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_KIND = (
    r"(?:experience|knowledge|exposure|background|skills?|expertise|familiarity|training|qualifications?|certifications?|command|"
    r"understanding|practice)"
)
_SORT = r"(?:(?:any|prior|previous|real|hands.on|practical|professional|formal|commercial|working|direct|much|specific)\s){0,3}"
_ADVERB = r"(?:(?:yet|really|currently|personally|actually|ever|even|been)\s){0,2}"
_NOT = r"(?:\snot|n't|nt)\s"
_DENIAL = re.compile(
    r"\b(?:"
    rf"(?:no|zero|without|i\slack|lacks|lacking|little\sor\sno|little\sto\sno|(?:not|n't)\s(?:have|got))\s{_SORT}{_KIND}\s(?:with|in|of|using|on)"
    rf"|(?:do|does|did|have|has|had){_NOT}{_ADVERB}"
    r"(?:know|use|used|speak|spoken|work(?:ed)?\s(?:with|in|on)|learn|learned|learnt|studied|program\sin|code\sin|touched|understand)"
    rf"|can(?:\snot|not|'t)\s(?:use|speak|program\sin|code\sin|write|do)|unfamiliar\swith|unskilled\sin"
    rf"|not\s{_ADVERB}(?:familiar\swith|proficient\s(?:in|with)|experienced\s(?:in|with)|skilled\s(?:in|at|with)|certified\sin|"
    r"versed\sin|trained\s(?:in|on)|fluent\sin|comfortable\swith)"
    rf"|never\s{_ADVERB}(?:used|worked\s(?:with|in|on)|learned|learnt|studied|touched|programmed\sin|coded\sin|tried|written|spoken|done|"
    r"known|trained\s(?:in|on)|certified\sin)"
    r"|keine\s(?:\w+\s)?(?:erfahrung(?:en)?|kenntnisse?)\s(?:mit|in|im|von)|ohne\s(?:erfahrung|kenntnisse)\s(?:mit|in|von)"
    r"|(?:aucune\s|pas\sd')(?:experience|connaissance)s?\s(?:en|avec|de)|sin\s(?:experiencia|conocimientos)\s(?:en|con|de)"
    r"|geen\s(?:ervaring|kennis)\s(?:met|in|van)"
    r")(?=\s)"
)
# Most texts hold none of these words and cost one look.
_QUICK = re.compile(
    r"\b(?:no|not|zero|without|cannot|never|un(?:familiar|skilled)|lack(?:s|ing)?|little|dont|doesnt|didnt|none|keine|ohne|aucune|pas|sin|geen)\b|n't"
)
_REACH = re.compile(r"\s(?:(?:the|an?|any|tools\slike|such\sas|use\sof)\s){0,2}")
_JOINED = re.compile(r"[\s,/|&]*(?:(?:and|or|nor|und|oder|et|ou|with|in|the)\s){0,3}")
_AFTER = re.compile(
    r"\s?[:(=]\s?(?:none|no\s(?:experience|knowledge)|no|never\sused|not\syet)(?=\s?(?:[.,;)|\x01\n]|\Z))"
)  # what "is not required" may still be "a plus": a posting's reader tells
_BEFORE = re.compile(r"\b(?:no|without)\s\Z")
_KIND_AFTER = re.compile(rf"\s(?:{_KIND}|(?:needed|required|necessary))\b")
_LONGEST_BEFORE = 9  # characters of `_BEFORE` and a boundary


def denied(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Which of `spans` (start, end; in order, in the lower-case `text`) their clause denies, by index."""
    if not spans or _QUICK.search(text) is None:
        return frozenset()
    found: set[int] = set()
    at = 0
    for match in _DENIAL.finditer(text):
        while at < len(spans) and spans[at][0] < match.end():
            at += 1
        if at < len(spans) and _REACH.fullmatch(text, match.end(), spans[at][0]):
            found.add(at)
    for index, (start, end) in enumerate(spans):
        joined = index - 1 in found and _JOINED.fullmatch(text, spans[index - 1][1], start)
        before = _BEFORE.search(text[max(0, start - _LONGEST_BEFORE) : start])
        if joined or _AFTER.match(text, end) or (before and _KIND_AFTER.match(text, end)):
            found.add(index)
    return frozenset(found)
