"""Who the resume is about and how to reach them: read from the header and contact parts, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from resumes.parsing.bullets import join_pair
from resumes.parsing.characters import fold, squash, unspace, word_set
from resumes.parsing.dates import find_dates
from resumes.parsing.headings import exact_kind
from resumes.parsing.lines import Document, Line
from resumes.parsing.vocabulary import org_score, place_score, school_score, title_score

EMAIL = re.compile(r"[A-Za-z0-9][\w.+%-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}\b")
URL = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>()\"]+|(?<![\w@./-])(?:[a-z0-9-]+\.)*(?:linkedin|github|gitlab|behance|dribbble|medium|kaggle|stackoverflow|twitter|xing|orcid|researchgate)\.(?:com|org|net|io)/[^\s|,;<>()\"]+"
    r"|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|dev|me|de|fr|es|it|nl|pt|ai|app|tech|info|eu|ch|at|uk|be|co|design|page|site|online)(?:/[^\s|,;<>()\"]*)?(?![\w@.]*@)\b/?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w@/.,-])(?:\+|00)?[ ]?\(?\d[\d\s().\-–/\u2011]{5,22}\d(?![\w@%])")
_PHONE_LABEL = re.compile(
    r"(?:phone|tel|mobile|mob|cell|telefon|telefoon|handy|mobil|portable|téléphone|teléfono|móvil|telefono|cellulare|telefone|celular|telemóvel|gsm|fon|[mpt])\s*[.:]?\s*$",
    re.IGNORECASE,
)
_PLACE_LABEL = re.compile(
    r"^(?:location|address|residence|city|based in|lives in|home|wohnort|adresse|anschrift|ort|domicile|lieu|"
    r"dirección|ubicación|domicilio|residencia|indirizzo|residenza|adres|woonplaats|endereço|morada|"
    r"localização|localidade)\s*:\s*",
    re.IGNORECASE,
)
_NAME_LABEL = re.compile(
    r"^(?:full name|name|vor- und nachname|vorname name|nom|nombre|nome|naam)\s*:\s*", re.IGNORECASE
)
_NICKNAME = re.compile(r"\s[\"“”„'‘(][A-ZÀ-Þ][\w'’-]{1,20}[\"“”'’)](?=\s)")
_TAIL = re.compile(r"\s*\([^()]{2,40}\)\s*$")
_POSTCODE = re.compile(  # numbers of four to six digits, British and Irish, Canadian
    r"\b(?:\d{4,6}(?:-\d{3,4}|\s?[A-Z]{2})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d\d ?[A-Z\d]{4})\b"
)
_ICON = re.compile(r"^[^\sA-Za-z]\s+(?=[A-ZÀ-Þ])")  # a glyph of a symbol font, read as some letter or sign
_LABEL = re.compile(r"^[A-Za-zÀ-ÿ/ .-]{2,24}:\s+")
_NOT_NAME = re.compile(
    r"\b(?:resume|résumé|cv|curriculum|vitae|lebenslauf|bewerbung|page|seite|profile|portfolio|confidential|updated|example|sample|template)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\t+|\s*[|•·∙●▪◦⋄◆♦]\s*|\s+[–—-]\s+|\s{3,}|\s,\s")
_CREDENTIAL = re.compile(
    r",?\s*\b(?:ph\.?d|m\.?sc|b\.?sc|m\.?b\.?a|m\.?d|pmp|cpa|cfa|r\.?n|esq|dipl\.-ing|m\.?eng|b\.?eng|m\.?a|b\.?a|p\.?e|msn|bsn|jr|sr|ii|iii)\b\.?",
    re.IGNORECASE,
)
_PARTICLES = word_set(
    "dela delos delas ní ó ua af av vander abu ben de da di do dos das del della der den van von ter ten zu la le el al bin ibn bint y e "
    "st mac mc o d"
)
# Trades that are family names as well.
_SURNAMES = word_set("baker cook carpenter judge page butler porter painter weaver barber driver guard captain pastor steward "
    "koch head meister major "
    "fellow chair reader writer mason fisher hunter taylor turner miller potter parker gardner schneider "
    "fischer muller leader monitor lead")  # fmt: skip


@dataclass(slots=True)
class Found:
    """A value and where it stands."""

    value: str
    start: int
    end: int
    confidence: float


def find_email(document: Document, areas: list[tuple[int, int]]) -> Found | None:
    """The first e-mail address of the contact areas, else of the whole text."""
    for number, (start, end) in enumerate([*areas, (0, len(document.text))]):
        match = EMAIL.search(document.text, start, end)
        if match:
            return Found(match[0], match.start(), match.end(), 0.99 if number < len(areas) else 0.8)
    return None


def find_phone(document: Document, areas: list[tuple[int, int]]) -> Found | None:
    """The first phone number of the contact areas; elsewhere only a labelled or international one."""
    for start, end in areas:
        for match in _PHONE.finditer(document.text, start, end):
            found = _phone(document.text, match)
            if found:
                return found
    for match in _PHONE.finditer(document.text):
        found = _phone(document.text, match)
        labelled = _PHONE_LABEL.search(document.text[max(0, match.start() - 20) : match.start()])
        if found and (labelled or found.value.startswith("+")):
            found.confidence = 0.7
            return found
    return None


def _phone(text: str, match: re.Match[str]) -> Found | None:
    value = match[0].strip()
    line_end = value.find("\n")
    value = value[:line_end].strip() if line_end >= 0 else value
    digits = sum(char.isdigit() for char in value)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    if not 7 <= digits <= 15 or "\t" in value or value.count("(") != value.count(")"):
        return None
    if sum(span.to - span.at for span in find_dates(value)) > 0.5 * len(value):
        return None
    labelled = bool(_PHONE_LABEL.search(text[max(0, start - 20) : start]))
    if (
        not labelled
        and not value.startswith(("+", "00", "0", "("))
        and (digits < 9 or re.fullmatch(r"\d+", value) and digits != 10)
    ):
        return None
    return Found(value, start, start + len(value), 0.95 if labelled or value.startswith("+") else 0.85)


def find_urls(document: Document, start: int, end: int) -> Iterable[Found]:
    """Web addresses in a span of the text, e-mail domains left out."""
    mails = [match.span() for match in EMAIL.finditer(document.text, start, end)]
    for match in URL.finditer(document.text, start, end):
        if any(low <= match.start() < high for low, high in mails):
            continue
        value = match[0].rstrip(".,;:/") if match[0].count("/") < 3 else match[0].rstrip(".,;:")
        yield Found(value, match.start(), match.start() + len(value), 0.9)


def find_location(document: Document, lines: list[Line], taken: list[tuple[int, int]]) -> Found | None:
    """The person's place: a labelled one, else the best piece of the contact lines that has a place's shape."""
    best: Found | None = None
    for line in lines:
        for start, end in free_pieces(document, line, taken):
            text = document.text[start:end]
            label = _PLACE_LABEL.match(text)
            core = text[label.end() :] if label else _LABEL.sub("", text)
            core = _ICON.sub("", core)
            begin = end - len(core)
            core = core.strip(" .,;")
            score = 0.9 if label and 0 < len(core) <= 80 else _place(core, line, document)
            if score >= 0.5 and (best is None or score > best.confidence):
                best = Found(core, begin, begin + len(core), round(score, 2))
    return best


def _place(text: str, line: Line, document: Document) -> float:
    if title_score(text) >= 0.8 or school_score(text) or find_dates(text):
        return 0.0
    score = place_score(text)
    if _POSTCODE.search(text) and re.search(r"[A-ZÀ-Þ][a-zà-ÿ]{2,}", text) and len(text) < 80:
        score = max(score, 0.75)  # a postal address
    if score == 0.5:  # only the shape: believe it beside an address or number
        whole = document.text[line.start : line.end]
        return 0.5 if EMAIL.search(whole) or _PHONE.search(whole) else 0.3
    return min(score, 0.95)


def free_pieces(document: Document, line: Line, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces of a line with what is already read cut out."""
    pieces: list[tuple[int, int]] = []
    for start, end in line_pieces(document, line):
        place = start
        for low, high in sorted(span for span in taken if span[0] < end and start < span[1]):
            pieces.append((place, low))
            place = max(place, high)
        pieces.append((place, end))
    trimmed = []
    for start, end in pieces:
        text = document.text[start:end] if end > start else ""
        core = text.strip(" ,;|/•·–-\t")
        if core:
            begin = start + text.index(core)
            trimmed.append((begin, begin + len(core)))
    return trimmed


