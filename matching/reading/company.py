"""The employer a posting names. Pure."""

import re

from careercopilot.places import find_place
from matching.reading.labels import until_label
from matching.reading.title import OCCUPATION
from matching.reading.whereabouts import is_place_alone
from resumes.taxonomy import taxonomy

_I = re.IGNORECASE
REACH = 6000  # characters of the posting that sentences are searched in
_LABEL = re.compile(
    r"^[ \t]*(?:company(?: name)?|employer|organi[sz]ation(?: name)?|hiring organi[sz]ation|agency|"
    r"firma|unternehmen|arbeitgeber|client)[ \t]*:[ \t]*(?P<c>[^\n]{2,80})$",
    _I | re.MULTILINE,
)
_WORD = r"(?:[A-ZÄÖÜ0-9][\w&'’+-]*(?:\.\w+)*)"
_NAME = rf"(?P<c>{_WORD}(?:[ ](?:{_WORD}|&|(?:of|and|the|for|de|und|der)(?=[ ][A-Z]))){{0,5}})"
_FORM = (
    r"(?:,? (?:GmbH|AG|SE|Inc\.?|Ltd\.?|LLC|plc|[BN]\.?V\.?|S\.?A\.?S?|S\.?L\.?|S\.?r\.?l\.?|ApS|A/S|AB|Oy|Pty Ltd))?"
)
_SAYS = [
    re.compile(rf"(?:^|[.!?\n]\s*)(?:At|Here at|Bei|Bei der) {_NAME}\s*,? (?:we|you|our|wir)\b"),
    re.compile(
        rf"\b(?:[Jj]oin(?:ing)?|[Aa]bout|Über|[Ww]elcome to|[Ww]ork(?:ing)? (?:at|for)|[Cc]areer (?:at|"
        rf"with)) {_NAME}(?=\s*(?:[.!,:\n]|as\b|and\b|is\b|means\b|$))"
    ),
    re.compile(
        rf"(?:^|[.!?\n]\s*){_NAME},? (?:(?:is|are) (?:(?:now |currently )?(?:looking|seeking|hiring|"
        rf"searching|recruiting)|(?:an?|the|one of) (?:\w+[- ]){{0,4}}(?:compan|provider|leader|leading|"
        rf"start-?up|agency|platform|manufacturer|supplier|bank|firm|consultanc|organi[sz]ation|group|studio|"
        rf"hospital|school|charity|non-?profit))|seeks|sucht|was founded|ist (?:ein|der|die|das) )"
    ),
    re.compile(rf"\b(?:bei der|für die|für unseren Kunden) {_NAME}(?=\s(?:GmbH|AG|SE|KG)\b)"),
    re.compile(rf"{_NAME},?\s(?:Inc\b\.?|Ltd\b\.?|LLC\b|GmbH\b|AG\b|plc\b|B\.V\.|S\.A\.|ApS\b|A/S|Pty Ltd\b)"),
]
# First words of a sentence that a name never starts with.
_NO_NAME = re.compile(
    r"(?:the|this|we|you|our|it|us|your|an?|in|as|if|role|job|position|company|team|candidates?|"
    r"applicants?|there|who|what|about|them"
    r"|and|these|those|he|she|they|all|each|every|experience|knowledge|english|remote|now|therefore|"
    r"today|currently|please|note"
    r"|description|requirements|responsibilities|here|location|department|university|clients?|"
    r"customers?|employer|project|title|overview|summary)",
    _I,
)


def read_company(text: str, first_lines: list[str]) -> str | None:
    """The employer: labelled, after "at" in the title line, or the name the text speaks of as one."""
    if labelled := _LABEL.search(text[:3000]):
        return _name(_without_place(until_label(labelled["c"])), text, sure=True)
    if first_lines and (titled := re.search(rf"\s(?:at|bei|@)\s{_NAME}\s*(?:$|[(|,–-])", first_lines[0])):
        return _name(titled["c"], text, sure=True)
    for line in first_lines[:3]:  # "Head Chef - Bistro Lumen, Leeds" or, on a line of its own, "Bistro Lumen, Leeds"
        beside = re.search(rf"(?:^|\s[-–—|]\s){_NAME}{_FORM},\s(?P<p>[^,|]+(?:, [^,|]+)?)$", line)
        if (
            beside
            and find_place(beside["p"])
            and not find_place(beside["c"])
            and (line != first_lines[0] or beside.start() != 0)
        ):
            return _name(beside["c"], text, sure=True)
    for line in first_lines[1:3]:  # "Ferrous Payments | Austin, TX (hybrid)", "Buckeye Haulers - Toledo, OH"
        dashed = re.match(rf"{_NAME}{_FORM}\s[-–—|]\s(?P<p>.+)$", line)
        if (
            dashed
            and is_place_alone(dashed["p"])
            and not find_place(dashed["c"])
            and not OCCUPATION.search(dashed["c"])
        ):
            return _name(dashed["c"], text, sure=True)
    for pattern in _SAYS:
        for m in pattern.finditer(text[:REACH]):
            if name := _name(m["c"], text, sure=False):
                return name
    return None


def _without_place(name: str) -> str:
    """A labelled name without the place behind it: "Halcyon Analytics B.V., Amsterdam"."""
    for comma in re.finditer(r",\s", name):
        if is_place_alone(name[comma.end() :]):
            return name[: comma.start()]
    return name


def _name(name: str, text: str, *, sure: bool) -> str | None:
    """`name` when it can be one: no pronoun, no skill, and not a word that the text also writes small."""
    plain = " ".join(name.split()).strip(" ,.;:-–")
    plain += "." * (re.search(r"\.[A-Z]$", plain) is not None)  # "Halcyon Analytics B.V."
    words = plain.split()
    if not words or _NO_NAME.fullmatch(words[0]) or len(plain) < 2 or len(plain) > 60:
        return None
    if sure:
        return plain
    small = (
        any(re.search(rf"(?<![.\w]){re.escape(w.lower())}(?!\w)", text) for w in words if w[:1].isupper())
        and len(words) == 1
    )
    return None if small or taxonomy().lookup(plain) else plain
