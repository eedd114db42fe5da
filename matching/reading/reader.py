"""read_job: a posting's text in, everything it says out. Pure."""

import re

from careercopilot.places import find_place
from matching.reading.closing import read_closing
from matching.reading.company import read_company
from matching.reading.level import read_level
from matching.reading.lines import items
from matching.reading.parts import Ask, asks, parts
from matching.reading.requirements import read_requirements
from matching.reading.salary import find_salary
from matching.reading.title import read_title
from matching.reading.types import JobReading
from matching.reading.whereabouts import read_locations, read_remote
from matching.reading.years import experience_years
from resumes.taxonomy import taxonomy

# HTML tags, and the placeholders of anonymised ads.
_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9_]{0,19})(?:\s[^<>]{0,300})?/?>")
_LINE_TAGS = frozenset("p br li ul ol div h1 h2 h3 h4 h5 h6 tr table section".split())  # noqa: SIM905
_ENDS_IN_OR = re.compile(r"[;,]?\s(?:or|oder)\W*(?:\d\W*)?$", re.IGNORECASE)
_WISH_BEFORE = re.compile(
    r"\b(?:preferabl[ye]|preferred|ideally|idealerweise|plus|optional|bonus)\W+(?:\w+\W+){0,3}$", re.IGNORECASE
)
_WISH_AFTER = re.compile(
    r"^[^.;]*?(?:\b(?:is|are|would be|be) (?:\w+ ){0,3}(?:plus|advantage|asset|bonus|preferred|desirable|beneficial|nice)"
    r"|preferred\b|desirable\b|von vorteil|wünschenswert|a plus\b)",
    re.IGNORECASE,
)
NEAR = 120  # characters; an "or" further away joins something else
TOP = 1_500  # characters at the top where title, employer and place stand on lines of their own
LONGEST = 60_000  # characters; what stands behind is not part of a posting


def read_job(text: str) -> JobReading:
    """Read a posting. Offsets count characters of `text`; what is not said is None or empty."""
    text = _TAG.sub(_blank, text[:LONGEST])
    found = items(text)
    first_lines = [line.strip() for line in text[:TOP].split("\n") if line.strip()][:6]
    gathered = parts(found)
    spans = taxonomy().recognise(text)
    asked = asks(gathered, text, spans)
    title = read_title(text, first_lines)
    locations = read_locations(text, first_lines[0] if first_lines else "")
    years = _least_years(asked)
    return JobReading(
        title=title,
        company=read_company(text, first_lines),
        locations=locations,
        remote=read_remote(text),
        level=read_level(title, text, years),
        min_years=years,
        salary=find_salary(text, _country(locations)),
        requirements=read_requirements(text, asked, spans),
        parts=tuple(part for part, content in gathered if content),
        closes=read_closing(text),
    )


def _blank(tag: re.Match[str]) -> str:
    """As many blanks as a tag is long, so that offsets stay; the first ends the line where the tag does."""
    return ("\n" if tag["name"].lower() in _LINE_TAGS else " ") + " " * (len(tag[0]) - 1)


def _country(locations: tuple[str, ...]) -> str | None:
    place = find_place(locations[0]) if locations else None
    return place.country or None if place else None


def _least_years(asked: list[Ask]) -> float | None:
    """Years of experience asked for: the most of all demands, where alternatives count as the least of them.

    Alternatives are demands with an "or" between them, in one item or at the end of one.
    """
    demands: list[float] = []
    joined = False
    for ask in asked:
        if ask.part in ("preferred", "responsibilities"):
            continue
        years = _demanded(ask)
        if years is not None and joined and demands:
            demands[-1] = min(demands[-1], years)
        elif years is not None:
            demands.append(years)
        joined = _ENDS_IN_OR.search(ask.item.text) is not None and (years is not None or joined)
    return max(demands, default=None)


def _demanded(ask: Ask) -> float | None:
    """The years that one item demands."""
    text, demanded, last = ask.item.text, None, 0
    for years, start, end in experience_years(text):
        if ask.nice and _wished(text, start, end):
            continue
        between = text[last:start]
        if demanded is None:
            demanded = years
        elif len(between) <= NEAR and re.search(r"\b(?:or|oder)\b", between, re.IGNORECASE):
            demanded = min(demanded, years)
        else:
            demanded = max(demanded, years)
        last = end
    return demanded


def _wished(text: str, start: int, end: int) -> bool:
    """Whether the words close to a demand of years make it a wish."""
    return bool(_WISH_BEFORE.search(text[max(0, start - 32) : start]) or _WISH_AFTER.search(text[end : end + 70]))
