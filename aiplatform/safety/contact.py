"""Contact data and numbers that identify a person, by their form. Order of the table is order of precedence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Span = tuple[int, int, str]

_TLD = (
    "com|org|net|edu|gov|mil|int|info|biz|name|pro|dev|app|io|ai|co|me|tv|cc|xyz|site|online|tech|cloud|page|blog|example|test|"
    "us|uk|de|fr|es|it|nl|be|ch|at|se|no|dk|fi|pl|cz|sk|hu|ro|bg|gr|pt|ie|ru|ua|tr|il|in|cn|jp|kr|tw|hk|sg|au|nz|ca|mx|br|ar|cl|za|eu"
)
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])[\w-]+)+")
_URL = re.compile(
    rf"(?:https?://|ftp://|www\.)[^\s<>\"')\]]+|(?<![\w@.-])(?:[a-z0-9-]{{2,}}\.)+(?:{_TLD})\b(?:[/?#][^\s<>\"')\]]*)?|(?<![\w@.-])[a-z]\.(?:{_TLD})/[^\s<>\"')\]]+",
    re.IGNORECASE,
)
# Product names that have the form of a domain.
_NOT_A_DOMAIN = re.compile(
    r"(?i)^(?:asp|ado|vb|ml)\.net$|^(?:socket|draw|next|nuxt|vue|node|three|d3|express|react|ember|backbone)\.(?:io|js)$|^e\.g|^i\.e"
)
_HANDLE = re.compile(
    r"(?<![\w@./])@[A-Za-z_][\w.-]{2,30}\b|(?i:\b(?:skype|telegram|twitter|instagram|github|linkedin|wechat|line)\s*(?:id|handle)?\s*:\s*)(@?[a-z0-9_][\w.-]{2,40})"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b")
_CARD = re.compile(r"(?<![\d.+])\d(?:[ -]?\d){11,18}(?![\d.]\d)")  # no international phone number
_ORCID = re.compile(r"(?<![\d-])\d{4}-\d{4}-\d{4}-\d{3}[\dX](?![\d-])")
_SSN = re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])|\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_IPV4 = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)")
_IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4}){1,6}(?![\w:])|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){1,7}:(?![\w:])"
)
_MAC = re.compile(r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b")
_NUMBERED = re.compile(
    r"(?i)\b(?:passport|licen[cs]e|permit|visa|national id|id card|identity card|social security|ssn|insurance "
    r"number|tax id|tin|vat id|student id|"
    r"employee id|member(?:ship)? "
    r"id|account|acct|routing|swift|bic|reisepass|personalausweis|steuer-?id|dni|nie|curp|aadhaar|pan card)"
    r"(?:\s+(?:no|nr|number|num|id|is|#))*[\s.:#]*\s*((?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{4,20})\b"
)
_BIRTH = re.compile(
    r"(?i)\b(?:date of birth|birth ?date|born(?: on)?|d\.?o\.?b\.?|geboren(?: am)?|geburtsdatum|n[ée]e? le|fecha "
    r"de nacimiento|nacid[oa] el)"
    r"\W{0,4}(?:it'?s |is )?((?:\d{1,4}[./ -]){2}\d{1,4}|\d{1,2}(?:st|nd|rd|th)?\.? \w+,? \d{4}|\w+ \d{1,2},? \d{4})"
)
_PHONE = re.compile(
    r"(?<![\w./@#-])(?<!\d,)(?:\+|00)?\(?\d[\d "
    r"().\-/\u2010-\u2013\u00a0]{4,}\d(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\w@])"
)
_THREES = re.compile(r"\d{3}[-\u2010-\u2013]\d{3}")
_PAGES = re.compile(r"(\d{3,4})[-\u2010-\u2013](\d{3,4})")
_CITED = re.compile(r"(?i)(?:\b(?:pp?|pages?|pgs?|s|seiten?)\.?|\d\)?[,:;])\s*$")
_MOST_PAGES = 400
_CALL = re.compile(
    r"(?i)(?:phone|tel|telephone|mobile|cell|fax|call|calling|reach|dial|text|whatsapp|number|answering|contact|handy|t[ée]l[ée]fono?|m[óo]vil)\b\W*(?:\w+\W+){0,4}$|\b(?:ph|m|t|p|c)\s*[:.]\s*$"
)
_DECIMAL = re.compile(r"\d{1,3}\.\d+(?:\s?[-/]\s?\d{1,3}(?:\.\d+)?)?")
_CALLED = re.compile(r"(?i)\W{0,3}(?:office|fax|mobile|home|work|cell|tel|phone|desk|direct)\b")
_YEARS = re.compile(
    r"^\D*(?:19|20)\d\d\D+(?:(?:19|20)\d\d|\d{1,2})\D*$|^\D*(?:0?\d|1[0-2])[./-](?:19|20)\d\d\b|"
    r"^\D*(?:19|20)\d\d[./-](?:0\d|1[0-2])\D+(?:19|20)\d\d[./-](?:0\d|1[0-2])\D*$"
)
_DATE = re.compile(r"\D*(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?: \d{1,2})?")
_STREET_WORD = (
    r"street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|square|sq|terrace|ter|way|place|pl|parkway|pkwy|circle|cir|highway|hwy|"
    r"crescent|close|gardens|grove|hill|mews|row|walk|alley|plaza|trail|loop|quay|esplanade"
)
_ADDRESS = re.compile(
    rf"(?<![\w.])\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,3}})?,? +(?:[^\W\d_][\w.'\u2019-]* +|\d{{1,4}}(?:st|nd|rd|th)? "
    rf"+){{1,4}}(?:{_STREET_WORD})\b\.?"
    r"(?:[,\s]+(?:apt|apartment|suite|ste|unit|flat|floor|fl|#)\.?\s*#?\w{1,6})?(?:[,\s]+[A-Z]{2}\s+\d{5}(?:-\d{4})?)?",
    re.IGNORECASE,
)
_HOUSE_AFTER = re.compile(
    r"(?:\b[A-Z\u00c4\u00d6\u00dc][\w\u00e4\u00f6\u00fc\u00df.-]*(?:stra(?:\u00dfe|sse)|str\.|gasse|weg|allee|platz|ring|damm|ufer|straat|laan|plein|gatan|v\u00e4gen|gata|vej|gade|katu|utca)|"
    r"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|Via|Viale|[Pp]iazza|[Cc]alle|[Cc]/|[Aa]venida|[Pp]aseo|[Rr]ua|[Pp]laza|"
    r"[Uu]lica|ul\.|[Cc]orso|[Ll]argo) (?:[^\W\d_][\w.'\u2019-]* ?){1,4}),? *(?!(?:19|20)\d\d)\d{1,4} ?[a-zA-Z]?\b"
)
_BOX = re.compile(
    r"(?i)\bp\.?\s?o\.?\s?box\s+\d+|\bpostfach\s+\d+|\b(?:apt|apartment|suite|ste)\.?\s*#?\s*\d{1,6}\b|\bPSC\s+\d+,?\s+Box\s+\d+|\bAP[OE]\s+A[APE]\s+\d{5}"
)
_ZIP = re.compile(r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b")


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _is_orcid(text: str) -> bool:
    """Whether sixteen characters are a researcher's identifier: the last is a check of the others (ISO 7064, 11-2)."""
    total = 0
    digits = text.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def _is_card(text: str, match: re.Match[str]) -> bool:
    orcid = _ORCID.match(text, match.start())
    return orcid is None or not _is_orcid(orcid.group())


