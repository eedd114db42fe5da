"""What the lines of a section look like: a header with its dates, an item of a list, running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resumes.parsing.characters import word_set
from resumes.parsing.dates import DateSpan, find_dates, is_date_text, without_dates
from resumes.parsing.lines import Line
from resumes.parsing.vocabulary import DEGREE, LEGAL_SUFFIX, title_score

OPENERS = word_set(
    "responsibilities tasks achievements technologies stack environment tools aufgaben verantwortlich "
    "missions environnement tecnologías"
)
# Notes after the date that ends a header: "2018 (with merit)", "2021. Thesis: ...", "(2021); marked papers since".
_AFTER = re.compile(r"\)?(?=\s*(?:[(\[].*[)\]]\.?$|;\s|[.,;]\s+[A-ZÀ-Þ][\w ]{2,24}:\s))")
_CONFERRED = re.compile(
    r"\b(?:graduat(?:ed|ing|ion)|awarded|conferred|expected)\s*:?\s*$",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<![.\s]\w)(?<!\bSt)(?<!\bDr)[\w)]\. [A-ZÀ-Þ]\w+ .*\s\S+ ")
_BEFORE = (",", "|", "(", "–", "—", "-", "•", "·")
BRACKETED = re.compile(r"\([^()]*\)")
_ADJECTIVES = word_set("self-employed certified registered licensed qualified chartered accredited")
_DONE = word_set(  # what points begin with, where the ending does not tell
    "led ran wrote built drove taught made won held kept sold grew cut set took gave met saw spoke began chose drew found sent spent "
    "brought bought caught dealt fed flew rebuilt rewrote oversaw sought shrank split struck upheld stood wired sewed shot did was"
)
_NOTE = re.compile(r"^[A-ZÀ-Þ][\w'’-]*(?: [\w'’&/-]+){0,3}\s?:\s+\S+\s+\S+")
# A label that names a header field ("Position: Cook") does not make a line a note.
FIELD_LABEL = re.compile(
    r"^(?:position|role|job title|title|designation|company|employer|organi[sz]ation|client|institution|university|school|college|degree|"
    r"qualification|vocational|secondary|tertiary|"
    r"stelle|funktion|tätigkeit|arbeitgeber|firma|unternehmen|kunde|rolle|poste|fonction|entreprise|employeur|société|puesto|cargo|empresa|"
    r"ruolo|posizione|azienda|functie|bedrijf|werkgever|função|dates?|period|duration|zeitraum|période|periodo|location|place|ort|lieu|lugar|sede)\s?:",
    re.IGNORECASE,
)
# ... and these name who or what, never when.
_NAMING = re.compile(
    r"^(?:position|role|job title|title|company|employer|organi[sz]ation|client|stelle|funktion|arbeitgeber|firma|unternehmen|poste|"
    r"entreprise|employeur|puesto|cargo|empresa|ruolo|azienda|functie|bedrijf|werkgever)\s?:\s",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """An entry's lines by what they do: header lines (with the date), list items with their further lines, other text."""

    header: list[Line] = field(default_factory=list)
    items: list[list[Line]] = field(default_factory=list)
    text: list[list[Line]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [
            *self.header,
            *(line for item in self.items for line in item),
            *(line for para in self.text for line in para),
        ]


@dataclass(slots=True)
class Role:
    """A line and what it does: "item", "more" (of an item), "date" or "text"."""

    line: Line
    kind: str


def header_dates(line: Line) -> list[DateSpan]:
    """The dates of a line that could head an entry; none when they stand in a sentence."""
    text = line.text
    dates = [span for span in find_dates(text) if not text[: span.at][-1:].isalpha()]  # "SAP2000" is no year
    if not dates or _NAMING.match(text) and not any(span.is_range for span in dates):
        return []  # "Position: Tax adviser (from 2012)": the period has a line of its own
    rest = without_dates(text)
    noted = dates[-1].to + note.start() if (note := _AFTER.match(rest[dates[-1].to :])) else len(rest)
    if (
        noted < len(rest)
        and not _STOP.search(rest[:noted])
        and (dates[-1].is_range and rest[noted:].strip()[:1] in "([" or rest[: dates[-1].at].rstrip().endswith(_BEFORE))
    ):
        text, rest = text[:noted], rest[:noted]  # what is noted after the date says nothing of the line's shape
    if _leads(text, dates[0]) or _tells_job(text, dates[-1]):
        return dates
    words = BRACKETED.sub(" ", rest).split()
    if len(words) > 16 or (text.rstrip().endswith(".") and len(words) > 6):
        return []
    edge = any(
        not rest[: span.at].strip(" \t([|,–—-•:") or not rest[span.to :].strip(" \t)]|,.–—-•:") for span in dates
    )
    tabbed = any(is_date_text(segment.text) for segment in line.segments)
    cut = any(
        _CONFERRED.sub("", text[: span.at]).rstrip().endswith(("|", "•", "·", "–", "—", "(", "[", ",", "-"))
        and text[span.to :].lstrip()[:1] in ("|", "•", "·", "–", "—", ")", "]", ",", "-", "")
        for span in dates
    )
    if not (edge or tabbed or cut):
        return []
    if not any(span.is_range for span in dates) and len(words) > 12:
        return []
    return dates


def _leads(text: str, span: DateSpan) -> bool:
    """True for "2019–2021: Researcher, Institute of Ecology, Bergen.": a period, a colon, and what it was in few words."""
    after = text[span.to :].lstrip(" \t")
    rest = after.lstrip(" \t:").rstrip(".")
    if span.at or after[:1] != ":" or not rest or len(rest.split()) > 16 or ". " in rest:
        return False
    return span.is_range or DEGREE.match(rest) is not None


def _tells_job(text: str, span: DateSpan) -> bool:
    """True for "Reporter, The Ledger, Baton Rouge. June 2014 to July 2019.": what it was in few words, then a period."""
    before = text[: span.at].rstrip(" .")
    if not span.is_range or text[span.to :].strip(" .") or text[: span.at].rstrip()[-1:] != "." or ". " in before:
        return False
    return title_score(before.split(",")[0]) >= 0.8 and len(before.split()) <= 16


def sentence_like(line: Line) -> bool:
    """True for running text: long, or ended by a full stop, or begun in lower case."""
    text = line.text.strip()
    words = text.split()
    if len(words) > 13 or text[:1].islower():
        return True
    if text.endswith((".", ";")) and len(words) > 4 and not LEGAL_SUFFIX.match(words[-1].strip("(),")):
        return True
    if _NOTE.match(text) and not FIELD_LABEL.match(text):
        return True
    if text.endswith(":") or words[0].rstrip(":").lower() in OPENERS and (len(words) == 1 or ":" in words[0]):
        return True
    first = words[0].lower()
    if len(line.segments) > 1 or first in _ADJECTIVES:
        return False
    if first.endswith("s") and not first.endswith("ss") and len(words) > 3 and words[1] in ("the", "a", "an", "all"):
        return True  # "Runs the sound department of a theatre"
    if first in _DONE and len(words) > 2 and (words[1][0].islower() or words[1][0].isdigit() or words[1][0] in "$€£"):
        return True
    return len(words) > 4 and first.endswith("ed") and len(first) > 4
