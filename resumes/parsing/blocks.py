"""What blank lines say in a text, where there is no other layout: which lines are one job's, and which are its points."""

from __future__ import annotations

from itertools import pairwise

from resumes.parsing.characters import word_set
from resumes.parsing.dates import find_dates, is_date_text, without_dates
from resumes.parsing.drafts import FIELD_LABEL, Draft, Role, sentence_like
from resumes.parsing.lines import Line
from resumes.parsing.vocabulary import org_score, place_score, title_score

BLANK = 0.7  # line heights of white space above from which on a line opens a block
_MOST_ABOVE = 3  # lines of a header above its dates
_SMALL = word_set(
    "of and the for in at to a an de la le les du des d di del della do da dos e et y und von der den van voor für & on"
)
_LONGEST_POINT = 45  # words; more is a paragraph


def opens_block(line: Line) -> bool:
    """True for a line below a blank one."""
    return line.gap > BLANK


def free_labels(lines: list[Line]) -> None:
    """Take "1. Company: Acme" out of the list that its number makes it an item of: it heads a job."""
    for line in lines:
        if line.bullet and not line.page and FIELD_LABEL.match(line.text):
            line.bullet = False


def demote_stray_dates(roles: list[Role]) -> None:
    """In jobs of a text: a year that ends a duty ("Maintenance of nine sites since 2020") heads no job.

    It stands in the block of a job whose period is told above it, on a line that names no title.
    """
    told, alone = False, -_MOST_ABOVE
    for role, below in pairwise(roles):
        single = role.kind == "date" and not any(span.is_range for span in find_dates(role.line.text))
        if single and below.kind == "date" and not role.line.page and not opens_block(below.line):
            told_below = any(span.is_range for span in find_dates(below.line.text)) and not is_date_text(role.line.text)
            role.kind = "text" if told_below else role.kind  # "Pilot @ Oceandeep (bought in 2019)", its period below
    for index, role in enumerate(roles):
        told = told and not opens_block(role.line)
        if role.kind != "date" or role.line.page:
            continue
        if told and (_stray(role.line) or index - alone < _MOST_ABOVE and not is_date_text(role.line.text)):
            role.kind = "text"
        else:
            told = told or any(span.is_range for span in find_dates(role.line.text))
            alone = index if is_date_text(role.line.text) and opens_block(role.line) else -_MOST_ABOVE


def _stray(line: Line) -> bool:
    if is_date_text(line.text) or any(_two_ends(line.text[span.at : span.to]) for span in find_dates(line.text)):
        return False
    rest = without_dates(line.text)
    return len(rest.split()) > 3 and (title_score(rest.split(",")[0]) < 0.8 or len(rest.split()) > 6)


def _two_ends(period: str) -> bool:
    """True for "2014 - 2017" and "2020 to date", not for "since 2020"."""
    return period[:1].isdigit() and not period.strip().isdigit() or any(mark in period for mark in "–—-→/")


def block_start(roles: list[Role], anchor: int, start: int, floor: int) -> int:
    """Where the entry dated at `anchor` begins: the first line of its block, where blank lines part the jobs of a text.

    `start` is what the other entries suggest, `floor` the first line that is free.
    """
    if roles[anchor].line.page:
        return start
    first = anchor
    while first > floor and not opens_block(roles[first].line):
        first -= 1
    above = roles[first:anchor]
    if first < start:
        fits = opens_block(roles[first].line) and len(above) <= _MOST_ABOVE
        return first if fits and all(_may_head(role) for role in above) else start
    before = first - 1
    while before > 0 and not opens_block(roles[before].line):
        before -= 1
    told = any(role.kind in ("item", "more", "date") for role in roles[before:first])
    return first if first > start and told else start


def _may_head(role: Role) -> bool:
    return role.kind == "text" and not sentence_like(role.line) and len(role.line.text.split()) <= 12


def reads_like_duty(draft: Draft, line: Line) -> bool:
    """In a text: below a title with its dates, a line mostly in lower case ("Fault finding, data cabling") names no employer."""
    titled = any(title_score(without_dates(other.text).split(",")[0]) >= 0.8 for other in draft.header)
    if line.page or not titled or org_score(line.text) >= 0.7 or place_score(line.text) >= 0.9:
        return False
    words = [word for word in line.text.split() if word[0].isalpha()]
    telling = [word for word in words[1:] if word.strip(",") not in _SMALL]
    return len(words) >= 4 and sum(word[0].islower() for word in telling) * 2 >= len(telling) > 0


def points_of(draft: Draft) -> None:
    """In a text: duties without marks, one a line, are points like those with marks; a paragraph stays one."""
    lines = [line for paragraph in draft.text for line in paragraph]
    if draft.items or len(lines) < 2 or any(line.page for line in lines):
        return
    if all(_a_point(line) for line in lines):
        draft.items, draft.text = [[line] for line in lines], []


def _a_point(line: Line) -> bool:
    text = line.text
    sentences = text.rstrip(". ").count(". ")
    return not text[:1].islower() and len(text.split()) <= _LONGEST_POINT and sentences < 2 and not text.endswith(":")
