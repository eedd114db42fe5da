"""Labelled values: "Location: Berlin Job type: Full-time" holds two. Pure."""

import re

# The next label of the same line: one to three words, the first with a capital, and a colon.
_NEXT = re.compile(r"\s(?:[A-Z][\w/-]+)(?: [A-Za-z][\w/-]+){0,2}\s?:(?:\s|$)")


def until_label(value: str) -> str:
    """A labelled value without the next label of its line: of "Backend Developer Industry: TV" the first two words."""
    return _NEXT.split(value, maxsplit=1)[0]
