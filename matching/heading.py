"""What stands above a resume's first section and is no work: the line with the name, contact lines, personal particulars.

Pure; gives places in the text. A part of a line ends at a bar, a dot in the middle, a tab or a wide gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aiplatform.safety.contact import contact_spans
from aiplatform.safety.names import known_as
from resumes.parsing.types import ParsedResume
from resumes.parsing.vocabulary import org_score, title_score

Span = tuple[int, int]
LONGEST_HEADER = 1500  # characters; a first section that starts later was not the first
FIRST_LINES = 8  # taken for the header where no section was found
LONGEST_CONTACT = 10  # words of a part of a line that tells how to reach somebody and nothing else
CONTACT = frozenset({"EMAIL", "PHONE", "URL", "HANDLE", "ADDRESS"})
_PART = re.compile(r"(?:(?!\s*[|\u2022\u00b7\u2219\u25cf\u25aa\u25c6\u2666\t]|\s{3,})[^\n])+")
_WORD = re.compile(r"[^\W\d_](?:[\w'\u2019.-]*\w)?")
_TITLES = re.compile(
    r"\b(?:Dr|Prof|Ing|Dipl|Mag|med|rer|nat|phil|jur|Mr|Mrs|Ms|Miss|Mx|Herr|Frau|Mme|Sir|Dame)\b\.?(?:-Ing\.?)?|"
    r",?\s*\b(?:Ph\.?D|M\.?Sc|B\.?Sc|M\.?B\.?A|M\.?D|M\.?A|B\.?A|R\.?N|CPA|PMP|Esq|Jr|Sr)\b\.?$"
)
_BRACKETS = re.compile(r"\([^)\n]*\)|\[[^\]\n]*\]")
_START = r"(?:^|(?<=[|\u2022\u00b7\u2219\u25cf\u25aa\u25c6\u2666\t]))[^\w\n]*"
_END = r"(?=\s*(?:$|[|\u2022\u00b7\u2219\u25cf\u25aa\u25c6\u2666\t]))"
_LABELS = (
    r"date of birth|birth ?date|d\.?o\.?b\.?|place of birth|birth ?place|nationality|citizenship|religion|denomination|age|sex|"
    r"gender|pronouns?|marital status|civil status|family status|children|dependants?|"
    r"geburtsdatum|geburtsort|geburtstag|staatsangeh\u00f6rigkeit|nationalit\u00e4t|konfession|familienstand|kinder|geschlecht|alter|"
    r"date de naissance|lieu de naissance|nationalit\u00e9|\u00e9tat civil|situation (?:familiale|de famille)|enfants|sexe|\u00e2ge|"
    r"fecha de nacimiento|lugar de nacimiento|nacionalidad|estado civil|religi\u00f3n|hijos|sexo|edad|"
    r"data di nascita|luogo di nascita|nazionalit\u00e0|cittadinanza|stato civile|religione|figli|sesso|et\u00e0|"
    r"geboortedatum|geboorteplaats|nationaliteit|burgerlijke staat|godsdienst|kinderen|geslacht|leeftijd"
)
_MARRIED = (
    r"single|married|divorced|widowed|ledig|verheiratet|geschieden|verwitwet|c\u00e9libataire|mari\u00e9e?|divorc\u00e9e?|pacs\u00e9e?|"
    r"solter[oa]|casad[oa]|divorciad[oa]|nubile|celibe|sposat[oa]|divorziat[oa]|gehuwd|ongehuwd|getrouwd"
)
_CHILDREN = r"(?:\w+\s)?(?:child(?:ren)?|kids?|kind(?:er(?:en)?)?|enfants?|hij[oa]s?|figli[oa]?)"
_AND = r"\s*(?:,|;|/|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b)\s*"
PARTICULARS = tuple(
    re.compile(_START + pattern + _END, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"(?:{_LABELS})\s*[:\u2013-][^\n|\u2022\u00b7\u2219\u25cf\u25aa\u25c6\u2666\t]{{0,60}}",
        r"(?:born\s+(?:(?:on|in|at)\s|\d)|geboren\s+(?:(?:am|in|op|te)\s|\d)|geb\.\s*(?:am\s*)?\d|n\u00e9e?\s+(?:le|\u00e0|en)\s|"
        r"nacid[oa]\s+(?:el|en)\s|nat[oa]\s+(?:il|a|nel|in)\s)[^\n|\u2022\u00b7\u2219\u25cf\u25aa\u25c6\u2666\t]{0,100}",
        rf"(?:{_MARRIED})(?:{_AND}{_CHILDREN})?\.?",
        rf"(?:\d|one|two|three|four|zwei|drei|vier|deux|trois|dos|tres|due|tre|twee|drie)\s{_CHILDREN}\.?",
    )
)


def header_end(resume: ParsedResume) -> int:
    """Where the first section starts, else the end of the first lines."""
    end = min((one.start for one in resume.sections if one.start is not None), default=-1)
    if 0 <= end <= LONGEST_HEADER:
        return end
    lines = resume.text.splitlines(keepends=True)
    return min(sum(map(len, lines[:FIRST_LINES])), LONGEST_HEADER)


def named_line(resume: ParsedResume) -> tuple[str, Span] | None:
    """The name in the first line and the place of that line, where parsing took it for no name: a trade is a family name too.

    Capitalised words that people are called by, above a line that tells a title or how to reach them.
    """
    lines = list(re.finditer(r"[^\n]+", resume.text[: header_end(resume)]))
    if resume.name is not None or len(lines) < 2:
        return None
    first = lines[0].group()
    words = _WORD.findall(_TITLES.sub(" ", _BRACKETS.sub(" ", first)))
    said = _BRACKETS.sub("", first)
    if not 2 <= len(words) <= 4 or any(char.isdigit() for char in said) or org_score(said):
        return None
    below = next((line for line in lines[1:] if line.group().strip()), None)
    is_followed = below is not None and (
        title_score(below.group()) > 0 or any(kind in CONTACT for *_, kind in contact_spans(below.group()))
    )
    return (" ".join(words), lines[0].span()) if is_followed and _are_a_name(words) else None


def _are_a_name(words: list[str]) -> bool:
    """Whether people are called by these words: by all of them, or by one that is nothing else."""
    kinds = [known_as(word) for word in words]
    called = ["g" in kind or "f" in kind for kind in kinds]
    is_sure = any(call and "c" not in kind and "p" not in kind for call, kind in zip(called, kinds, strict=True))
    shaped = all(word[0].isupper() for word in words)
    return shaped and (is_sure or (all(called) and "g" in kinds[0]))


def contact_places(resume: ParsedResume) -> Iterator[Span]:
    """Parts of the header's lines that tell where somebody lives or how to reach them."""
    end = header_end(resume)
    fields = [one for one in (resume.email, resume.phone, *resume.links) if one is not None]
    known = [(one.start, one.end) for one in fields if one.start is not None and one.end is not None]
    known += [(start, stop) for start, stop, kind in contact_spans(resume.text[:end]) if kind in CONTACT]
    place = resume.location
    if place is not None and place.start is not None and place.end is not None and place.end <= end:
        yield place.start, place.end
    for part in _PART.finditer(resume.text[:end]):
        inside = [(start, stop) for start, stop in known if part.start() <= start and stop <= part.end()]
        if inside:
            rest = part.group()
            for start, stop in sorted(inside, reverse=True):
                rest = rest[: start - part.start()] + rest[stop - part.start() :]
            is_more = len(rest.split()) > LONGEST_CONTACT or title_score(rest) > 0
            yield from inside if is_more else [part.span()]