def line_pieces(document: Document, line: Line) -> list[tuple[int, int]]:
    text = document.text[line.start : line.end]
    cuts = [0]
    for match in _SPLIT.finditer(text):
        cuts += [match.start(), match.end()]
    cuts.append(len(text))
    pieces = []
    for at, to in zip(cuts[::2], cuts[1::2], strict=True):
        piece = text[at:to]
        core = piece.strip(" ,;•*")
        if core:
            start = line.start + at + piece.index(core)
            pieces.append((start, start + len(core)))
    return pieces


def _labelled_name(lines: list[Line]) -> Found | None:
    for line in lines:
        label = _NAME_LABEL.match(line.text)
        if label and _name_shape(line.text[label.end() :]):
            value = line.text[label.end() :].strip()
            return Found(value, line.start + label.end(), line.end, 0.95)
    return None


def find_name(document: Document, lines: list[Line], email: str | None, *, styled: bool) -> Found | None:
    """The person's name, by place, size, shape and agreement with the e-mail address; None when nothing is convincing."""
    if labelled := _labelled_name(lines):
        return labelled
    largest = max((line.size for line in lines), default=0.0)
    best: Found | None = None
    for rank, line in enumerate(lines[:40]):
        for found in [*_candidates(document, line), *_two_lines(lines, rank)]:
            shape = _name_shape(found.value)
            if not shape:
                continue
            score = shape + _email_bonus(found.value, email) + max(0.0, 0.2 - 0.04 * rank)
            if styled and largest:
                score += 0.35 if line.size >= 0.97 * largest else -0.1
            longer = best is not None and score == best.confidence and len(found.value) > len(best.value)
            if best is None or score > best.confidence or longer:
                best = Found(found.value, found.start, found.end, score)
    if best is None or best.confidence < 0.5:
        return None
    best.confidence = round(min(0.99, best.confidence), 2)
    return best


