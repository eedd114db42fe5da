"""Where a resume states a qualification: the lines that name a certificate, licence, card or registration. Pure.

A job title states none: who works as an electrician may or may not hold the certificate. Outside of education and
certificates a line must itself name a qualification, so that "built on AWS" is no AWS certificate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from matching.ml.words import tokens, weight
from resumes.parsing.types import Entry, ParsedResume

State = Literal["met", "partial", "missing", "unknown"]
NAMED, NEAR = 0.6, 0.4  # share of a requirement's telling words that a line holds: the same thing, perhaps another
STATED_IN = ("certifications", "education")  # whose lines are qualifications by their place
_I = re.IGNORECASE
# Names that are a qualification by themselves, one group a name.
_NAMES = re.compile(
    r"\b(?:(?P<driving>(?<!forklift )driv(?:er['’]?s?|ing) licen[cs]e|führerschein|permis de conduire)|(?P<aid>first aid(?:er)?)|"
    r"(?P<dbs>dbs)|(?P<pmp>pmp)|(?P<prince>prince2)|(?P<cissp>cissp)|(?P<cpa>cpa)|(?P<acca>acca)|(?P<cfa>cfa)|"
    r"(?P<cima>cima)|(?P<ccna>ccna)|(?P<itil>itil)|(?P<clearance>security clearance))\b",
    _I,
)
_QUALIFICATION = re.compile(
    r"\b[ns]vqs?\b|\bbtec\b|\bhn[cd]\b|\bcity (?:&|and) guilds\b|\bdiplom(?:as?|e)?\b|\bgesellenbrief\b|\bmeisterbrief\b|"
    r"(?<!software )\blicen[cs](?:es?|ed|ure)\b(?! (?:management|compliance|agreements?|costs?|fees?|keys?|servers?))|"
    r"\bcertifi(?:ed|cates?|cations?)\b|\bzertifi\w+|\baccredit(?:ed|ation)\b|\bchartered\b|"
    r"\b(?:[A-Z]{3,5}|gold|blue|green|red|black|skills|smart|site) card\b|"
    r"(?<!post-)(?<!pre-)\bregistration (?:with|as)\b|(?-i:\b[A-Z]{2,5}) (?:registration|registered|pin)\b|"
    r"\b(?:valid|current|active|professional|nurs\w+|state) registration\b|\bgas safe\b|"
    r"\bregistered (?:with|as|nurse|general nurse|mental health nurse|midwife|practitioner|manager|social worker|\w+ist)\b",
    _I,
)
_VOCATIONAL = re.compile(r"\b(?:[ns]vqs?|btec|hn[cd]|diploma|city (?:&|and) guilds)\b", _I)
_LEVEL = re.compile(r"\b(?:level|lvl|stufe|niveau) ?(\d)\b", _I)
_CLASS = re.compile(r"\b(?:class(?:es)?|category|cat\.?|klassen?|categor[ií]a) ([a-d]e?\d?)\b", _I)
_FILLER = re.compile(
    r"\b(?:certifi\w+|accredit\w+|qualifi\w+|valid|current|active|required|requires?|must|hold\w*|possess\w*|have|having|"
    r"ability to obtain|or equivalent|similar|minimum|recogni[sz]ed|relevant|an?|the|with|in|of|and|or|plus|is|are|be|"
    r"preferred|desirable|advantage|essential|level \d)\b",
    _I,
)
_ONGOING = re.compile(
    r"\b(?:candidate|student|exams?|in progress|studying|towards?|expected|pursuing|preparing|part-qualified|sections? passed|"
    r"level i{1,2})\b",
    _I,
)
_CLAUSE = re.compile(r"[;:.](?:\s+|$)")
_AWARDS = frozenset(
    {"licence", "card", "registration", "diploma", "certificate"}
)  # words that every award of its kind holds
# Forms of one word; registered and registration say the same here.
_FORMS = {"registered": "registration", "licensed": "licence", "license": "licence", "diplom": "diploma", "svq": "nvq"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a resume: its words, the section it stands in, and whether it heads an entry of work."""

    start: int
    text: str
    words: frozenset[str]
    section: str = ""
    is_job_title: bool = False

    @property
    def may_state(self) -> bool:
        """Whether a qualification that the line names is stated there."""
        by_place = self.section in STATED_IN
        return not self.is_job_title and (
            by_place or bool(_QUALIFICATION.search(self.text) or _NAMES.search(self.text))
        )


