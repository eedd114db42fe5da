"""Checks of what machines can read, of contact data, sections and hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resumes.ats.places import at, entries, quoted
from resumes.ats.types import Observation, Place
from resumes.parsing.types import ParsedResume

# A few swapped lines come from a title row or a side note; from this share on the page is read out of order.
MIXED_FROM = 0.05
TINY_POINTS = 7.0
# Half a page of running text holds about 200 to 250 words.
THIN_WORDS = 200
# A stray comma or bullet without ink is a slip of the typesetting, not a hidden word.
HIDDEN_LETTERS = 3
# These headings say themselves that the rest follows.
_REST = re.compile(r"(?i)(?:other|additional|further|more|miscellaneous|misc|general|relevant)\b|.*\binformation$")
_GARBLED = re.compile(r"\(cid:\d+\)|\ufffd|(?<=[^\W\d_])[\ue000-\uf8ff](?=[^\W\d_])")


def _number(parsed: ParsedResume, key: str) -> float:
    value = parsed.layout.get(key)
    return float(value) if isinstance(value, int | float) else 0.0


def observe(parsed: ParsedResume) -> Iterator[Observation]:
    """All observations of this module."""
    yield from _pages(parsed)
    yield from _drawing(parsed)
    yield _hidden(parsed)
    yield from _contact(parsed)
    yield from _sections(parsed)


def _pages(parsed: ParsedResume) -> Iterator[Observation]:
    pictures = [page for page in parsed.pages if page.image_only]
    yield Observation(
        "image_only_pages",
        len(pictures),
        tuple(
            Place(
                f"Page {page.number} is a picture: no program can read a word of it.",
                "Export the resume from the program it was written in, as a PDF with text, and not as a scan or photo.",
                page.number,
            )
            for page in pictures
        ),
    )
    garbled = list(_GARBLED.finditer(parsed.text))
    places: tuple[Place, ...] = ()
    if garbled:
        first = garbled[0]
        places = (
            Place(
                f"{len(garbled)} character{'s' if len(garbled) > 1 else ''} came out as garbage, the first near "
                f"{quoted(parsed.text[max(0, first.start() - 20) : first.end() + 20])}.",
                "Use a standard font, or export again with fonts embedded, and check by copying the text out of "
                "the file.",
                None,
                first.start(),
                first.end(),
            ),
        )
    yield Observation("garbled_characters", len(garbled), places)
    differs = _number(parsed, "naive_order_differs")
    mixed = round(differs * 1000) if differs >= MIXED_FROM else 0
    page = next((page.number for page in parsed.pages if page.columns > 1), None)
    text = Place(
        f"About {round(differs * 100)} % of the lines change places when a program reads straight across the "
        f"page, as simple readers do.",
        "Use one column from top to bottom; put side-bar content under its own heading in the main column.",
        page,
    )
    yield Observation("mixed_columns", mixed, (text,) if mixed else ())


def _flaw(rule: str, count: int, meaning: str, fix: str) -> Observation:
    """A flaw of the file as a whole: one place that says how to mend it, none where the count is 0."""
    return Observation(rule, count, (Place(meaning, fix),) if count else ())


def _drawing(parsed: ParsedResume) -> Iterator[Observation]:
    tables = int(_number(parsed, "tables"))
    yield _flaw(
        "tables",
        tables,
        f"The file lays text out in {tables} table{'s' if tables != 1 else ''}, which some programs skip.",
        "Use plain paragraphs and tabs for dates.",
    )
    boxes = int(_number(parsed, "text_boxes"))
    yield _flaw(
        "text_boxes",
        boxes,
        f"The file holds {boxes} text box{'es' if boxes != 1 else ''}, which many programs lose.",
        "Move their text into the body of the document.",
    )
    yield _flaw(
        "contact_in_header",
        int(bool(parsed.layout.get("header_footer_contact"))),
        "Contact data stands in the page header or footer, which many programs drop.",
        "Put your e-mail address and phone number in the body, under your name.",
    )
    smallest = _number(parsed, "smallest_font")
    yield _flaw(
        "tiny_text",
        int(0 < smallest < TINY_POINTS),
        f"The smallest print is {smallest:.1f} points.",
        "Set running text in 10 to 12 points and nothing under 8.",
    )


def _hidden(parsed: ParsedResume) -> Observation:
    places = tuple(
        Place(
            f"A reader of the page cannot see {quoted(item.text)} ({item.why}).",
            "Delete it. Hidden words count for nothing here, and an employer who finds them may reject the "
            "application.",
            item.page,
        )
        for item in parsed.hidden
        if len(re.findall(r"[^\W_]", item.text)) >= HIDDEN_LETTERS
    )
    return Observation("hidden_text", len(places), places)


_CONTACT = (
    ("no_name", "name", "No name was found at the top.", "Write your name alone on the first line."),
    ("no_email", "email", "No e-mail address was found.", "Add your e-mail address under your name, as plain text."),
    (
        "no_phone",
        "phone",
        "No phone number was found.",
        "Add a phone number with its country code, such as +44 20 7946 0000.",
    ),
    (
        "no_location",
        "location",
        "No place was found beside the contact data.",
        "Add your city and country; a street address is not needed.",
    ),
)


def _contact(parsed: ParsedResume) -> Iterator[Observation]:
    for rule, name, meaning, fix in _CONTACT:
        yield _flaw(rule, int(getattr(parsed, name) is None), meaning, fix)


def _sections(parsed: ParsedResume) -> Iterator[Observation]:
    done = any(True for _ in entries(parsed, "work", "projects", "volunteer"))
    yield _flaw(
        "no_experience",
        int(not done),
        "No work, project or volunteer entry could be made out.",
        "Give each job a line with title, employer and dates under the heading \u201cExperience\u201d; "
        "without jobs, do so for projects.",
    )
    kinds = {section.kind for section in parsed.sections}
    yield _flaw(
        "no_education",
        int("education" not in kinds),
        "No education section was found.",
        "Add school, training or courses under the heading \u201cEducation\u201d.",
    )
    yield _flaw(
        "no_skills",
        int("skills" not in kinds and not parsed.skills),
        "No skills section was found.",
        "List the tools and methods you use under the heading \u201cSkills\u201d.",
    )
    yield _odd_headings(parsed)
    words = len(re.findall(r"\w+", parsed.text))
    yield _flaw(
        "thin_text",
        max(0, THIN_WORDS - words),
        f"The resume has {words} words.",
        f"Say what you did in each role; under {THIN_WORDS} words there is little to match.",
    )


def _odd_headings(parsed: ParsedResume) -> Observation:
    # What stands above the first known heading is the head of the resume (job title, contact), not a section of its
    # own.
    known = [at for at, section in enumerate(parsed.sections) if section.kind != "other"]
    body = parsed.sections[known[0] :] if known else ()
    odd = [
        item for item in body if item.kind == "other" and item.heading.strip() and not _REST.match(item.heading.strip())
    ]
    places = tuple(
        at(
            section,
            f"The heading {quoted(section.heading)} is not one that programs know.",
            "Use a common heading (Experience, Education, Skills, Projects, Languages), or put the content under one.",
        )
        for section in odd
    )
    return Observation("odd_headings", len(odd), places)
