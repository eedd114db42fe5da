"""Blind review: a candidate's words without what tells who they are. Pure.

Masked everywhere: name, e-mail, phone, links, handles and street addresses (`aiplatform.safety.redact`, with the values
that the resume and the account state), schools, dates of birth, age, gender, marital status, pronouns and titles. Of
education only degree and subject are left, without school and years; what stands above the first heading and under
"References" is left out as a whole. What stays, because the work itself is judged by it: employers, job titles, their
years, cities, languages and the right to work.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from aiplatform.safety import Profile, redact
from matching.education import degree_level

LABEL_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O: labels are read aloud
LABEL_LENGTH = 5
LONGEST_HEADER = 1500  # characters above the first heading that are taken for name and contact
LEAST_CUT = 30  # characters from which a piece of a line is taken for that line
LEAST_HANDLE = 4  # shorter endings of links are words

WORDS = {
    "NAME": "name", "EMAIL": "e-mail", "PHONE": "phone", "URL": "link", "HANDLE": "link", "ADDRESS": "address",
    "DATE": "date of birth", "SCHOOL": "school", "YEAR": "year", "PRONOUN": "pronoun", "PERSONAL": "personal detail",
}  # fmt: skip
_NAMES = re.compile(r"\[name\](?:\s+\[name\])+")
_PLACEHOLDER = re.compile(r"\[([A-Z]+)_\d+\]")

_NAMED = r"[^\W\d_][\w.&'’-]*"
_SCHOOL_WORD = (
    r"(?:University|College|Polytechnic|School of [A-Z]\w+|(?:High|Grammar|Business|Law|Medical|Graduate|Secondary) School|"
    r"Institute of Technology|Academy|Conservatory|Seminary|Universit[àäéy]t?|Universidad|Universidade|Université|Universiteit|"
    r"Uniwersytet|Politechnika|Politecnico|Hochschule|Fachhochschule|Gymnasium|Lyc[ée]e|Liceo|École|Ecole|Instituto)"
)
# Capitalised words before and after; a university hospital is an employer, not a school.
_SCHOOL = re.compile(
    rf"(?:(?:[A-Z]{_NAMED}|St\.?)\s+){{0,4}}\b\w*{_SCHOOL_WORD}\b(?!\s+(?:Hospital|Clinic|Press|Medical Cent))"
    rf"(?:\s+(?:(?:of|at|de|di|do|da|du|del|für|zu|in)\s+)?(?:the\s+)?(?:[A-Z]{_NAMED}))*"
)
_ACRONYM = re.compile(
    r"\b(?:MIT(?!\s+[Ll]icen[cs]e)|ETH(?:\s+Z[uü]rich)?|EPFL|UCLA|UCL|LSE|KTH|INSEAD|Caltech|HEC Paris|IIT\s+[A-Z]\w+|TU\s+[A-Z]\w+|"
    r"RWTH|KIT|NTU|NUS|Harvard|Stanford|Yale|Princeton)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_GRADUATED = re.compile(
    r"\b(?:class of|graduat\w+(?:\s+in)?|abitur|matura|a-levels?|gcses?)\W{0,3}(?:\w+\s){0,3}?((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:date of birth|d\.?o\.?b\b\.?|birth ?date|birthday|place of birth|geburtsdatum|geburtsort|gender|sex|geschlecht|"
    r"marital status|civil status|familienstand|(?:preferred\s+)?pronouns|age|alter|religion|children|photo)\s*[:–—-]\s*[^|;,\n]+",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|geboren|née?)\b\s+(?:(?:in|on|am)\s+)?[^.;|\n]{0,30}?(?:19|20)\d{2}\b|"
    r"\b(?:aged?\s+\d{2}|\d{2}[- ]years?[- ]old)\b(?!\s*(?:to|and|or|[-–+]))",  # "people aged 18 to 84" is no birthday
    re.IGNORECASE,
)
_PRONOUNS = re.compile(
    r"\b(?:she|he|they|ze|xe|ey)\s*/\s*\w+(?:\s*/\s*\w+)?\b|\b(?:(?:Mr|Mrs|Ms|Mx|Miss|Mme)\b\.?|Herr|Frau)(?=\s)|"
    r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]ers?|[Hh]is|[Hh]imself|[Hh]erself)\b",
)
_BULLET = "•-–*·▪ \t"


def label_of(job_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """What a hidden candidate is called in one posting: always the same there, and another one in another posting."""
    digest = hashlib.sha256(job_id.bytes + person_id.bytes).digest()
    number = int.from_bytes(digest[:8])
    signs = []
    for _ in range(LABEL_LENGTH):
        number, at = divmod(number, len(LABEL_SIGNS))
        signs.append(LABEL_SIGNS[at])
    return "Candidate " + "".join(signs)


def _plain(line: str) -> str:
    """A line as two spellings of it compare: one blank between words, no bullet, no cut marks, lower case."""
    return " ".join(line.replace("…", " ").split()).lstrip(_BULLET).casefold()


def _value(found: Any) -> str:
    """The words of a parsed field, "" where nothing was read."""
    return str(found["value"]).strip() if found else ""


def _source(entry: Mapping[str, Any]) -> str:
    """An entry as proofs name it (`matching.proof.entry_words`)."""
    named = [_value(entry.get("title")) or _value(entry.get("degree")), _value(entry.get("organization"))]
    years = [_value(entry.get("start_date")), _value(entry.get("end_date"))]
    told = " to ".join(dict.fromkeys(year for year in years if year))
    return ", ".join(part for part in (*named, told) if part)[:200]


class Blind:
    """Masks the words of one resume, given as `ParsedResume.to_dict()`; `names` and `emails` are what else is known."""

    def __init__(self, parsed: Mapping[str, Any], *, names: Sequence[str] = (), emails: Sequence[str] = ()) -> None:
        self._parsed = parsed
        stated = [_value(parsed.get("name")), *names]
        self._name = " ".join(dict.fromkeys(name.strip() for name in stated if name.strip()))
        self._links = [_value(link) for link in parsed.get("links", ())]
        mails = [_value(parsed.get("email")), *emails]
        self._emails = [mail for mail in dict.fromkeys(mails) if mail]
        phone = _value(parsed.get("phone")) or None
        self._profile = Profile(name=self._name or None, phone=phone, links=self._links)

    @cached_property
    def _schools(self) -> re.Pattern[str] | None:
        """The schools that the resume names, in any spelling of blanks and case."""
        named = {_value(entry.get("organization")) for entry in self._education}
        parts = {part.strip() for name in named for part in (name, name.split(",")[0])}
        known = sorted((part for part in parts if len(part) > 2), key=lambda part: (-len(part), part))
        return _any_of(known)

    @cached_property
    def _addresses(self) -> re.Pattern[str] | None:
        return _any_of(self._emails)

    @cached_property
    def _handles(self) -> re.Pattern[str] | None:
        """What the links and addresses end or begin with: the same name stands elsewhere without its site."""
        ends = [link.rstrip("/").rsplit("/", 1)[-1] for link in self._links if "/" in link.rstrip("/")]
        ends += [mail.partition("@")[0] for mail in self._emails]
        return _any_of(sorted({end for end in ends if len(end) >= LEAST_HANDLE and not end.isdigit()}))

    @cached_property
    def _education(self) -> list[Mapping[str, Any]]:
        sections = self._parsed.get("sections", ())
        return [entry for part in sections for entry in part["entries"] if entry["kind"] == "education"]

    @cached_property
    def _schooling(self) -> dict[str, str]:
        """Each line of the education sections, plain, and what is shown for it."""
        shown: dict[str, str] = {}
        for section in self._parsed.get("sections", ()):
            if section["kind"] == "education":
                shown |= {_plain(line): "[school and years]" for line in section["text"].splitlines()}
        for entry in self._education:
            told = self._studies(entry)
            for line in self._lines_of(entry):
                shown[_plain(line)] = told
            for bullet in entry["bullets"]:
                shown[_plain(bullet["text"])] = self._mask(bullet["text"], schooling=True)
        shown.pop("", None)
        return shown

    def _lines_of(self, entry: Mapping[str, Any]) -> list[str]:
        start, end = entry.get("start"), entry.get("end")
        fields = [_value(entry.get(name)) for name in ("organization", "degree", "area", "title")]
        whole = self._parsed["text"][start:end].splitlines() if start is not None and end is not None else []
        return [line for line in [*whole, *fields, _source(entry)] if line.strip()]

    def _studies(self, entry: Mapping[str, Any]) -> str:
        """Degree and subject, nothing else of a course of study."""
        words = dict.fromkeys(_value(entry.get(name)) for name in ("degree", "area"))
        return self._mask(", ".join(word for word in words if word), schooling=True) or "[school and years]"

    def line(self, words: str) -> str:
        """A line, quote or message with everything masked; a line of the education section tells degree and subject."""
        if not words.strip():
            return words
        known = self._schooling_of(words)
        return known if known is not None else self._mask(words)

    def remark(self, words: str) -> str:
        """A remark that may name an entry in the middle of it, such as "Confirmed by the candidate on 2026-11-22: MSc, Oslo"."""
        said, mark, rest = words.partition(": ")
        if not mark:
            return self.line(words)
        for entry in self._education:
            named = _source(entry)
            if named and rest.startswith(named):
                return f"{self.line(said)}: {self._studies(entry)}{self.line(rest[len(named) :])}"
        # An entry of an earlier version is known by its degree only.
        is_study = degree_level(rest) is not None
        return f"{self.line(said)}: {self._mask(rest, schooling=True) if is_study else self.line(rest)}"

    def _schooling_of(self, words: str) -> str | None:
        plain = _plain(words)
        if plain in self._schooling:
            return self._schooling[plain]
        if "…" in words or len(plain) > LEAST_CUT:  # a quote may be a line that was cut
            for line, shown in self._schooling.items():
                if plain in line:
                    return shown
        schools = self._schools
        return self._mask(words, schooling=True) if schools and schools.search(words) else None

    def lines(self, words: str) -> str:
        """Several lines, each masked for itself."""
        return "\n".join(self.line(line) for line in words.splitlines())

    def resume(self) -> str:
        """The whole text: without what stands above the first heading and under "References", every other line masked."""
        text = str(self._parsed.get("text", ""))
        sections = [part for part in self._parsed.get("sections", ()) if part.get("start") is not None]
        starts = [part["start"] for part in sections]
        header = min(starts, default=0)
        header = header if header <= LONGEST_HEADER else 0
        left_out = [(0, header)] if header else []
        left_out += [(p["start"], p["end"]) for p in sections if p["kind"] == "references" and p["end"] is not None]
        told: list[str] = []
        at = 0
        for line in text.splitlines(keepends=True):
            bare = line.strip()
            if not any(start <= at < end for start, end in left_out):
                shown = self.line(bare) if bare else ""
                if not bare or shown != (told[-1] if told else None):
                    told.append(shown)
            at += len(line)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(told)).strip()

    def _mask(self, words: str, *, schooling: bool = False) -> str:
        marked = words
        for pattern, kind in self._patterns(schooling):
            if pattern is not None:
                marked = _mark(marked, pattern, kind)
        # Pronouns and titles last: "Mr" tells the search for names that one follows.
        masked = _mark(redact(marked, self._profile).text, _PRONOUNS, "PRONOUN")
        return _NAMES.sub("[name]", _PLACEHOLDER.sub(_in_words, masked))

    def _patterns(self, schooling: bool) -> list[tuple[re.Pattern[str] | None, str]]:
        return [
            (self._addresses, "EMAIL"),  # before handles, which are parts of them
            (_PERSONAL, "PERSONAL"),
            (_BORN, "DATE"),
            (self._schools, "SCHOOL"),
            (_SCHOOL, "SCHOOL"),
            (_ACRONYM, "SCHOOL"),
            (_GRADUATED, "YEAR"),
            (_YEAR if schooling else None, "YEAR"),
            (self._handles, "HANDLE"),
        ]


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds each of these as whole words, in any case and with any blanks."""
    bodies = [r"\s+".join(re.escape(part) for part in word.split()) for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?!\w)", re.IGNORECASE) if bodies else None


def _mark(text: str, pattern: re.Pattern[str], kind: str) -> str:
    """The matches as placeholders, which redaction leaves alone; of a pattern with a group only the group."""
    group = 1 if pattern.groups else 0
    return _mark_spans(text, (match.span(group) for match in pattern.finditer(text)), kind)


def _mark_spans(text: str, spans: Iterable[tuple[int, int]], kind: str = "NAME") -> str:
    taken = [match.span() for match in _PLACEHOLDER.finditer(text)]
    out, last = [], 0
    for start, end in sorted(spans):
        if start < last or any(start < right and left < end for left, right in taken):
            continue
        out += [text[last:start], f"[{kind}_1]"]
        last = end
    return "".join([*out, text[last:]])


def _in_words(match: re.Match[str]) -> str:
    return f"[{WORDS.get(match[1], 'number')}]"
