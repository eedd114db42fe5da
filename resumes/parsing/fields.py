"""Say which piece of an entry's header is the title, the organisation, the place, the degree, the school."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resumes.parsing.characters import fold
from resumes.parsing.drafts import Draft
from resumes.parsing.lines import Document
from resumes.parsing.spans import Piece, comma_split, header_pieces, make_piece, peel_place
from resumes.parsing.vocabulary import CITIES, LEGAL_SUFFIX, org_score, place_score, school_score, title_score

_URL = re.compile(
    r"^(?:https?://|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|de|fr|es|it|nl|pt|edu|ai|co|uk|app|me)(?:/\S*)?$",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(
    r"^(?:position|role|job title|title|designation|stelle|funktion|tätigkeit|rolle|poste|fonction|puesto|"
    r"cargo|ruolo|posizione|functie|função)\s?:\s*",
    re.IGNORECASE,
)
_ORG_LABEL = re.compile(
    r"^(?:company|employer|organi[sz]ation|client|institution|university|school|college|arbeitgeber|firma|unternehmen|kunde|entreprise|employeur|société|empresa|azienda|"
    r"bedrijf|werkgever)(?: name)?\s?:\s*", re.IGNORECASE,
)  # fmt: skip
IGNORED = re.compile(
    r"^(?:qualifications?|award|vocational|secondary|tertiary|primary|"
    r"full[- ]time|part[- ]time|contract(?:or)?|permanent|temporary|freelance|self[- ]employed|vollzeit|"
    r"teilzeit|befristet|"
    r"seasonal|casual|unpaid|paid|weekends|evenings|agency|maternity cover|zero[- ]hours|temps plein|temps partiel|cdi|cdd|"
    r"tiempo completo|media jornada|tempo pieno|fulltime|parttime|tempo integral|\d{1,3} ?%|dates?|period|"
    r"company|employer|organi[sz]ation|job|job title|position|title|role|tasks|duties|institution|school|degree|year|"
    r"(?:the |at the )?same (?:company|employer|firm|organi[sz]ation|place|school|hospital)|"
    r"duration|zeitraum|location|place|grad(?:uated|uation)?\.?|expected(?: graduation)?|since|from|seit|"
    r"to)\s?:?$",
    re.IGNORECASE,
)
SAME = re.compile(r"\bsame (?:company|employer|firm|organi[sz]ation|place|school|hospital)\b", re.IGNORECASE)
_MODE = re.compile(
    r"(?:fully )?remote|hybrid|on-?site|home office|homeoffice|télétravail|teletrabajo|remoto", re.IGNORECASE
)
_FOR = re.compile(r"\s+(?:with|for|bei|chez|bij)\s+(?:the\s+)?(?=[A-ZÀ-Þ0-9])")
OWN = re.compile(r"^(?:freelance|self[- ]employed|freiberuflich|selbstständig|indépendant|autónomo)$", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2}")  # "Bayonne (FR)"
_COUNTED = re.compile(r"[~<>≈+]?\d[\d.,]*\+?\s\w")  # "40 beds", "~180 employees"
_KIND = re.compile(
    r"(?:,|\band\b) [~<>≈+]?\d|^(?:series [a-f]|family[- ]run|seasonal|part of|formerly|via|owned by)\b", re.IGNORECASE
)
_REMARKED = re.compile(r"^(?P<name>[^()]{2,}?)\s*\((?P<told>[^()]{2,})\)(?:,\s*(?P<rest>[^()]+))?$")
PART = re.compile(r"\b(?:department|unit|team|ward|division|section|floor|shift|desk|office)\b", re.IGNORECASE)
_WITHIN = re.compile(r"\s+(?:in|bij|presso|en|na|w/|with|for|à|da)\s+(?=[A-ZÀ-Þ0-9])")


@dataclass(slots=True)
class Slots:
    """Pieces found for one entry, with how sure each is."""

    organization: Piece | None = None
    title: Piece | None = None
    location: Piece | None = None
    degree: Piece | None = None
    area: Piece | None = None
    url: Piece | None = None
    sure: dict[str, float] = field(default_factory=dict)
    left: list[Piece] = field(default_factory=list)
    open: list[Piece] = field(default_factory=list)


def work_slots(document: Document, drafts: list[Draft]) -> list[Slots]:
    """Slots of each job, decided together: what one entry leaves open follows the order the others show."""
    slots = [_sort_pieces(document, header_pieces(document, draft.header)) for draft in drafts]
    votes = 0
    for slot in slots:
        _by_words(slot)
        if slot.title and slot.organization:
            votes += 1 if slot.title.start < slot.organization.start else -1
    for slot in slots:
        _by_order(document, slot, title_first=votes >= 0)
        _employer_within(document, slot)
        _place_from_rest(document, slot)
        _take_remark_off(document, slot)
        _title_goes_on(document, slot)
    return slots


def _title_goes_on(document: Document, slot: Slots) -> None:
    """ "Manager - Financial Reporting": what follows a title's dash and is nothing else belongs to it."""
    title, after = slot.title, slot.left[0] if slot.left else None
    if title is None or after is None or after.line != title.line or slot.organization is None:
        return
    between = document.text[title.end : after.start]
    other = place_score(after.text) >= 0.5 or org_score(after.text) or title_score(after.text) >= 0.8
    if between.strip() in ("-", "–", "—") and not other and not after.paren:
        slot.title = make_piece(document, title.start, after.end, title.line) or title
        slot.left = slot.left[1:]


