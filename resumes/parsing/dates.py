"""Dates as resumes print them, in seven languages, normalised to `YYYY`, `YYYY-MM` or `present`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resumes.parsing.characters import fold

_MONTHS = """january jan januar jänner janvier janv enero ene gennaio gen januari janeiro
february feb februar februari février fevr févr fev febrero febbraio fevereiro
march mar märz maerz mrz mär mars marzo maart mrt março
april apr avril avr abril abr aprile
may mai mayo maggio mag mei maio
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago augustus
september sep sept septembre septiembre settembre set setembro setiembre
october oct okt oktober octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dez dezember décembre déc diciembre dic dicembre dezembro"""
MONTHS = {fold(name): number for number, line in enumerate(_MONTHS.split("\n"), 1) for name in line.split()}


def _with_prefixes() -> None:
    """Any cut of a month's name to three letters or more counts, as long as it names one month only."""
    found: dict[str, set[int]] = {}
    for name, number in list(MONTHS.items()):
        for length in range(3, len(name)):
            found.setdefault(name[:length], set()).add(number)
    for cut, numbers in found.items():
        if len(numbers) == 1:
            MONTHS.setdefault(cut, next(iter(numbers)))


_with_prefixes()
_PRESENT = (
    "present day|present|till now|until now|till date|to date|till today|until today|now|currently|current|"
    "today|ongoing|date|heute|jetzt|aktuell|"
    "laufend|gegenwart|derzeit|dato|aujourd['’]?hui|actuellement|actuel|présent|ce jour|en cours|presente|"
    "actualidad|actualmente|actual|hoy|"
    "oggi|attualmente|attuale|in corso|heden|nu|huidig|lopend|atualmente|atual|o momento|momento|hoje|continuing"
)
_SEASONS = "spring|summers?|fall|autumn|winter|sommer|herbst|frühling|frühjahr|été|printemps|automne|hiver|verano|otoño|invierno|primavera"
_NAMES = "|".join(
    sorted({re.escape(name) for name in (*_MONTHS.split(), "fév", "aoû", *MONTHS)}, key=lambda name: (-len(name), name))
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_MONTH = rf"(?<![^\W_])(?:{_NAMES})(?![^\W\d_])\.?"
_ATOM = re.compile(
    rf"""
    (?P<dmy>(?<![\d.])[0-3]?\d[./-](?P<dmy_month>[01]?\d)[./-](?P<dmy_year>{_YEAR})(?!\d))
  | (?P<ymd>(?<!\d)(?P<ymd_year>{_YEAR})[-/.](?P<ymd_month>[01]\d)[-/.][0-3]\d(?!\d))
  | (?P<my>(?:(?<!\d)[0-3]?\d(?:st|nd|rd|th|er|\.|º)?[ ]+(?:de[ ])?)?(?P<my_month>{_MONTH})[ ,./-]{{0,3}}(?:de[ ]|del[ ])?
        (?:[0-3]?\d(?:st|nd|rd|th)?,[ ]*)?(?P<my_year>{_YEAR}(?!\d)|['’`]\d\d(?!\d)))
  | (?P<ym>(?<!\d)(?P<ym_year>{_YEAR})[ ]?[-/.][ ]?(?P<ym_month>0[1-9]|1[0-2])(?![\d/-]))
  | (?P<yn>(?<!\d)(?P<yn_year>{_YEAR}),?[ ](?P<yn_month>{_MONTH}))
  | (?P<ny>(?<![\d/.,])(?P<ny_month>0?[1-9]|1[0-2])[ ]?[./-][ ]?(?P<ny_year>{_YEAR})(?!\d))
  | (?P<y>(?:(?<![^\W_])(?:{_SEASONS}|ws|ss|wise|sose|q[1-4]|h[12]|class[ ]of)[ ,]{{1,2}})?
        (?<![\d$€£#+])(?<!\d[.,])(?P<y_year>{_YEAR})(?:/\d\d(?!\d))?(?![\d%+]|[.,]\d))
  | (?P<month>{_MONTH})
  | (?P<now>(?<![^\W_])(?:{_PRESENT})(?![^\W_]))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TO = re.compile(
    r"\s*(?:[-‐‑‒–—―−~→➔>]+|(?<![^\W_])(?:to|until|till|through|bis|zum|à|a|al|ad|hasta|até|tot|t/m|e|and|au|/)(?![^\W_]))\s*"
    r"(?:(?:the|bis|to|til|till|à|el|la|il|ad|zum)\s+|l['’])?\s*",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:(?<![^\W_])(?:since|from|seit|ab|von|depuis|desde|dal|da|sinds|vanaf|de|du|del)\s+(?:le\s+|el\s+)?)$",
    re.IGNORECASE,
)
_ONLY_SINCE = re.compile(r"since|seit|ab|depuis|desde|dal|sinds|vanaf", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\s*[-–—/]\s*['’]?(\d\d)(?![\d/.-])")
_STUDY_YEAR = re.compile(r"/(\d\d)(?!\d)")  # "2014/15", and seasons that run over the new year
_OPEN = re.compile(r"\s*[-–—]\s*(?=$|[)\]\t|,])")
_DAY_SECOND = re.compile(rf"(?<![\d.])[0-3]?\d[./-](\d\d)[./-]{_YEAR}(?!\d)")
DURATION = re.compile(
    r"[(\[]?\s*(?:(?:ca\.|approx\.|about|etwa)\s*)?\d{1,2}[+.,]?\d?\s*(?:years?|yrs?|months?|mos?|weeks?|jahre?n?|monate?n?|wochen|ans?|mois|años?|meses|mes|anni|anno|mesi|"
    r"jaar|maanden|maand|anos?)\b\.?(?:\s*(?:,|and|und|et|y|e|en)?\s*\d{1,2}\s*(?:months?|mos?|monate?n?|mois|meses|mes|mesi|maanden|maand|weeks?)\b\.?)?\s*[)\]]?",
    re.IGNORECASE,
)
_SHORT_PAIR = re.compile(  # years of two digits, in a range only
    rf"""(?P<from>(?<![\d/.,])(?P<from_month>0?[1-9]|1[0-2])[/.](?P<from_year>\d\d))(?:\s*[-–—]\s*|\s+(?:to|bis|until)\s+)
    (?P<to>(?P<to_month>0?[1-9]|1[0-2])[/.](?P<to_year>\d\d)(?![\d/%]|[.,]\d)|(?P<now>(?:{_PRESENT})(?![^\W_])))""",
    re.IGNORECASE | re.VERBOSE,
)
MIN_YEAR, MAX_YEAR = 1950, 2049


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a range of dates in a text: character offsets, normalised ends (None where not printed)."""

    at: int
    to: int
    start: str | None
    end: str | None
    is_range: bool


@dataclass(frozen=True, slots=True)
class _Atom:
    at: int
    to: int
    year: int | None
    month: int | None
    now: bool = False

    @property
    def value(self) -> str | None:
        if self.now:
            return "present"
        if self.year is None:
            return None
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"


def _full_year(digits: str) -> int:
    number = int(digits.strip("'’`"))
    if len(digits.strip("'’`")) == 4:
        return number
    return 2000 + number if number < 50 else 1900 + number


def _atoms(text: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    short = [match for match in _SHORT_PAIR.finditer(text) if _counts(match)]
    month_first = any(int(found[1]) > 12 for found in _DAY_SECOND.finditer(text))
    for match in _ATOM.finditer(text):
        kind = match.lastgroup or ""
        if any(pair.start() <= match.start() < pair.end() for pair in short):
            continue
        if match["now"]:
            atoms.append(_Atom(match.start(), match.end(), None, None, now=True))
        elif match["month"]:
            atoms.append(_Atom(match.start(), match.end(), None, MONTHS.get(fold(match["month"]).strip("."))))
        else:
            kind = next(name for name in ("dmy", "ymd", "my", "ym", "yn", "ny", "y") if match[name])
            atoms.append(_dated(match, kind, month_first=month_first))
    for pair in short:
        atoms.append(
            _Atom(pair.start("from"), pair.end("from"), _full_year(pair["from_year"]), int(pair["from_month"]))
        )
        until = (None, None, True) if pair["now"] else (_full_year(pair["to_year"]), int(pair["to_month"]), False)
        atoms.append(_Atom(pair.start("to"), pair.end("to"), *until))
    return sorted(atoms, key=lambda atom: atom.at)


def _counts(pair: re.Match[str]) -> bool:
    """True for "04/19 - 03/21", which runs forward; not for a mark of "5/10 to 7/10"."""
    months = [pair["from_month"], *([pair["to_month"]] if pair["to_month"] else [])]
    first = (_full_year(pair["from_year"]), int(months[0]))
    padded = all(len(month) == 2 for month in months) or bool(pair["now"])
    return padded and (bool(pair["now"]) or first <= (_full_year(pair["to_year"]), int(months[-1])))


def _dated(match: re.Match[str], kind: str, *, month_first: bool) -> _Atom:
    year = _full_year(match[f"{kind}_year"])
    raw = None if kind == "y" else match[f"{kind}_month"]
    month = None
    if raw:
        month = int(raw) if raw.isdigit() else MONTHS.get(fold(raw).strip("."))
        if kind == "dmy" and month_first:  # 03/15/2020
            month = int(re.split(r"[./-]", match["dmy"])[0])
    return _Atom(match.start(), match.end(), year, month if month and 1 <= month <= 12 else None)


def _bare_pair(between: str, first: _Atom, following: _Atom) -> bool:
    """Two dates with nothing but blanks between ("Jan 2016  Jun 2017"): the dash was lost on the way."""
    if between.strip(" ") or not 0 < len(between) <= 3 or first.year is None:
        return False
    if following.now:
        return True
    rising = following.year is not None and (first.year, first.month or 0) < (following.year, following.month or 0)
    return rising and bool(first.month) == bool(following.month)


def _range_from(text: str, first: _Atom, following: _Atom | None) -> DateSpan | None:
    """The range that starts at `first`, if what follows makes one."""
    if following is not None:
        between = text[first.to : following.at]
        if (_TO.fullmatch(between) or _bare_pair(between, first, following)) and (following.now or following.year):
            year = first.year or following.year
            start = _Atom(0, 0, year, first.month).value
            if year and following.year and year > following.year:
                return None
            return DateSpan(first.at, following.to, start, _last_year(text, following), is_range=True)
    if first.year is None:
        return None
    short = _SHORT_YEAR.match(text, first.to)
    if short and first.month is None and first.year % 100 < int(short[1]):
        return DateSpan(first.at, short.end(), first.value, str(first.year // 100 * 100 + int(short[1])), is_range=True)
    if (dash := _OPEN.match(text, first.to)) is not None:
        return DateSpan(first.at, dash.end(), first.value, "present", is_range=True)
    return None


def _last_year(text: str, atom: _Atom) -> str | None:
    """The value of a range's last date; a study year or a winter counts to its end ("2016/17" is 2017)."""
    half = _STUDY_YEAR.match(text, atom.to - 3)
    if half and atom.month is None and atom.year is not None and (atom.year + 1) % 100 == int(half[1]):
        return str(atom.year + 1)
    return atom.value


def _single(text: str, atom: _Atom) -> DateSpan | None:
    if atom.year is None:
        return None
    before = _SINCE.search(text[: atom.at])
    if before:
        word = before[0].split()[0]
        whole = not text[: before.start()].strip(" (") and not text[atom.to :].strip(" ).")
        if _ONLY_SINCE.fullmatch(word) or whole and word.lower() in ("from", "von"):  # on a line of its own
            return DateSpan(before.start(), atom.to, atom.value, "present", is_range=True)
    return DateSpan(atom.at, atom.to, atom.value, atom.value, is_range=False)


def find_dates(text: str) -> list[DateSpan]:
    """All dates and ranges of a text, left to right, without overlaps."""
    atoms = _atoms(text)
    spans: list[DateSpan] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        index += 1
        if atom.now:
            continue
        following = atoms[index] if index < len(atoms) else None
        span = _range_from(text, atom, following)
        if span is not None and following is not None and span.to >= following.to:
            index += 1
        span = span or _single(text, atom)
        if span is None:
            continue
        before = _SINCE.search(text[: span.at])
        spans.append(DateSpan(before.start() if before else span.at, span.to, span.start, span.end, span.is_range))
    return spans


def without_dates(text: str) -> str:
    """The text with dates, ranges and durations blanked out (same length)."""
    chars = list(text)
    for span in find_dates(text):
        chars[span.at : span.to] = " " * (span.to - span.at)
    blanked = "".join(chars)
    return DURATION.sub(lambda match: " " * len(match[0]), blanked)


def is_end_text(text: str) -> bool:
    """True if a text is only a date or a word for the present."""
    atoms = _atoms(text.strip(" ()"))
    return len(atoms) == 1 and atoms[0].value is not None and atoms[0].to - atoms[0].at == len(text.strip(" ()"))


def is_date_text(text: str) -> bool:
    """True if a text holds a date and next to nothing else."""
    rest = without_dates(text)
    return rest != text and sum(char.isalnum() for char in rest) <= 2
