"""Coverage of a posting's keywords. Literal on purpose: systems that filter look for the words, not for their
meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resumes.ats.places import share
from resumes.ats.types import Keyword, Observation, Place
from resumes.parsing.types import ParsedResume


def names(words: Sequence[str], text: str) -> bool:
    """True when any of the words stands alone in the text, symbols included (C++, C#, .NET), case ignored."""
    for word in words:
        body = r"\s+".join(re.escape(part) for part in word.split())
        if body and re.search(rf"(?<![\w+#]){body}(?![\w+#])", text, re.IGNORECASE):
            return True
    return False


def _groups(requirements: Sequence[Keyword], importance: str) -> list[list[Keyword]]:
    """Keywords of one importance; members of an either/or group together."""
    groups: dict[object, list[Keyword]] = {}
    for at, keyword in enumerate(requirements):
        if keyword.importance == importance:
            groups.setdefault(("alone", at) if keyword.any_of is None else keyword.any_of, []).append(keyword)
    return list(groups.values())


def observe(parsed: ParsedResume, requirements: Sequence[Keyword] | None) -> Iterator[Observation]:
    """Shares of missing keywords, in thousandths; nothing without requirements."""
    if not requirements:
        return
    for rule, importance, word in (("missing_must", "must", "asks for"), ("missing_nice", "nice", "would like")):
        groups = _groups(requirements, importance)
        missing = [
            group for group in groups if not any(names((item.label, *item.aliases), parsed.text) for item in group)
        ]
        yield Observation(
            rule,
            share(len(missing), len(groups)),
            tuple(
                Place(
                    f"The posting {word} {' or '.join(item.label for item in group)}; the resume does not name it.",
                    "If you have it, name it in the posting's words, in the skills and in the entry where you "
                    "used it. If not, leave it out.",
                )
                for group in missing
            ),
        )