def _take_remark_off(document: Document, slot: Slots) -> None:
    """ "Pagafácil (fintech, ~180 employees), remote": what is told of an employer in brackets is none of its name."""
    name = slot.organization
    match = _REMARKED.match(name.text) if name else None
    if name is None or match is None or not _remark(match["told"]):
        return
    rest = make_piece(document, name.start + match.end("told") + 1, name.end, name.line)
    if rest is not None and (slot.location is not None or not _placelike(rest) and place_score(rest.text) < 0.5):
        return
    if rest is not None:
        slot.location, slot.sure["location"] = rest, 0.5
    slot.organization = make_piece(document, name.start, name.start + match.end("name"), name.line) or name


def _remark(told: str) -> bool:
    """True for words that tell what kind of employer or how large ("40 beds", "family business")."""
    return told[0].islower() or bool(_COUNTED.match(told) or _KIND.search(told))


def _sort_pieces(document: Document, pieces: list[Piece]) -> Slots:
    """Places and links out; one remaining piece is split at its commas."""
    slots = Slots()
    rest: list[Piece] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None and (_aside(piece) or piece.paren and _CODE.fullmatch(piece.text)):
            continue
        if IGNORED.match(piece.text) or _labelled(document, slots, piece, before):
            continue
        if (
            _URL.match(piece.text)
            and len(pieces) > 1
            and slots.url is None
            and (piece.text.startswith(("http", "www")) or len(pieces) > 2)
        ):
            slots.url = piece
            continue
        kept, place = peel_place(document, piece)
        if _MODE.fullmatch(piece.text):
            kept, place = None, piece
        if place and (kept or len(pieces) > 1) and slots.location is None:
            slots.location, slots.sure["location"] = place, min(0.95, place_score(place.text))
        elif place and kept is None and slots.location is None or place:
            kept = piece
        if kept and (not _aside(kept) or len(pieces) == 1):
            rest.append(kept)
    slots.open = _settle(document, slots, rest)
    if not slots.open and slots.title is None:
        slots.title = next((piece for piece in pieces if OWN.match(piece.text)), None)
        slots.sure["title"] = 0.7
    elif len(slots.open) == 1 and slots.organization is None:
        slots.organization = next((piece for piece in pieces if OWN.match(piece.text)), None)
        slots.sure["organization"] = 0.7
    return slots


