"""What stands in the headers of entries and went into no field: it is shown as not placed, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resumes.parsing.contact import free_pieces
from resumes.parsing.dates import DURATION, find_dates
from resumes.parsing.drafts import Draft
from resumes.parsing.fields import IGNORED
from resumes.parsing.lines import Document
from resumes.parsing.spans import span_field
from resumes.parsing.types import Entry, Field

_FIELDS = ("organization", "title", "location", "start_date", "end_date", "degree", "area", "url")
_LETTERS = 3
_JOINER = re.compile(r"[a-zà-ÿ]{1,4}")  # "at", "bij", "chez"


def unread(document: Document, drafts: Iterable[Draft], entries: Iterable[Entry]) -> list[Field]:
    """The pieces of the drafts' header lines that no field of the entries covers; labels and dates aside."""
    taken = [
        (value.start, value.end)
        for entry in entries
        for name in _FIELDS
        if (value := getattr(entry, name)) is not None and value.start is not None and value.end is not None
    ]
    found: list[Field] = []
    for draft in drafts:
        told = {id(line) for paragraph in draft.text for line in paragraph}
        for line in draft.header:
            if id(line) in told:
                continue
            text = document.text[line.start : line.end]
            dates = [(line.start + span.at, line.start + span.to) for span in find_dates(text)]
            lengths = [(line.start + match.start(), line.start + match.end()) for match in DURATION.finditer(text)]
            for start, end in free_pieces(document, line, [*taken, *dates, *lengths]):
                value = document.text[start:end].strip(' ()[]:.,;@\t"“”„«»')
                if (
                    sum(map(str.isalpha, value)) >= _LETTERS
                    and not _JOINER.fullmatch(value)
                    and not IGNORED.match(value)
                ):
                    begin = start + document.text[start:end].index(value)
                    found.append(span_field(document, value, begin, begin + len(value), 0.3))
    return found
