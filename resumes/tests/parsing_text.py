"""Read a resume given as text, and put its entries into rows; for the tests of text layouts."""

from __future__ import annotations

from resumes.parsing import ParsedResume, parse_text

TOP = "Orla Fennimore\norla.fennimore@example.com\n\n"


def read(body: str) -> ParsedResume:
    """A resume of a name, an e-mail address and the text."""
    return parse_text(TOP + body)


def rows(body: str, *names: str) -> list[tuple[str | None, ...]]:
    """Of each entry its kind and the named fields."""
    entries = [entry for section in read(body).sections for entry in section.entries]
    return [
        (entry.kind, *(field.value if (field := getattr(entry, name)) else None for name in names)) for entry in entries
    ]


def jobs(body: str) -> list[tuple[str | None, ...]]:
    """Employer, title, start and end of each job."""
    return [row[1:] for row in rows(body, "organization", "title", "start_date", "end_date") if row[0] == "work"]
