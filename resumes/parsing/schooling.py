"""Degree, area, school and place of education entries."""

from __future__ import annotations

import re

from resumes.parsing.dates import find_dates, without_dates
from resumes.parsing.drafts import Draft
from resumes.parsing.fields import IGNORED, Slots
from resumes.parsing.lines import Document
from resumes.parsing.spans import Piece, comma_split, header_pieces, make_piece, peel_place
from resumes.parsing.vocabulary import DEGREE, org_score, place_score, school_score, title_score

_GRADE = re.compile(
    r"^(?:(?:cum\.? |major |overall |final )?(?:gpa|grade|cgpa|note|abschlussnote|notenschnitt|moyenne|"
    r"mention|nota|media|voto|score|percentage|result|honou?rs)\b"
    r"|\d+(?:[.,]\d+)?\s*(?:/|%|cgpa|gpa)|(?:magna |summa )?cum laude|first class|distinction|valedictorian|"
    r"(?:upper |lower )?second(?: class|\b(?=[\s,]*$))|third class|[12]:[12]\b|merit\b|"
    r"(?:senior |final |final year )?project\b(?!\s+management)|modules?\b|\d+[- ](?:courses?|days?|weeks?|modules)\b|"
    r"thesis|dissertation|advisor|relevant coursework|coursework|minor)",
    re.IGNORECASE,
)
_IN = re.compile(
    r"^\s*(?:degree\s+)?(?:,|[-–—:]|\bin\b|\bof\b|\bfür\b|\bder\b|\ben\b|\bde\b|\bdi\b|\bem\b|\bfür\b|\bop\b|\bd['’])\s*",
    re.IGNORECASE,
)
_HONOURS = re.compile(r"\((?:joint )?hon(?:our)?s?\.?\)", re.IGNORECASE)
_STAGED = re.compile(
    r"(?:level \d |national |higher |advanced |foundation )*diploma|certificate|nvq|btec|award", re.IGNORECASE
)  # named with their level or board in front
_FINISHED = re.compile(r"(?:\S+ ){5}|graduated|completed|abschluss|finished", re.IGNORECASE)
_AWARDED = re.compile(
    r"(?:dean['’]?s['’]? (?:honou?r )?list|honou?r roll|president['’]?s list|(?:[\w'’&.-]+ ){0,4}(?:scholarship|prize|award|medal|"
    r"bursary|fellowship)\b|valedictorian|winner\b)",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"\b(?:course|training|workshop|awareness|licen[cs]e|certificate|certification|certified|status|level \d|safeguarding|"
    r"first aid|bootcamp|seminar|refresher|accreditation)\b",
    re.IGNORECASE,
)
_COURSES_HEAD = re.compile(r"\b(?:courses?|training|qualifications?|certificates?|licen[cs]es)\b", re.IGNORECASE)
_IN_WORDS = re.compile(r"\s*(?:in|für|en|em|op)\s", re.IGNORECASE)
_SCHOOL_LEAVING = re.compile(
    r"(?:\d+ )?(?:a[- ]levels?|as[- ]levels?|o[- ]levels?|t[- ]levels?|gcses?|(?:scottish |advanced )?highers|leaving certificate|"
    r"abitur|international baccalaureate|ib diploma|btec)\b",
    re.IGNORECASE,
)
_GRADE_NOTE = re.compile(
    r"\s*\((?:with )?(?:distinction|merit|first|upper second|lower second|"
    r"[12]:[12]|1st|honou?rs|(?:magna |summa )?cum laude|pass)[^()]{0,12}\)$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"[.;]\s+(?:grade|gpa|note|mention|thesis|dissertation|final|average|major|minor)\b.*$", re.IGNORECASE
)
_PERMIT = re.compile(r"\blicen[cs]e$", re.IGNORECASE)  # "Forklift licence": no French degree
_NAMED_DEGREE = re.compile(
    r"^(?:bachelor|master|associate|doctor)s? of (?:science|arts|engineering|technology|commerce|laws?|fine "
    r"arts|education|medicine|philosophy|"
    r"business administration|applied science|music|architecture|design|computer applications|social work|public health|nursing)\b",
    re.IGNORECASE,
)


def school_kind(draft: Draft, heading: str) -> str:
    """What an entry under an education heading is: "education", "awards" (Dean's list) or "certifications" (a course of a day).

    A course names neither a degree nor a school, has one date at most, and the entry or the heading says that it is one.
    """
    text = " ".join(line.text for line in draft.header)
    if _AWARDED.match(text):
        return "awards"
    named = school_score(text) or any(
        not _PERMIT.search(text[: match.end()]) and not _COURSE.fullmatch(match[0]) for match in DEGREE.finditer(text)
    )
    job = title_score(text) >= 0.8 and not _COURSE.search(text)
    if named or job or not any(char.isalpha() for char in without_dates(text)):
        return "education"
    if len(draft.header) > 1 or any(span.is_range for span in find_dates(text)):
        return "education"
    return "certifications" if _COURSE.search(text) or _COURSES_HEAD.search(heading) else "education"