def _settle(document: Document, slots: Slots, rest: list[Piece]) -> list[Piece]:
    """The pieces that are left, without remarks; one that holds a title and more is cut, and a town at the end taken."""
    if len(rest) > 2:
        named = [piece for piece in rest if not piece.text[0].islower() or org_score(piece.text)]
        rest = named or rest
    if len(rest) == 1 and (match := _FOR.search(rest[0].text)) and title_score(rest[0].text[: match.start()]) >= 0.8:
        whole = rest[0]  # "Quantity Surveyor with Mott & Byrne Ltd"
        cut = (whole.start, whole.start + match.start()), (whole.start + match.end(), whole.end)
        rest = [piece for span in cut if (piece := make_piece(document, *span, whole.line))]
    if _town_in_brackets(document, rest) and slots.location is None:
        slots.location, slots.sure["location"] = rest.pop(), 0.6
    if len(rest) == 1 or (rest and all(title_score(piece.text) >= 0.8 for piece in rest)):
        rest = [part for piece in rest for part in _comma_parts(document, piece)]
    if (
        len(rest) == 3
        and slots.location is None
        and title_score(rest[0].text) >= 0.5
        and _placelike(rest[2])
        and not rest[1].paren
    ):
        slots.location, slots.sure["location"] = rest.pop(), 0.5  # "Developer, Acme, Ulm"
    return rest


def _town_in_brackets(document: Document, rest: list[Piece]) -> bool:
    """True for "Developer, Acme Ltd (Ulm)": what stands before the bracket is a title and an employer already."""
    if len(rest) != 2 or not rest[1].paren or not _placelike(rest[1]):
        return False
    parts = _comma_parts(document, rest[0])
    title, named = title_score(parts[0].text), parts[-1].text
    return len(parts) == 2 and title >= 0.5 and not title_score(named) and _house_of_its_own(named)


def _house_of_its_own(text: str) -> bool:
    """True for a phrase that reads like an employer rather than a part of one."""
    return not PART.search(text) and (org_score(text) >= 0.7 or _housed(text) or len(text.split()) > 1)


def _aside(piece: Piece) -> bool:
    """True for a remark in brackets ("part-time while at college", "40 beds"), which names nobody."""
    return piece.paren and _remark(piece.text) and len(piece.text.split()) > 1


def _placelike(piece: Piece) -> bool:
    """True for one or two capitalised words that could be a town and are nothing else."""
    text = piece.text
    named = title_score(text) or org_score(text) or _housed(text)
    return place_score(text) >= 0.2 and len(text.split()) <= 2 and not named


def _labelled(document: Document, slots: Slots, piece: Piece, before: Piece | None) -> bool:
    """Take a piece that says what it is ("Employer: Acme"), or that the piece before says it of."""
    for pattern, name in ((_TITLE_LABEL, "title"), (_ORG_LABEL, "organization")):
        match = pattern.match(piece.text)
        inner = make_piece(document, piece.start + match.end(), piece.end, piece.line) if match else None
        if before and before.line == piece.line and pattern.match(document.text[before.start : piece.start]):
            inner = piece
        if inner and getattr(slots, name) is None:
            kept, place = peel_place(document, inner) if name == "organization" else (inner, None)
            if kept and place and slots.location is None:
                inner, slots.location, slots.sure["location"] = kept, place, min(0.95, place_score(place.text))
            setattr(slots, name, inner)
            slots.sure[name] = 0.97
            return True
    return False


def _joined_remarks(document: Document, parts: list[Piece]) -> list[Piece]:
    """The parts, those in lower case joined to the one before: "Bus driver, city lines" names no employer."""
    joined: list[Piece] = []
    for part in parts:
        remark = joined and part.text[0].islower() and " " in part.text
        whole = make_piece(document, joined[-1].start, part.end, part.line) if remark else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(part)
    return joined


