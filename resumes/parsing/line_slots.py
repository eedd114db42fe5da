"""Say what is what in entries that take one line: certificates, published work, roles in clubs and charities, named projects."""

from __future__ import annotations

import re

from resumes.parsing.dates import find_dates
from resumes.parsing.drafts import Draft
from resumes.parsing.fields import Slots, project_slots, work_slots
from resumes.parsing.lines import Document
from resumes.parsing.spans import Piece, comma_split, header_pieces, make_piece
from resumes.parsing.vocabulary import org_score, place_score, school_score, title_score

_LEVEL = re.compile(
    r"(?:associate|professional|specialty|speciality|foundations?|expert|fundamentals|practitioner|advanced|intermediate|beginner|"
    r"basic|master|senior|(?:level|tier|grade|part|stage) [\dIVX]+)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(  # what a certificate says of its dates
    r"[\s,;(]*\b(?:renewed|renewal|valid (?:until|through|to)|expires?|exp\.?|expiring|expiry|issued|obtained|completed|awarded|passed|"
    r"expected|recertified|since|last|until)\s*$",
    re.IGNORECASE,
)
_CITED = re.compile(r"^.{0,300}?\((?:19|20)\d\d[a-z]?\)[.,:]?\s+(?P<title>[^\n]{8,}?)(?:[.?!](?=\s)|$)")
_SINGLE_QUOTED = re.compile(r"(?<=[\s)])['‘](?P<title>[^\s'‘’].{8,250}?)['’](?=[,.;]?(?:\s|$))")
_LISTED = re.compile(
    r"^(?:[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ]{1,3}(?:, |(?:, et al)?\. ))+(?P<title>[A-ZÀ-Þ][^.?!]{8,}[?!]?)(?:\. |$)"
)
_QUOTED = re.compile(r"[\"“„«](?P<title>[^\"”“»]{4,250})[\"”“»]")
_NUMBER = re.compile(r"\[?\d{1,3}[.)\]]\s+")
JOINER = re.compile(
    r"\s+(?:(?:at|of|for|with|in)(?:\s+the)?|beim|bei(?:\s+de[rmn])?|für|im|in\s+der|chez|à\s+la|au|aux|du|de\s+la|des|en\s+(?:el|la)|del|"
    r"presso|della|bij(?:\s+(?:de|het))?|na|no|da|do)\s+(?=[A-ZÀ-Þ])"
)
NAMED = re.compile(
    r"^(?P<name>[\"“„«]?[\w][\w.+#&'’/-]*(?: [\w.+#&'’/-]+){0,5}[\"”“»]?)(?:\s*\([^()]{1,60}\))?\s*(?::|\s[–—-])\s+(?=\S+\s+\S+)"
)


def certificate_slots(document: Document, draft: Draft) -> Slots:
    """A certificate: its whole name, with a level or an abbreviation; the organisation only where one is named."""
    slots = Slots()
    for piece in header_pieces(document, draft.header):
        if slots.title is None:
            slots.title, slots.sure["title"] = piece, 0.7
        elif _STANDING.search(piece.text):
            continue
        elif piece.line == slots.title.line and _goes_on(document, slots.title, piece):
            end = piece.end + (document.text[piece.end : piece.end + 1] == ")")
            slots.title = make_piece(document, slots.title.start, end, piece.line) or slots.title
        elif slots.organization is None and piece.text[0].isupper() and len(piece.text.split()) <= 8:
            slots.organization, slots.sure["organization"] = piece, 0.5
        else:
            slots.left.append(piece)
    _trim_certificate(document, slots)
    return slots


def _goes_on(document: Document, title: Piece, piece: Piece) -> bool:
    """True for a piece that belongs to the certificate's name rather than to who gave it."""
    between = document.text[title.end : piece.start].strip()
    if between.startswith(":") or _LEVEL.match(piece.text):
        return True
    if piece.paren:
        letters = [char for char in piece.text.lower() if char.isalpha()]
        rest = iter(title.text.lower())
        return (
            piece.text[0].islower()
            or piece.text.isupper()
            and (all(char in rest for char in letters) or any(char.isdigit() for char in piece.text))
        )
    return between.lower() in ("at", "bei", "chez") and not org_score(piece.text) and not school_score(piece.text)


def _trim_certificate(document: Document, slots: Slots) -> None:
    """Take what is said of dates off the name, and an organisation that follows the last comma."""
    title = slots.title
    if title is None:
        return
    title = (
        make_piece(document, title.start, title.end - len(title.text) + len(_STANDING.sub("", title.text)), title.line)
        or title
    )
    parts = comma_split(document, title)
    named = len(parts) > 1 and (org_score(parts[-1].text) >= 0.7 or school_score(parts[-1].text) >= 1.0)
    if named and slots.organization is None:
        slots.organization, slots.sure["organization"] = parts[-1], 0.7
        title = make_piece(document, title.start, parts[-2].end, title.line) or title
        end = title.end + (
            document.text[title.end : title.end + 1] == ")" and title.text.count("(") > title.text.count(")")
        )
        title.end, title.text = end, document.text[title.start : end]
    slots.title = title