def certificate_kind(draft: Draft) -> str:
    """What an entry under a heading for certificates is: "education" where it names a degree and a school ("VCE, Redan College, 2010")."""
    text = " ".join(line.text for line in draft.header)
    match = DEGREE.search(text)
    named = match is not None and not _COURSE.search(text[match.end() :]) and match.start() < 3
    return "education" if named and school_score(text[match.end() if match else 0 :]) >= 1.0 else "certifications"


def education_slots(document: Document, draft: Draft) -> Slots:
    """Degree, area, school and place of one education entry."""
    slots = Slots()
    rest: list[Piece] = []
    pieces = [
        piece
        for piece in header_pieces(document, draft.header)
        if not (_GRADE.match(piece.text) or IGNORED.match(piece.text))
    ]
    pieces = _subjects(document, slots, [_unnoted(document, piece) for piece in pieces])
    for piece in _schooling_pieces(document, pieces, slots):
        match = DEGREE.search(piece.text)
        if match and match.start() > 0 and _PERMIT.search(piece.text[: match.end()]):
            match = None
        leading = match is not None and (match.start() == 0 or school_score(piece.text[: match.start()]) == 0.0)
        if slots.degree is None and match and leading and not (school_score(piece.text) and match.start() > 0):
            _take_degree(document, slots, piece, match)
        else:
            rest.append(piece)
    _take_school(slots, rest)
    if slots.area is None and slots.degree is not None:
        area = next(
            (
                piece
                for piece in rest
                if not _GRADE.match(piece.text) and place_score(piece.text) < 0.5 and not school_score(piece.text)
            ),
            None,
        )
        if area:
            slots.area, slots.sure["area"] = area, 0.6
            rest.remove(area)
    if slots.location is None:
        place = next((piece for piece in rest if place_score(piece.text) >= 0.5), None)
        if place:
            slots.location, slots.sure["location"] = place, 0.6
            rest.remove(place)
    slots.left = rest
    return slots


def _unnoted(document: Document, piece: Piece) -> Piece:
    """The piece without a remark that follows its full stop ("University of Ulm. Grade 1.4")."""
    match = _REMARK.search(piece.text)
    return make_piece(document, piece.start, piece.start + match.start(), piece.line) or piece if match else piece


def _subjects(document: Document, slots: Slots, pieces: list[Piece]) -> list[Piece]:
    """Take the subjects after a school-leaving certificate ("A levels: Latin (B), Physics (A)"); what is left."""
    first = next((piece for piece in pieces if _SCHOOL_LEAVING.match(piece.text)), None)
    if first is None:
        return pieces
    match = _SCHOOL_LEAVING.match(first.text)
    colon = document.text[first.start + match.end() : first.end + 2].lstrip() if match else ""
    if match is None or not re.match(r"[:(–-]|incl", colon, re.IGNORECASE):
        return pieces
    line = [piece for piece in pieces if piece.line == first.line and piece.start >= first.start]
    parts = [part for piece in line for part in comma_split(document, piece)]
    subjects = [part for part in parts if not school_score(part.text) and not _SCHOOL_LEAVING.fullmatch(part.text)]
    rest = [part for part in parts if school_score(part.text)]
    slots.degree = make_piece(document, first.start, first.start + match.end(), first.line)
    slots.sure["degree"] = 0.9
    begin = first.start + match.end()
    end = next((part.start for part in rest if part.start > begin), max(part.end for part in subjects or parts))
    end += document.text[end : end + 1] == ")" and document.text.count("(", begin, end) > document.text.count(
        ")", begin, end
    )
    slots.area = make_piece(document, begin, max(begin, end), first.line) if subjects else None
    slots.sure["area"] = 0.6
    return [piece for piece in pieces if piece not in line] + rest


def _schooling_pieces(document: Document, pieces: list[Piece], slots: Slots) -> list[Piece]:
    """Pieces cut at commas where a school, a degree and a place share one; places out."""
    result: list[Piece] = []
    for piece in pieces:
        kept, place = peel_place(document, piece)
        if place and slots.location is None and (kept or len(pieces) > 1) and not school_score(place.text):
            slots.location, slots.sure["location"] = place, min(0.95, place_score(place.text))
        else:
            kept = piece
        if kept is None:
            continue
        parts = comma_split(document, kept)
        schools = [part for part in parts if school_score(part.text)]
        degrees = [part for part in parts if DEGREE.match(part.text)]
        mixed = len(parts) > 1 and (schools or degrees or len(pieces) == 1)
        result += _merge_parts(document, parts) if mixed else [kept]
    return result