def _comma_parts(document: Document, piece: Piece) -> list[Piece]:
    """Parts at commas if they divide a title from something else; else the piece as it is."""
    parts = _joined_remarks(document, comma_split(document, piece))
    if len(parts) < 2:
        return [piece]
    scores = [title_score(part.text) for part in parts]
    if all(score >= 0.8 for score in scores):
        return [piece]
    site = parts[-1].text
    sited = (
        _placelike(parts[-1]) or org_score(parts[1].text) >= 0.9 and place_score(site) >= 0.2 and len(site.split()) < 4
    )
    if len(parts) == 3 and scores[0] >= 0.5 and scores[1] < 0.5 and sited and not _housed(site):
        return parts
    firm = next((at for at, part in enumerate(parts) if at > 0 and LEGAL_SUFFIX.match(part.text.split()[-1])), None)
    if firm is not None and scores[firm] < 0.5:  # "Semi-Senior, Acme & Co, Chartered Accountants, Ulm"
        joined = make_piece(document, parts[0].start, parts[firm - 1].end, piece.line)
        town = parts[-1:] if firm < len(parts) - 1 and _placelike(parts[-1]) else []
        return [joined, parts[firm], *town] if joined else parts
    house = next((at for at, part in enumerate(parts[1:], 1) if _housed(part.text)), None)
    if scores[0] >= 0.5 and house is not None and house < len(parts) - 1 and _housed(parts[-1].text):
        joined = make_piece(document, parts[0].start, parts[house - 1].end, piece.line)
        whole = make_piece(document, parts[house].start, parts[-1].end, piece.line)
        return [joined, whole] if joined and whole else parts  # "Assistant, University of Ulm, School of Law"
    if (
        max(scores) >= 0.5 and len(parts) > 2
    ):  # "Software Engineer, Payments, Acme": the ends decide, the middle stays with the title
        if scores[0] >= 0.5:
            joined = make_piece(document, parts[0].start, parts[-2].end, piece.line)
            return [joined, parts[-1]] if joined else parts
        joined = make_piece(document, parts[0].start, parts[-2].end, piece.line)
        return [joined, parts[-1]] if scores[-1] >= 0.5 and joined else parts
    return parts


def _housed(text: str) -> bool:
    """True for the name of a school or one of its parts."""
    return school_score(text) >= 1.0 or text.lower().startswith(("department of", "faculty of", "division of"))


def _by_words(slot: Slots) -> None:
    """Take the title and the organisation that the words alone make sure."""
    titles = [
        (title_score(piece.text) - 0.4 * (org_score(piece.text) >= 0.9), -index, piece)
        for index, piece in enumerate(slot.open)
    ]
    best = max(titles, key=lambda item: item[:2], default=None)
    if best and best[0] >= 0.45 and slot.title is None:
        slot.title, slot.sure["title"] = best[2], min(0.95, 0.5 + best[0] / 2)
        slot.open.remove(best[2])
    orgs = [(org_score(piece.text), -index, piece) for index, piece in enumerate(slot.open)]
    chosen = max(orgs, key=lambda item: item[:2], default=None)
    if chosen and chosen[0] >= 0.7 and slot.organization is None:
        slot.organization, slot.sure["organization"] = chosen[2], 0.9
        slot.open.remove(chosen[2])
    elif slot.title and len(slot.open) == 1 and slot.organization is None:
        slot.organization, slot.sure["organization"] = slot.open.pop(), 0.8


