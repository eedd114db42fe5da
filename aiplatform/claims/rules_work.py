"""The rules for workplaces and schools that no name rule sees: a tool or a customer of the resume given as an employer. Pure."""

from __future__ import annotations

import re

from aiplatform.claims.evidence import PLACES, Statement
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.words import Token, fold, stop_words, tokens

_AT = re.compile(r"\s*(?:\bat\b|@)\s*(?:the\s+)?")
_BESIDE = re.compile(r"\s*(?:,|\||[\u2013\u2014-]|\(|\bwith\b|\bfor\b)\s*")
_HIRED = re.compile(
    r"\b(?:(?:worked|working|employed|hired|interned|contracted|freelanced|recruited)\s+(?:for|by|at)|joined|joining|employee\s+of|my\s+(?:work|time|years|job|role|position|post)\s+(?:at|for|with))\s+(?:the\s+)?$"
)
_HEADS = re.compile(r"\s*(?:[|:,\u2014\u2013]|\s-\s)")
_SEPARATED = re.compile(r"(?:[|:,\u2014\u2013]|\s-)\s*$")
_APART = re.compile(r"\s*(?:$|[,|:;()\u2013\u2014.]|\s-\s|\bfrom\b|\bsince\b|\bin\b|\buntil\b|\bas\b|\bto\b)")


def workplaces(under: Text, sentence: Sentence) -> list[Found]:
    """Names where an employer stands ("Engineer at X", "joined X", "X, Engineer, 2019 to 2021") must be one of the resume."""
    found = []
    has_dates = any(moment.pair >= 0 and moment.role for moment in sentence.moments)
    for run in _runs(under, sentence):
        start, end = run[0].start, run[-1].end
        if run[-1].lower in _TIMES_OF_PRAISE:
            continue  # Employee of the Quarter
        if _stands_as_workplace(under, sentence, start, end, has_dates=has_dates) and not _in_header(under, run):
            why = f"The resume names no employer \u201c{under.said(start, end)}\u201d."
            found.append(Found(start, end, "employer", "unsupported", why))
    return found


_TIMES_OF_PRAISE = frozenset({"month", "quarter", "year", "week", "season"})
_OPENS = re.compile(r"\s*(?:while\s+)?at\s+(?:the\s+)?")
_FROM = re.compile(r"\s*(?:(?:is|was)\s+)?(?:from|at|by|,|\()\s*(?:the\s+)?")


def schools(under: Text, sentence: Sentence) -> list[Found]:
    """Names where a school stands beside a degree must be one that the resume names with its studies."""
    found = []
    low = under.folded.lower
    for run in _runs(under, sentence) if sentence.degrees else []:
        start, end = run[0].start, run[-1].end
        beside = any(
            _FROM.fullmatch(low, one.end, start) or _HEADS.fullmatch(low, end, one.start) for one in sentence.degrees
        )
        if beside and not _is_study(under, run):
            why = f"The resume names no studies at \u201c{under.said(start, end)}\u201d."
            found.append(Found(start, end, "degree", "unsupported", why))
    return found


def _is_study(under: Text, run: list[Token]) -> bool:
    """Whether a statement of a school, or one that tells of a degree, holds these words or their initials."""
    words = {token.lower for token in run if token.lower not in stop_words()}
    for statement in under.evidence.statements:
        entry = under.evidence.entries[statement.entry] if statement.entry is not None else None
        if entry is not None and entry.kind == "work":
            continue
        name = [token.lower for token in tokens(fold(entry.organization))] if entry is not None else []
        initials = {"".join(word[0] for word in name), "".join(word[0] for word in name if word not in stop_words())}
        if words <= {token.lower for token in statement.words} or (len(words) == 1 and words <= initials):
            return True
    return False


def _stands_as_workplace(under: Text, sentence: Sentence, start: int, end: int, *, has_dates: bool) -> bool:
    low, piece = under.folded.lower, sentence.piece
    if _OPENS.fullmatch(low, piece.start, start) and _HEADS.match(low, end, piece.end):
        return True
    if _HIRED.search(low[max(piece.start, start - 40) : start]) and _APART.match(low, end, piece.end):
        return True
    is_apart = start == piece.start or _SEPARATED.search(low, piece.start, start)
    if has_dates and is_apart and _HEADS.match(low, end, piece.end) and _is_job_line(under, sentence, (start, end)):
        return True
    for role in sentence.roles:
        if role.end <= start and _AT.fullmatch(low, role.end, start):
            return True
        if not has_dates:
            continue
        behind = role.end <= start and _BESIDE.fullmatch(low, role.end, start) and _APART.match(low, end, piece.end)
        ahead = end <= role.start and start == piece.start and _BESIDE.fullmatch(low, end, role.start)
        if behind or ahead:
            return True
    return False


def _is_job_line(under: Text, sentence: Sentence, name: tuple[int, int]) -> bool:
    """Whether a line without a known employer gives a title of the resume beside a name."""
    if any(mention.entries for mention in sentence.mentions):
        return False
    words = tokens(under.folded, sentence.piece.start, sentence.piece.end)
    rest = {token.lower for token in words if not name[0] <= token.start < name[1]}
    titles = [fold(entry.title) for entry in under.evidence.entries if entry.kind == "work" and entry.title]
    return any({token.lower for token in tokens(title)} <= rest for title in titles)


def _runs(under: Text, sentence: Sentence) -> list[list[Token]]:
    """Capitalised words side by side that are no name known by another rule."""
    taken = [*sentence.named(), *((one.start, one.end) for one in sentence.moments)]
    runs: list[list[Token]] = []
    for token in tokens(under.folded, sentence.piece.start, sentence.piece.end):
        if not token.written[0].isupper() or any(a < token.end and token.start < b for a, b in taken):
            continue
        if runs and not under.folded.text[runs[-1][-1].end : token.start].strip(" &"):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _in_header(under: Text, run: list[Token]) -> bool:
    """Whether a line that names an entry, a place or a fact holds these words: a town, a department, a school."""
    words = {token.lower for token in run if token.lower not in stop_words()}
    return any(
        words <= {token.lower for token in statement.words}
        for statement in under.evidence.statements
        if statement.unit.kind in ("contact", "fact")
        or (statement.unit.kind == "header" and _is_place(under, statement))
    )


def _is_place(under: Text, statement: Statement) -> bool:
    """Whether a statement stands under a job, school or project: whoever gave a certificate employed nobody."""
    return statement.entry is None or under.evidence.entries[statement.entry].kind in PLACES


WORK_RULES = (workplaces, schools)