def _merge_parts(document: Document, parts: list[Piece]) -> list[Piece]:
    """ "B.A., Economics" stays one piece, as does "University of California, Berkeley"."""
    merged: list[Piece] = []
    last = parts[-1] if not any(school_score(part.text) for part in parts) and _has_area(parts[0].text) else None
    for part in parts:
        before = merged[-1] if merged else None
        alone = not school_score(part.text) and not DEGREE.match(part.text)
        campus = (
            before
            and school_score(before.text)
            and alone
            and place_score(part.text) >= 0.9
            and "university of" in before.text.lower()
        )
        if (
            before
            and before.line == part.line
            and part is not last
            and alone
            and (DEGREE.match(before.text) and not school_score(before.text) or campus)
        ):
            whole = make_piece(document, before.start, part.end, part.line)
            if whole:
                merged[-1] = whole
                continue
        merged.append(part)
    return merged


def _has_area(text: str) -> bool:
    """True for a degree that says in what it is ("Diploma in Joinery"); what follows its comma is a school then."""
    match = DEGREE.match(text)
    rest = text[match.end() :] if match else ""
    return bool(_IN.match(rest)) and not _NAMED_DEGREE.fullmatch(text) and len(rest.split()) > 1


def _take_degree(document: Document, slots: Slots, piece: Piece, match: re.Match[str]) -> None:
    """Degree and area from one piece: "PhD in Physics", "Bachelor of Science, Biology", "Computer Science, B.Sc."."""
    before, after = piece.text[: match.start()], piece.text[match.end() :]
    begin = match.start()
    if (
        _STAGED.match(match[0])
        and _IN_WORDS.match(after)
        and before.strip()
        and before.rstrip()[-1:].isalnum()
        and not _FINISHED.match(before)
    ):
        before, begin = "", 0  # "City Level 3 Diploma in Joinery": what stands before belongs to the degree
    if any(map(str.isalpha, before)) and len(before.split()) <= 6:
        area = make_piece(document, piece.start, piece.start + match.start(), piece.line)
        if area and title_score(area.text) < 0.8 and not area.text.lower().startswith(("graduated", "abschluss")):
            slots.area, slots.sure["area"] = area, 0.7
    end = match.end()
    named = _NAMED_DEGREE.match(piece.text[match.start() :])
    if named:
        end = max(end, match.start() + named.end())
        after = piece.text[end:]
    bracket = re.match(r"\s*\((?:[\w.]+ ?){1,3}\)", after)
    if bracket and (DEGREE.search(bracket[0]) or _HONOURS.fullmatch(bracket[0].strip())):
        end += bracket.end()
        after = piece.text[end:]
    joiner = _IN.match(after)
    tail = after[joiner.end() :] if joiner else after
    degree_end = piece.start + end
    if joiner and tail.strip():
        area = _ungraded(document, make_piece(document, piece.start + end + joiner.end(), piece.end, piece.line))
        if area and slots.area is None:
            slots.area, slots.sure["area"] = area, 0.85
    elif tail.strip() and slots.area is None and not tail.strip().startswith("("):
        area = _ungraded(document, make_piece(document, piece.start + end, piece.end, piece.line))
        if area:
            slots.area, slots.sure["area"] = area, 0.7
    slots.degree = make_piece(document, piece.start + begin, degree_end, piece.line)
    slots.sure["degree"] = 0.9


def _ungraded(document: Document, area: Piece | None) -> Piece | None:
    """An area without the grade after its comma ("Civil Engineering, First Class")."""
    parts = comma_split(document, area) if area else []
    while len(parts) > 1 and _GRADE.match(parts[-1].text):
        parts.pop()
    if not parts or area is None:
        return area
    whole = make_piece(document, parts[0].start, parts[-1].end, parts[0].line) or area
    noted = _GRADE_NOTE.search(whole.text)
    return make_piece(document, whole.start, whole.start + noted.start(), whole.line) or whole if noted else whole


def _take_school(slots: Slots, rest: list[Piece]) -> None:
    schools = [
        (school_score(piece.text), org_score(piece.text) * 0.5, not piece.paren, -index, piece)
        for index, piece in enumerate(rest)
    ]
    best = max(schools, key=lambda item: item[:4], default=None)
    if best is None:
        return
    if best[0] >= 0.5 or best[1] > 0:
        slots.organization, slots.sure["organization"] = best[4], 0.9 if best[0] else 0.7
    else:
        plain = [piece for piece in rest if not _GRADE.match(piece.text)]
        if not plain or slots.degree is not None and _SCHOOL_LEAVING.fullmatch(slots.degree.text):
            return
        bold = [
            piece
            for piece in plain
            if piece.bold and slots.degree is None or not piece.paren and place_score(piece.text) < 0.9
        ]
        slots.organization, slots.sure["organization"] = (bold or plain)[0], 0.5
    rest.remove(slots.organization)
