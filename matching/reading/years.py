"""Years of experience asked for, told apart from a company's age, a contract's term and a person's age. Pure."""

import re
from functools import lru_cache

_I = re.IGNORECASE
_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "ein": 1,
    "eine": 1,
    "einem": 1,
    "einjährige": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "zehn": 10,
    "deux": 2,
    "trois": 3,
    "cinq": 5,
    "dos": 2,
    "tres": 3,
    "cinco": 5,
}
_NUMBER = rf"(?:\d{{1,2}}(?:[.,]5)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
YEARS = re.compile(
    rf"(?<![\w.,$€£])(?:\+\s?)?(?P<low>{_NUMBER})(?:\s?\(\d{{1,2}}\))?(?P<half>\s(?:and\s(?:a|"
    rf"one)[-\s]half|1/2))?(?:\s?\+|\splus|\sor\smore|\soder\smehr)?"
    rf"(?:\s?(?:-|–|—|to|bis|or|oder|à|a)\s?(?P<high>{_NUMBER})(?:\s?\(\d{{1,2}}\))?)?(?:\s?\+|\splus|"
    rf"\sor\smore|\soder\smehr)?[\s-]{{0,2}}"
    r"(?:full\s)?(?P<unit>years?|yrs?|jahren?|jahre|jährige\w*|ans|años|anni|anos|jaar|års?|months?|"
    r"monate?n?)\b(?:\s?\+)?['’]?",
    _I,
)
_SEVERAL = re.compile(
    r"\b(?:several|multiple|many|some|a few|a number of|mehrere) years?\b|\bmehrjährig\w*|\bmehrere\w* "
    r"jahre\w*|\blangjährig\w*|\bplusieurs années",
    _I,
)
SEVERAL = 2.0  # what "several years" cannot be less than
_ABOUT_WORK = re.compile(
    r"experience|erfahrung|background|hands[- ]on|track record|work(?:ing|ed)?\b|practice|practical|"
    r"expérience|experiencia|esperienza|ervaring|erfaring|as an?\b|in (?:a |an |the "
    r")?(?:\w+[- ]){0,3}(?:role|position|environment|field|industry|capacity|development)"
    r"|doing|developing|using|managing|leading|building|programming|coding|required|proficien\w+|"
    r"expertise|knowledge|industry|seniority|tätig\w*|berufs\w*",
    _I,
)
_NOT_WORK = re.compile(
    r"\b(?:founded|since|for (?:more than|over|almost|nearly|the past|the last)|history|tradition|"
    r"celebrat\w+|anniversary|years? ago|old\b|years of age|aged?|period of|contract|fixed[- ]term|"
    r"temporary|duration|extension|extend\w*|limited to|appointment|appointed|for a term|position is|"
    r"warranty|over the (?:next|last|past|coming)|(?:next|coming|past|last|first|within the last) "
    r"(?:\w+ )?(?:\d+|two|three|five|ten|fifteen) years|every \w+ years"
    r"|in business|we have|our (?:company|history|\d+)|company|market|growth|grown|degree course|"
    r"programme? of|high school (?:diploma )?graduat|plan|term of|funded|employment is|probation|"
    r"ausbildung von|befristet|seit|alt|tradition|unternehmen|each year of|one year of (?:college|"
    r"training|education))\b",
    _I,
)
_AT_MOST = re.compile(
    r"(?<!\bno )(?<!\bnot )\b(?:less|fewer|no more|not more|younger) than\s$|\b(?:at most|maximum(?: of)?|max\.?|up to|"
    r"höchstens|bis zu|maximal)\s$",
    _I,
)
_TERM = re.compile(
    r"\W{0,2}(?:project|position|contract|internship|program|phd|fellowship|stipend|appointment|"
    r"maternity|assignment|employment|degree|master|bachelor|period|time ?frame|warranty)",
    _I,
)
REACH = 70  # characters around the figure


@lru_cache(maxsize=1024)  # each item is asked several times over
def experience_years(text: str) -> tuple[tuple[float, int, int], ...]:
    """(least years, start, end) for each demand of experience in a sentence; "3-5 years" asks for 3."""
    found = []
    for m in YEARS.finditer(text):
        unit = m["unit"].lower()
        years = _value(m["low"]) + (0.5 if m["half"] else 0.0)
        if unit.startswith(("month", "monat")):
            years = round(years / 12, 2)
        if years <= 30 and _about_work(text, m.start(), m.end(), unit):
            found.append((years, m.start(), m.end()))
    for m in _SEVERAL.finditer(text):
        if _about_work(text, m.start(), m.end(), m[0].lower()):
            found.append((SEVERAL, m.start(), m.end()))
    return tuple(found)


def _value(word: str) -> float:
    return float(_WORDS[word.lower()]) if word.lower() in _WORDS else float(word.replace(",", "."))


def _about_work(text: str, start: int, end: int, unit: str) -> bool:
    around = text[max(0, start - REACH) : start], text[end : end + REACH]
    if unit.startswith(("jährige", "mehrjährig", "langjährig")):
        return bool(re.match(r"\w*[\s\w-]{0,40}(?:erfahrung|praxis|tätigkeit|kenntnisse|berufs)", around[1], _I))
    if _AT_MOST.search(around[0]) or _TERM.match(around[1]):
        return False
    close = text[max(0, start - 45) : end + 45]
    if _NOT_WORK.search(close) and not re.match(r"\W{0,3}(?:of )?(?:[\w/-]+ ){0,4}experience", around[1], _I):
        return False
    if _NOT_WORK.search(around[0][-45:]) and re.search(
        r"\b(?:we|our|company|founded|team (?:has|with))\b", around[0], _I
    ):
        return False
    if re.match(r"(?:['’]|\s?\+)?\s(?:of|in|as|with|working|doing|using|on|at)\s\w", around[1], _I):
        return True
    return bool(_ABOUT_WORK.search(around[1]) or _ABOUT_WORK.search(around[0]))