def _by_order(document: Document, slot: Slots, *, title_first: bool) -> None:
    """Fill what is open in the order that the section keeps."""
    if slot.organization is None and slot.location is not None and len(slot.open) <= (slot.title is None):
        parts = comma_split(document, slot.location)
        if len(parts) == 2 and fold(parts[0].text) not in CITIES and place_score(parts[1].text) >= 0.9:
            slot.open.append(parts[0])  # "Stripe, Ireland": no other piece can be the employer
            slot.location = parts[1]
    if slot.title is None and slot.organization is None and len(slot.open) >= 2:
        first, second = slot.open[0], slot.open[1]
        title, organization = (first, second) if title_first else (second, first)
        slot.title, slot.organization = title, organization
        slot.sure |= {"title": 0.5, "organization": 0.5}
        slot.open = slot.open[2:]
    elif slot.organization is None and slot.open:
        near = _nearest(slot.open, slot.title)
        slot.organization, slot.sure["organization"] = near, 0.7 if slot.title else 0.5
        slot.open.remove(near)
    elif slot.title is None and slot.open:
        near = _nearest(slot.open, slot.organization)
        slot.title, slot.sure["title"] = near, 0.6
        slot.open.remove(near)


def _employer_within(document: Document, slot: Slots) -> None:
    """ "Mobile Developer in Acme" where no other piece names an employer."""
    if slot.organization is not None or slot.title is None:
        return
    match = next(
        (found for found in _WITHIN.finditer(slot.title.text) if title_score(slot.title.text[: found.start()]) >= 0.8),
        None,
    )
    if match is None or title_score(slot.title.text[match.end() :]) >= 0.8:
        return
    whole = slot.title
    slot.title = make_piece(document, whole.start, whole.start + match.start(), whole.line)
    slot.organization = make_piece(document, whole.start + match.end(), whole.end, whole.line)
    slot.sure |= {"organization": 0.5}


def _nearest(pieces: list[Piece], other: Piece | None) -> Piece:
    """The piece that stands next to the other field; one not in brackets, and bold, rather than the rest."""
    if other is None:
        return pieces[0]
    return min(
        pieces,
        key=lambda piece: (
            not (piece.line == other.line and piece.start < other.start),
            place_score(piece.text) >= 0.9,
            piece.paren,
            abs(piece.line - other.line) > 1,
            not piece.bold,
            abs(piece.start - other.start),
        ),
    )


def _place_from_rest(document: Document, slot: Slots) -> None:
    """A place that only its position gives away: after the organisation, capitalised and short."""
    if slot.location is None and slot.organization is not None:
        parts = comma_split(document, slot.organization)
        if (
            len(parts) == 2
            and place_score(parts[1].text) >= 0.2
            and len(parts[1].text.split()) <= 3
            and not title_score(parts[1].text)
            and not _housed(parts[1].text)
        ):
            slot.organization, slot.location = parts[0], parts[1]
            slot.sure["location"] = 0.6
    if slot.location is None:
        for piece in slot.open:
            if (
                place_score(piece.text) >= 0.5
                or (piece.paren or piece is slot.open[-1])
                and place_score(piece.text) >= 0.2
                and len(piece.text.split()) <= 3
            ):
                slot.location, slot.sure["location"] = piece, max(0.4, place_score(piece.text) - 0.2)
                slot.open.remove(piece)
                break
    slot.left = slot.open


def project_slots(document: Document, draft: Draft) -> Slots:
    """A project, award or publication: its first piece is its title, a second on the same line its organisation."""
    slots = Slots()
    pieces = header_pieces(document, draft.header)
    links = [piece for piece in pieces if _URL.match(piece.text)]
    rest = [piece for piece in pieces if piece not in links]
    if links:
        slots.url = links[0]
    if rest:
        slots.title, slots.sure["title"] = rest.pop(0), 0.7
    rest = [
        piece for piece in rest if not piece.text[0].islower() or " " not in piece.text and not piece.paren
    ]  # "(team of four)"
    told = bool(rest) and rest[0].text.endswith(".") and len(rest[0].text.split()) > 3
    if rest and (rest[0].line == 0 or len(rest) == 1) and len(rest[0].text.split()) <= 8 and not told:
        slots.organization, slots.sure["organization"] = rest.pop(0), 0.5
    slots.left = rest
    return slots