def _is_pages(text: str, match: re.Match[str]) -> bool:
    """A range of pages: `100-109` always, `1021-1034` where it follows a volume or the word, or its ends are near."""
    pages = _PAGES.fullmatch(match.group())
    if pages is None or len(pages[1]) != len(pages[2]) or pages[1] >= pages[2]:
        return False
    near = int(pages[2]) - int(pages[1]) < _MOST_PAGES
    return len(pages[1]) == 3 or (near and _CITED.search(text, max(0, match.start() - 12), match.start()) is not None)


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """Enough digits for a number that rings, and not a date, a span of years or a plain amount."""
    found, count = match.group(), _digits(match.group())
    if _THREES.fullmatch(found) or _is_pages(text, match):
        return False
    if not 6 <= count <= 16 or _YEARS.match(found) or _DATE.fullmatch(found) or _DECIMAL.fullmatch(found):
        return False
    asked = _CALL.search(text[max(0, match.start() - 50) : match.start()]) is not None
    asked = asked or _CALLED.match(text, match.end()) is not None
    if found.startswith(("+", "00", "(")) or asked:
        return True
    groups = re.findall(r"\d+", found)
    if len(groups) == 1:
        return count >= 9 or (count >= 7 and found.startswith("0"))
    amount = re.fullmatch(r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?", found)
    return count >= 7 and amount is None and len(groups[-1]) >= 2


_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EMAIL", _EMAIL),
    ("IBAN", _IBAN),
    ("MAC", _MAC),
    ("IP", _IPV4),
    ("IP", _IPV6),
    ("ID", _SSN),
    ("ID", _NUMBERED),
    ("DATE", _BIRTH),
    ("CARD", _CARD),
    ("URL", _URL),
    ("HANDLE", _HANDLE),
    ("ADDRESS", _ADDRESS),
    ("ADDRESS", _HOUSE_AFTER),
    ("ADDRESS", _BOX),
    ("ID", _ORCID),
    ("PHONE", _PHONE),
    ("ADDRESS", _ZIP),
)
_CHECKS: dict[str, Callable[[str, re.Match[str]], bool]] = {
    "PHONE": _is_phone,
    "CARD": _is_card,
    "ID": lambda text, match: match.re is not _ORCID or _is_orcid(match.group()),
    "URL": lambda text, match: _NOT_A_DOMAIN.match(match.group()) is None,
    "IBAN": lambda text, match: _digits(match.group()) >= 8,
}


def contact_spans(text: str) -> Iterator[Span]:
    """(start, end, kind) of contact data and identifying numbers; spans of different forms may overlap."""
    for kind, pattern in _FORMS:
        check = _CHECKS.get(kind)
        for match in pattern.finditer(text):
            if check is None or check(text, match):
                group = 1 if pattern.groups and match[1] is not None else 0
                start, end = match.span(group)
                yield start, start + len(text[start:end].rstrip(" .,;:-")), kind