def names_qualification(text: str) -> bool:
    """Whether a requirement asks for something that is awarded: a certificate, a licence, a card, a registration."""
    return bool(_QUALIFICATION.search(text) or _NAMES.search(text))


def names_vocational(text: str) -> bool:
    """Whether a requirement asks for a vocational award by name, which no academic degree stands for."""
    return bool(_VOCATIONAL.search(text))


def telling(text: str) -> dict[str, float]:
    """The words of a requirement that say what it is about, with their weights."""
    return {word: value for word in dict.fromkeys(tokens(text)) if (value := weight(word)) >= 0.35}


def lines_of(parsed: ParsedResume) -> list[Line]:
    """All lines of a resume that hold a word, in order."""
    heads = _heads(entry for section in parsed.sections for entry in section.entries)
    lines, at = list[Line](), 0
    for raw in parsed.text.split("\n"):
        if raw.strip():
            section = _section(parsed, at)
            is_title = any(start < at + len(raw) and at < end for start, end in heads)
            lines.append(Line(at, " ".join(raw.split()), frozenset(tokens(raw)), section, is_title))
        at += len(raw) + 1
    return lines


def _section(parsed: ParsedResume, at: int) -> str:
    inside = (one for one in parsed.sections if one.start is not None and one.end is not None)
    return next((one.kind for one in inside if (one.start or 0) <= at < (one.end or 0)), "")


def _heads(entries: Iterable[Entry]) -> list[tuple[int, int]]:
    """Where the titles of work stand."""
    titles = [entry.title for entry in entries if entry.kind in ("work", "volunteer")]
    return [(one.start, one.end) for one in titles if one and one.start is not None and one.end is not None]


def closest(wanted: dict[str, float], lines: Sequence[Line]) -> tuple[Line | None, float]:
    """The line that holds the largest share of the telling words, and that share."""
    total = sum(wanted.values())
    best, share = None, 0.0
    for line in lines if total else ():
        held = sum(value for word, value in wanted.items() if word in line.words) / total
        if held > share:
            best, share = line, held
    return best, share


def qualification(text: str, lines: Sequence[Line]) -> tuple[State, Line | None, str]:
    """Whether a resume states the qualification that a requirement names: (state, the line, a note)."""
    text = ". ".join(clause for clause in _CLAUSE.split(text) if names_qualification(clause)) or text
    stating = [line for line in lines if line.may_state]
    names = {found.lastgroup for found in _NAMES.finditer(text)}
    rest = _wanted(_NAMES.sub(" ", text))
    for line in stating:
        if names & {found.lastgroup for found in _NAMES.finditer(line.text)}:
            wanted = _wanted(text)
            if closest(wanted, [_plain(line)])[1] >= NEAR or not wanted:
                return checked(text, line)
            return "partial", line, "Shows a part of it"
    if names and not rest:
        return "missing", None, "Not found in the resume"
    if not rest:
        return "unknown", None, "The posting does not name the certificate"
    core = rest.keys() - _AWARDS
    best, share = closest(rest, [plain for line in stating if (plain := _plain(line)).words & core or not core])
    if best and share >= NAMED and not names:
        return checked(text, best)
    if best and share >= NEAR:
        return "partial", best, "The closest passage; it may be another certificate"
    return "missing", None, "Not found in the resume"


def _wanted(text: str) -> dict[str, float]:
    return {_FORMS.get(word, word): value for word, value in telling(_FILLER.sub(" ", text)).items()}


def _plain(line: Line) -> Line:
    words = frozenset(_FORMS.get(word, word) for word in line.words)
    return Line(line.start, line.text, words, line.section, line.is_job_title)


def checked(text: str, line: Line) -> tuple[State, Line | None, str]:
    """A named qualification is met unless the line names a lower level or another class, or says that it is under way."""
    asked, has = (max(map(int, _LEVEL.findall(one)), default=0) for one in (text, line.text))
    if has and has < asked:
        return "partial", line, f"Level {has}; the posting names level {asked}"
    classes, held = ({one.lower() for one in _CLASS.findall(words)} for words in (text, line.text))
    if classes and held and not classes & held:
        return "partial", line, "Another class than the posting names"
    if _ONGOING.search(line.text) and not _ONGOING.search(text):
        return "partial", line, "Under way, by these words"
    return "met", line, ""
