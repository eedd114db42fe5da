"""Which skills of one item are alternatives: "Python or Node.js", "FastAPI/Django", "one of A, B, C". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Written with a slash, meant together.
TOGETHER = frozenset(
    {
        "html/css",
        "css/html",
        "css/javascript",
        "ci/cd",
        "ui/ux",
        "ux/ui",
        "tcp/ip",
        "html/javascript",
        "css/js",
        "html/js",
        "unix/linux",
    }
)
_OPENER = re.compile(
    r"(?:\b(?:(?:at least )?(?:one|any|some)(?: or more| \(or more\))? of(?: the(?: following| "
    r"these)?)?|either|any|such as|like|e\.?\s?g\.?|for example|for instance|mindestens eine\w*|eine\w* "
    r"der|wie(?: z\.\s?b\.)?|z\.\s?b\.|zum beispiel|entweder|similar to)\s*[:,(]?\s*(?:the )?)$",
    re.IGNORECASE,
)
_OR = re.compile(r"(?:\band\s?/\s?or\b|\bor\b|\boder\b|\bbzw\b\.?|\bund\s?/\s?oder\b|/|\|)", re.IGNORECASE)
_AND = re.compile(
    r"\b(?:and|und|as well as|sowie|plus|with|mit|in|on|for|using|to|of)\b|[&;+.]|\s[-–]\s", re.IGNORECASE
)
# Behind a list: "..., or similar", "or a related field".
_CLOSER = re.compile(
    r"^[\s\w]{0,12}?,?\s*(?:or|and/or|oder|bzw\.?|/)\s+(?:an?y?\s|in\s|eine?\w*\s|other\s|another\s)*(?:\w+\s)?"
    r"(?:related|similar|equivalents?|comparable|other|relevant|alternatives?|the like|adjacent|"
    r"ähnlich\w*|vergleichbar\w*|verwandt\w*)\b",
    re.IGNORECASE,
)
_ALL_OF_SUITE = re.compile(
    r"(?:office|suite|365|adobe|creative cloud|google workspace|stack|lamp|mern)\W*$", re.IGNORECASE
)
_INTRODUCES = re.compile(r"\s*,?\s*(?:\w+\s)?(?:such as|like|e\.?\s?g\.?|including|wie|z\.\s?b\.)\s", re.IGNORECASE)
_BRACKET = re.compile(r"\([^()]*\)")
LONGEST_GAP = 40  # characters between two names of one list


@dataclass(frozen=True, slots=True)
class Named:
    """A skill's place in a text."""

    start: int
    end: int


def groups(text: str, named: Sequence[Named]) -> list[int | None]:
    """For each named skill (in order of place) the number of its group of alternatives from 0; None stands alone.

    A bracket is a list of its own: in "Python (FastAPI/Django) or Node.js" Python and Node.js are one list.
    """
    found: list[int | None] = [None] * len(named)
    number = 0
    for members in _by_bracket(text, named):
        for chain in _chains(text, named, members):
            for run in _alternatives(text, named, chain):
                for position in run:
                    found[position] = number
                number += 1
    return found


def _by_bracket(text: str, named: Sequence[Named]) -> list[list[int]]:
    """Indices of the names outside brackets, then of those in each bracket."""
    outside: list[int] = []
    inside: dict[int, list[int]] = {}
    for index, name in enumerate(named):
        opened = text.rfind("(", 0, name.start)
        if opened >= 0 and text.find(")", opened, name.start) < 0:
            inside.setdefault(opened, []).append(index)
        else:
            outside.append(index)
    return [outside, *inside.values()]


def _joint(text: str, left: Named, right: Named) -> str | None:
    """How two neighbours are joined: "or", "comma", "and", or None when they are not in one list."""
    gap = _BRACKET.sub(" ", text[left.end : right.start])
    if len(gap) > LONGEST_GAP or left.end > right.start:
        return None
    surface = text[left.start : right.end].lower().replace(" ", "")
    if _OR.search(gap) and surface not in TOGETHER:
        return None if re.search(r"[;.]\s", gap) else "or"
    words = re.sub(r"[(),/]", " ", _AND.sub(" ", gap)).split()
    if re.search(r"\b(?:and|und|as well as|sowie|&)(?=\W)", gap, re.IGNORECASE) or surface in TOGETHER:
        return "and" if len(words) <= 1 else None
    return (
        "comma" if re.fullmatch(r"[^;.]*[,(][^;.]*", gap) and len(words) <= 2 and ")" not in gap.rstrip(", ") else None
    )


def _chains(text: str, named: Sequence[Named], members: Sequence[int]) -> list[list[tuple[int, str]]]:
    """Lists of neighbours: [(index, how it joins the one before)]."""
    chains: list[list[tuple[int, str]]] = []
    for place, index in enumerate(members):
        joint = _joint(text, named[members[place - 1]], named[index]) if place else None
        if joint is None or not chains:
            chains.append([(index, "")])
        else:
            chains[-1].append((index, joint))
    return chains


def _bracketed(before: str, after: str) -> bool:
    """Whether a list fills a bracket as examples of what stands before it: "databases (PostgreSQL, MySQL)"."""
    opening = re.search(r"(?P<what>[^(]*)\(\s*(?:[\w-]+\s){0,2}$", before)
    closing = re.match(r"[\s\w,.-]{0,12}\)", after)
    return bool(opening and closing and not _ALL_OF_SUITE.search(opening["what"]))


def _alternatives(text: str, named: Sequence[Named], chain: list[tuple[int, str]]) -> list[list[int]]:
    """The runs of alternatives in a list."""
    if _INTRODUCES.match(text[named[chain[-1][0]].end :]):
        chain = chain[:-1]  # a category that examples follow is no member: "Django and databases like MongoDB"
    joints, indices = [joint for _, joint in chain[1:]], [index for index, _ in chain]
    if not joints:
        return []
    before, after = text[: named[indices[0]].start], text[named[indices[-1]].end :]
    opened = _OPENER.search(before) or _CLOSER.search(after) or ("and" not in joints and _bracketed(before, after))
    if opened or ("or" in joints and "and" not in joints and joints[-1] == "or"):
        return [indices]
    runs = [[indices[0]]]
    for index, joint in chain[1:]:
        if joint == "or":
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) > 1]
