"""What must not count is blanked before any fact is read: who somebody is, where they studied, when, and how they look.

Blanked with spaces of the same length, so that every offset still holds: name, contact lines and the place above the first
section (both are read as fields); third-person pronouns and titles such as Ms; schools; years; lines on age, birth,
nationality, religion, family and photo; leave named as the reason of a gap; instructions to a machine and what is said
again. Nothing else: employers and places of work are facts of the work, and names of other people stay. The paired
swaps of `matching.fairness_audit` hold this for every ranker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aiplatform.safety.detect import log_odds
from aiplatform.safety.names import is_common_word
from matching.education import degree_level
from matching.heading import PARTICULARS, contact_places, named_line
from resumes.parsing.types import Field, ParsedResume, Section
from resumes.taxonomy import taxonomy

_PRONOUN = re.compile(
    r"(?<![\w'\u2019-])(?:s?he|her|hers|herself|him|his|himself|they|them|their|theirs|themsel(?:f|ves)|xe|ze|hir|zir)"
    r"(?:\s?/\s?(?:s?he|her|hers|him|his|they|them|theirs?))*(?![\w'\u2019-])",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[]\s*" + _PRONOUN.pattern + r"\s*[)\]]", re.IGNORECASE)
_TITLE = re.compile(
    r"(?<![\w.])(?:Mr|Mrs|Ms|Miss|Mx|Herr|Frau|Fr\u00e4ulein|Monsieur|Madame|Mme|Mlle|Se\u00f1ora?)(?!\w)\.?"
)
_YEAR = re.compile(r"(?<![\d,.])(?:19[4-9]\d|20[0-4]\d)(?![\d,]|\.\d)")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|januar|februar|m\u00e4rz|mai|juni|juli|oktober|dezember"
)
# "March 2019", "03/2019", "12 March 2019": the year goes with what dates it.
_DATED = re.compile(rf"(?:\b\d{{1,2}}\.?\s)?\b(?:{_MONTH})\b\.?,?\s*$|(?<!\d)(?:\d{{1,2}}[./-]){{1,2}}$", re.IGNORECASE)
_LOOK_BACK = 24
_FAMILY = r"(?:,\s*(?:single|married|divorced|widowed|ledig|verheiratet|\w+ child(?:ren)?|\w+ kind(?:er)?))*"
_AGE = re.compile(
    r"(?:\b(?:date of birth|birth ?date|d\.?o\.?b\.?|born(?: on| in)?|geboren(?: am)?|geburtsdatum)\b[\s:]*"
    r"(?:[\w.,/ ]{0,20}\d{2,4})|\b(?:aged?|alter)[\s:]+\d{2}\b(?: years?| jahre)?|\b\d{2}[- ]years?[- ]old\b)"
    + _FAMILY,
    re.IGNORECASE,
)
# A line of personal particulars: its name, then a short value.
_PARTICULAR = re.compile(
    r"^[^\w\n]*(?:age|sex|gender|pronouns?|marital status|family status|children|religion|photo(?:graph)?|portrait|"
    r"familienstand|geschlecht|foto|lichtbild|bewerbungsfoto)\b[^\w\n]*"
    r"(?:[:\u2013-][^\n]{0,60}|(?:attached|enclosed|on request)?[^\w\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_LEAVE = re.compile(
    r"\b(?:career break|parental leave|maternity leave|paternity leave|family leave|sabbatical|gap year|elternzeit)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:universi\w+|college|school|academy|institut\w*|polytechnic|\w*hochschule|hochschule\w*|\w*akademie|\w*schule|"
    r"\u00e9cole|ecole|escuela|universidad\w*|instituto|lyc\u00e9e|gymnasium|seminary|conservatory)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_](?:[\w'\u2019-]*\w)?")

_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WORDLESS = re.compile(r"^[^\w\n]+$", re.MULTILINE)
SURE = 2.5  # log odds from which a line is blanked; a flag (`aiplatform.safety.scan`) needs less and lowers no score
LEAST_INSTRUCTION = 4  # words
RUN, LEAST_RUN = 3, 5  # lines that stand above already, and their words together

Span = tuple[int, int]


def neutral(resume: ParsedResume) -> ParsedResume:
    """The resume with its text, and the text of its sections, blanked; every field and offset stays as it was.

    Doing it twice changes nothing more.
    """
    person = (resume.name, resume.email, resume.phone, *resume.links)
    headed = named_line(resume)
    stated = resume.name.value if resume.name else headed[0] if headed else ""
    names = [stated] if stated else []
    schools = _schools(resume)
    placed = [*_placed(person), *_placed(schools), *contact_places(resume), *([headed[1]] if headed else [])]
    values = [*names, *(school.value for school in schools)]
    text = blanked(resume.text, names=names, values=values, spans=placed, kept=_working_words(resume))
    sections = tuple(replace(one, text=_section_text(one, text)) for one in resume.sections)
    return replace(resume, text=text, sections=sections)


def blanked(
    text: str,
    *,
    names: Sequence[str] = (),
    values: Sequence[str] = (),
    spans: Iterable[Span] = (),
    kept: frozenset[str] = frozenset(),
) -> str:
    """`text` with these spans, whole `values`, parts of `names` and everything personal by its form made spaces.

    A part of a name that stands in `kept` (lower case) stays where it stands alone."""
    out = list(text)
    for start, end in (*spans, *_by_value(text, values), *_by_part(text, names, kept), *_by_form(text)):
        out[start:end] = [char if char == "\n" else " " for char in out[start:end]]
    # Bars and dashes between what was blanked tell that something stood there.
    return _WORDLESS.sub(lambda match: " " * len(match.group()), "".join(out))


def _schools(resume: ParsedResume) -> list[Field]:
    """Where somebody studied, as read from education entries."""
    entries = [entry for section in resume.sections for entry in section.entries if entry.kind == "education"]
    named = [entry.organization for entry in entries if entry.organization is not None]
    # A degree read as a school is the work's, not theirs; "Hochschule am See" and "Master School" are schools all the same.
    return [one for one in named if _SCHOOL.search(one.value) or degree_level(one.value) is None]


def _working_words(resume: ParsedResume) -> frozenset[str]:
    """Words of titles, degrees and skills, lower case: "Cook" in "Head cook" is the work and not the person."""
    entries = [entry for section in resume.sections for entry in section.entries]
    fields = [*resume.skills, *(field for entry in entries for field in (entry.title, entry.degree, entry.area))]
    return frozenset(word.lower() for one in fields if one is not None for word in _WORD.findall(one.value))


def _section_text(section: Section, text: str) -> str:
    """A section's part of the blanked text, its lines joined and without its heading."""
    if section.start is None or section.end is None:
        return blanked(section.text)
    part = text[section.start : section.end].strip()
    return " ".join(part.removeprefix(section.heading).split())


