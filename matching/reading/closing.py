"""The day until which one may apply, where a posting writes it with its year. Pure.

English, German, French, Spanish, Dutch and Danish. A date of figures alone counts only where day and month cannot be mixed up.
"""

import datetime as dt
import re

_I = re.IGNORECASE
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
)  # fmt: skip
MONTHS = {name: number for names in _MONTHS for number, name in enumerate(names.split("|"), 1)}
_CUE = re.compile(
    r"(?:\bapply (?:online )?(?:by|before|until|no later than)|"
    r"\bapplications? (?:must be |should be |to be |are )?(?:received |submitted |sent |in |due |accepted |closed? |open )*"
    r"(?:by|on|before|until|"
    r"no later than)|"
    r"\bclosing (?:date(?: for applications)?|on)|\b(?:applications?|posting|vacancy|advert|job|role|position) "
    r"(?:closes?|ends|expires)(?: on)?|"
    r"^\W*closes(?: on)?|\b(?:applications? )?deadline(?: for applications?| to apply| is)?|\blast date to apply|"
    r"\bbewerbungs(?:schluss|frist|ende)|\bbewerben sie sich (?:bitte )?bis|\bbewirb dich (?:bitte )?bis|\bbewerbung(?:en)? (?:bitte )?bis|"
    r"\bdate limite(?: de candidature)?|\bpostulez avant|\bfecha límite|\bcierre de inscripciones|\bsluitingsdatum|"
    r"\bsolliciteer (?:voor|uiterlijk)|\breageren (?:kan )?(?:tot|voor)|\bansøgningsfrist(?:en)?)\b[\s:]*"
    r"(?:(?:is|ist|zum|est le|le|el|den|on|the|am|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|[\s,:])*",
    _I | re.MULTILINE,
)
_DATE = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})\b|(?P<a>\d{1,2})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<y1>\d{4})\b|"
    r"(?P<d2>\d{1,2})(?:st|nd|rd|th|\.|er)?\s(?:of |de )?(?P<m2>[^\W\d_]{3,})\.?,?\s(?:de )?(?P<y2>\d{4})\b|"
    r"(?P<m3>[^\W\d_]{3,})\.?\s(?P<d3>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y3>\d{4})\b",
    _I,
)


def read_closing(text: str) -> dt.date | None:
    """The last day for applications; None where none is written, or not with its year."""
    for cue in _CUE.finditer(text):
        written = _DATE.match(text, cue.end())
        if written and (day := _date(written)):
            return day
    return None


def _date(m: re.Match[str]) -> dt.date | None:
    try:
        if m["iso"]:
            return dt.date.fromisoformat(m["iso"])
        if m["mark"]:
            return _of_figures(int(m["a"]), int(m["b"]), int(m["y1"]), dotted=m["mark"] == ".")
        day, month, year = (m["d2"], m["m2"], m["y2"]) if m["m2"] else (m["d3"], m["m3"], m["y3"])
        number = MONTHS.get(month.lower()) or MONTHS.get(month.lower()[:3])
        return dt.date(int(year), number, int(day)) if number else None
    except ValueError:
        return None


def _of_figures(first: int, second: int, year: int, *, dotted: bool) -> dt.date | None:
    """Dots put the day first; elsewhere only a figure above twelve, or two the same, tells day from month."""
    if dotted or first > 12 or first == second:
        return dt.date(year, second, first)
    return dt.date(year, first, second) if second > 12 else None