def find_far_name(lines: list[Line], email: str | None, *, styled: bool) -> Found | None:
    """A name outside the header: only one that the e-mail address supports, or that is set larger than all else."""
    if labelled := _labelled_name(lines[:20]):
        return labelled
    largest = max((line.size for line in lines), default=0.0)
    body = sorted(line.size for line in lines)[len(lines) // 2] if lines else 0.0
    for line in lines[:120]:
        text = unspace(line.text).replace("\t", " ")
        big = styled and line.size >= 0.97 * largest and line.size > 1.25 * body
        if _name_shape(text) >= 0.4 and (_email_bonus(text, email) or big):
            return Found(text.strip(), line.start, line.end, 0.6)
    return None


def _candidates(document: Document, line: Line) -> list[Found]:
    if len(line.text) > 120:
        return []
    whole = unspace(line.text.replace("\t", "  ")) if unspace(line.text) != line.text else line.text.replace("\t", " ")
    found = [_found(whole, line.start, line.end)]
    found += [_found(document.text[start:end], start, end) for start, end in line_pieces(document, line)]
    first, comma, rest = line.text.partition(",")
    tail = _TAIL.search(line.text)
    if comma and title_score(rest) >= 0.8:  # "Orla Quinn, Registered Midwife"
        found.append(_found(first, line.start, line.start + len(first)))
    elif tail is not None:  # "Orla Quinn (B.Pharm, MPSN)"
        found.append(_found(line.text[: tail.start()], line.start, line.start + tail.start()))
    words = line.words
    big = max(word.size for word in words)
    head = [word for word in words if word.size > 0.9 * big]
    if len(head) < len(words):
        found.append(_found(" ".join(word.text for word in head), head[0].start, head[-1].start + len(head[-1].text)))
    colours = {word.color for word in words}
    kept = [word for word in words if not _NOT_NAME.fullmatch(word.text.strip("|"))]
    if len(colours) > 1 or len(kept) < len(words):
        text = " ".join(word.text for word in kept).strip(" |-–")
        if text:
            found.append(_found(text, kept[0].start, kept[-1].start + len(kept[-1].text)))
    return found


def _found(text: str, start: int, end: int) -> Found:
    clean = _CREDENTIAL.sub("", text) if "," in text or text.count(".") > 1 else text
    return Found(clean.strip(" ,|-–—•"), start, end, 0.0)


def _two_lines(lines: list[Line], rank: int) -> list[Found]:
    """A name set over two or three lines of one large size."""
    first = lines[rank]
    found: list[Found] = []
    text = unspace(first.text)
    for line in lines[rank + 1 : rank + 3]:
        if (
            line.page != first.page
            or abs(first.size - line.size) > 0.5
            or first.size < 13
            or len(line.text.split()) > 3
        ):
            break
        text = join_pair(text, unspace(line.text)).replace("\t", " ")
        found.append(Found(text, first.start, line.end, 0.0))
    return found


def _name_shape(text: str) -> float:
    """0 to 0.5: how much a text has the shape of a person's name."""
    text = _NICKNAME.sub(" ", text.replace("\t", " "))
    words = [word for word in text.split() if word]
    if "," in text and place_score(text) >= 0.9:
        return 0.0
    if not 2 <= len(words) <= 6 or len(text) > 60 or any(char.isdigit() for char in text) or "@" in text:
        return 0.0
    if re.search(r"[/:;!?&+#_=<>()|]", text) or _NOT_NAME.search(text) or exact_kind(text):
        return 0.0
    for word in words:
        core = word.strip(".,'’-")
        if not core or not all(char.isalpha() or char in "'’.-" for char in core):
            return 0.0
        if not core[0].isupper() and fold(core) not in _PARTICLES and not text.islower():
            return 0.0
    if all(exact_kind(word) for word in words):
        return 0.0
    score = 0.45
    plain = " ".join(word for word in words if fold(word) not in _SURNAMES)
    if title_score(plain) >= 0.8 or school_score(text):
        return 0.0
    if title_score(text) >= 0.5 or org_score(text) >= 0.7:
        score -= 0.2
    if place_score(text) >= 0.9:
        score -= 0.3
    if len(words) > 4:
        score -= 0.1
    return score


def _email_bonus(name: str, email: str | None) -> float:
    if not email:
        return 0.0
    local = squash(email.split("@")[0])
    parts = [squash(word) for word in name.split() if len(squash(word)) > 1]
    hits = sum(part in local for part in parts if len(part) > 2)
    initials = "".join(part[0] for part in parts)
    if hits >= 2 or (hits == 1 and (initials[:1] + parts[-1] == local or parts[0] + initials[-1:] == local)):
        return 0.4
    return 0.25 if hits == 1 else 0.0