def _placed(fields: Iterable[Field | None]) -> Iterator[Span]:
    for one in fields:
        if one is not None and one.start is not None and one.end is not None:
            yield one.start, one.end


def _by_value(text: str, values: Sequence[str]) -> Iterator[Span]:
    """Every place where one of the values stands as a whole, in any case and spacing."""
    for value in values:
        words = value.split()
        if words:
            pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
            yield from (match.span() for match in re.finditer(pattern, text, re.IGNORECASE))


def _by_part(text: str, names: Sequence[str], kept: frozenset[str]) -> Iterator[Span]:
    """A part of a name alone; one that is also a common word ("Lan", "Grace") only as it is written in the name."""
    parts = {part for name in names for part in _WORD.findall(name) if len(part) > 1 and part.lower() not in kept}
    parts -= {part for part in parts if _names_a_skill(part)}
    shouted = {part.upper() for part in parts if not is_common_word(part)}
    for match in _WORD.finditer(text) if parts else ():
        stem = re.sub(r"['\u2019]s$", "", match.group())
        if stem in parts or stem in shouted:
            yield match.start(), match.end()


def _names_a_skill(word: str) -> bool:
    """True where a skill is written just so: "Ruby", but not "Lan" for LAN."""
    term = taxonomy().lookup(word)
    return term is not None and term.label == word


def _said_to_machines(text: str) -> Iterator[Span]:
    """Lines with a sentence that surely instructs a machine reader: they tell nothing of the work."""
    for line in _LINE.finditer(text):
        sentences = [part for part in _SENTENCE.split(line.group()) if len(part.split()) >= LEAST_INSTRUCTION]
        if any(log_odds(part) >= SURE for part in sentences):
            yield line.span()


def _said_again(text: str) -> Iterator[Span]:
    """Runs of lines that stand above already, word for word: a text pasted twice says nothing more."""
    lines = [line for line in _LINE.finditer(text) if line.group().strip()]
    words = [tuple(line.group().split()) for line in lines]
    first: dict[tuple[tuple[str, ...], ...], int] = {}
    for at in range(len(words) - RUN + 1):
        run = tuple(words[at : at + RUN])
        if sum(map(len, run)) >= LEAST_RUN and first.setdefault(run, at) + RUN <= at:
            yield lines[at].start(), lines[at + RUN - 1].end()


def _by_form(text: str) -> Iterator[Span]:
    yield from _said_to_machines(text)
    yield from _said_again(text)
    for pattern in (*PARTICULARS, _BRACKETED, _PRONOUN, _TITLE, _AGE, _PARTICULAR, _LEAVE):
        yield from (match.span() for match in pattern.finditer(text))
    for year in _YEAR.finditer(text):
        before = text[max(0, year.start() - _LOOK_BACK) : year.start()]
        dated = _DATED.search(before)
        yield year.start() - (len(before) - dated.start() if dated else 0), year.end()