def publication_slots(document: Document, draft: Draft) -> Slots:
    """A publication or talk: the title in quotes or after "Authors (year).", else as any other entry of its kind."""
    first, last = draft.header[0], draft.header[-1]
    text = document.text[first.start : last.end].replace("\n", " ")
    match = _CITED.match(text)
    if match is None or match["title"][0] in "\"“„«'‘":
        match = _QUOTED.search(text) or _SINGLE_QUOTED.search(text) or match or _LISTED.match(text)
    if match is None:
        return _titled(document, project_slots(document, draft))
    slots = Slots()
    slots.title = make_piece(document, first.start + match.start("title"), first.start + match.end("title"), 0)
    slots.sure["title"] = 0.8
    after = re.match(r"[\s.,\"”»–—-]*(?:[a-z]+ ?[a-z]*, )?(?P<venue>[A-ZÀ-Þ][^\d,;(\n.]{3,80})", text[match.end() :])
    if after:
        at = first.start + match.end()
        slots.organization = make_piece(document, at + after.start("venue"), at + after.end("venue"), 0)
        slots.sure["organization"] = 0.5
    return slots


def _titled(document: Document, slots: Slots) -> Slots:
    """A talk's whole title: its number in the list off, its part after a colon on."""
    title, second = slots.title, slots.organization
    if title is None:
        return slots
    start = title.start + (match.end() if (match := _NUMBER.match(title.text)) else 0)
    end = title.end
    if second is not None and document.text[title.end : second.start].strip() == ":":
        end, slots.organization = second.end, slots.left.pop(0) if slots.left else None
    slots.title = make_piece(document, start, end, title.line) or title
    return slots


def named_slots(document: Document, draft: Draft) -> Slots:
    """A project: the name before its colon or dash where the line has that shape."""
    line = draft.header[0]
    match = NAMED.match(line.text.replace("\t", " "))
    if match is None or len(draft.header) > 1:
        return project_slots(document, draft)
    slots = Slots()
    slots.title = make_piece(document, line.start, line.start + match.end("name"), 0)
    slots.sure["title"] = 0.7
    return slots


def names_role(text: str) -> bool:
    """True for a phrase that says what somebody is; "American Nurses Association" says it of others."""
    head = text[: joiner.start()] if (joiner := JOINER.search(text)) else text
    return title_score(head) >= 0.45 and org_score(head) < 0.9


def role_slots(document: Document, drafts: list[Draft]) -> list[Slots]:
    """Roles in clubs, charities and the like: "Treasurer, Choir of the Valley", "Mentor at the Job Club"; others as jobs."""
    found = work_slots(document, drafts)
    return [_one_line(document, draft) or slots for draft, slots in zip(drafts, found, strict=True)]


def _one_line(document: Document, draft: Draft) -> Slots | None:
    """Title and organisation of a role told in one line that is cut by nothing but commas; None for another shape."""
    pieces = [piece for piece in header_pieces(document, draft.header) if not piece.paren]
    if not pieces or len(draft.header) > 1 or "|" in draft.header[0].text or len(draft.header[0].segments) > 1:
        return None
    whole = pieces[0]
    if len(pieces) > 1:
        between = document.text[whole.end : pieces[1].start].strip()
        if between in ("–", "—", "-", "@", ":") and names_role(whole.text) and not title_score(pieces[1].text):
            return Slots(title=whole, organization=pieces[1], sure={"title": 0.8, "organization": 0.7})
        if between == "at" and not title_score(pieces[1].text):
            whole = make_piece(document, whole.start, pieces[1].end, 0) or whole
    parts = [part for part in comma_split(document, whole) if not find_dates(part.text)]
    if not parts or ". " in parts[0].text:
        return None
    slots = Slots()
    if not names_role(parts[0].text):
        return _organization_first(slots, parts)
    joiner = _joined(parts[0].text)
    later = next((part for part in parts[1:] if part.text[0].isupper() or org_score(part.text)), None)
    if joiner and not (later and org_score(later.text) and not org_score(parts[0].text)):
        slots.title = make_piece(document, parts[0].start, parts[0].start + joiner.start(), 0)
        slots.organization = make_piece(document, parts[0].start + joiner.end(), parts[0].end, 0)
    elif later:
        slots.title = make_piece(document, parts[0].start, parts[parts.index(later) - 1].end, 0)
        slots.organization = later
    else:
        slots.title = parts[0]
    slots.sure |= {"title": 0.8, "organization": 0.7}
    return slots


def _joined(text: str) -> re.Match[str] | None:
    """Where the organisation begins in "Mentor at the Job Club"; not before a place ("Steward in Leeds")."""
    joiner = JOINER.search(text)
    return None if joiner and "in" in joiner[0].split() and place_score(text[joiner.end() :]) >= 0.9 else joiner


def _organization_first(slots: Slots, parts: list[Piece]) -> Slots | None:
    """ "Valley Food Bank, volunteer": the organisation, then what the person does there."""
    role = next((part for part in parts[1:] if names_role(part.text)), None)
    if role is None and not org_score(parts[0].text):
        return None
    slots.organization, slots.title = parts[0], role
    slots.sure |= {"title": 0.7, "organization": 0.7}
    return slots
