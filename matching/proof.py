"""What a resume proves of what a job asks for, requirement by requirement, each with the words that prove it. Pure.

A skill named in a dated entry is met; one that is only listed, follows from another or has a near relative is partial.
What a resume cannot show (a manner, a wish) is unknown, never missing. Alternatives ("Java or Kotlin") count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from matching.education import degree_level, degree_words
from matching.ml.answers import Answer
from matching.ml.words import tokens, weight
from matching.reading.requirements import CERTIFICATE, DEGREE, LANGUAGE
from resumes.parsing.types import Entry, ParsedResume
from resumes.taxonomy import Taxonomy

PROOF_VERSION = "proof-1"
State = Literal["met", "partial", "missing", "unknown"]
ORDER: tuple[State, ...] = ("met", "partial", "unknown", "missing")
LANGUAGES = "human-languages"  # the taxonomy's group of human languages
NEAR = 0.5  # taxonomy similarity of two terms that do the same work
CLOSE_PASSAGE = 0.5  # share of a requirement's telling words that one line must hold to be shown beside it
LONGEST_QUOTE = 220


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement of a posting, as its row has it."""

    text: str
    skill_key: str = ""
    skill_label: str = ""
    importance: str = "must"
    any_of: int | None = None
    min_years: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One skill of a resume: its spans are (start, end, section kind, entry number or None) in the resume's text."""

    key: str
    label: str
    spans: tuple[tuple[int, int, str, int | None], ...]
    years: float | None
    is_evidenced: bool


@dataclass(frozen=True, slots=True)
class RequirementProof:
    """What the resume says about one requirement (or one group of alternatives)."""

    text: str
    importance: str
    any_of: int | None
    state: State
    quote: str = ""
    source: str = ""
    note: str = ""
    kind: str = "skill"

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(slots=True)
class _Line:
    start: int
    text: str
    words: frozenset[str]


class ResumeEvidence:
    """A resume prepared for many questions; make it once a resume and ask for each job."""

    def __init__(
        self,
        parsed: ParsedResume,
        skills: Iterable[Shown],
        tax: Taxonomy,
        *,
        years: float | None,
        answers: Iterable[Answer] = (),
    ) -> None:
        self.parsed, self.tax, self.years = parsed, tax, years
        self.answers = {answer.key: answer for answer in answers}
        self.skills = {skill.key: skill for skill in skills}
        self.entries = [entry for section in parsed.sections for entry in section.entries]
        self._direct = {key: sources for key in self.skills if not (sources := self._sources(key))}
        self._near: dict[str, Shown | None] = {}
        self._lines = _lines(parsed.text)

    def _sources(self, key: str) -> list[str]:
        """The skills that a skill only follows from: they imply it and stand at all of its places."""
        mine = {(start, end) for start, end, *_ in self.skills[key].spans}
        found = [
            other
            for other, shown in self.skills.items()
            if other != key and mine & {span[:2] for span in shown.spans} and key in self.tax.implied([other])
        ]
        covered = {span[:2] for other in found for span in self.skills[other].spans}
        return found if mine <= covered else []

    def prove(self, asked: Sequence[Asked]) -> list[RequirementProof]:
        """One proof a requirement or group of alternatives, in the posting's order."""
        return [self._group(items, text) for items, text in grouped(asked)]

    def _group(self, items: Sequence[Asked], text: str) -> RequirementProof:
        """Alternatives as one: the best proven of them speaks for all."""
        answers = [self._answer(item) for item in items]
        state, quoted, source, note, kind = min(answers, key=lambda answer: ORDER.index(answer[0]))
        return RequirementProof(text, importance_of(items), items[0].any_of, state, quoted, source, note, kind)

    def _answer(self, item: Asked) -> tuple[State, str, str, str, str]:
        if not self.parsed.text.strip():
            return "unknown", "", "", "The resume holds no text.", "skill"
        if item.skill_key:
            kind = "language" if self._is_language(item.skill_key) else "skill"
            answer = self.answers.get(item.skill_key)
            return *(self._answered(item, answer) if answer else self._skill(item)), kind
        if LANGUAGE.search(item.text):
            return *self._language(item), "language"
        if CERTIFICATE.search(item.text):
            return *self._certificate(item), "certificate"
        if DEGREE.search(item.text):
            return *self._degree(item), "degree"
        if item.min_years is not None:
            return *self._years(item), "experience"
        return *self._other(item), "other"

    def _answered(self, item: Asked, answer: Answer) -> tuple[State, str, str, str]:
        """What the person said about a skill, beside what the resume says; the words are the person's, so never a quote."""
        if not answer.has:
            return "missing", "", "", f"The candidate said no{_on(answer)}"
        told = self._skill(item)
        if told[0] == "met":
            return told
        # Words about a related skill would not show this one.
        quoted, source = told[1:3] if item.skill_key in self.skills else ("", "")
        years = f", {answer.years:g} years" if answer.years else ""
        said = f"Confirmed by the candidate{_on(answer)}: {answer.place or 'no entry named'}{years}"
        if not answer.is_evidence:
            return "partial", quoted, source, f"{said}; not written in a dated entry"
        if item.min_years is not None and (answer.years or 0.0) + 0.05 < item.min_years:
            return "partial", quoted, source, f"{said}; the job asks for {item.min_years:g} years"
        return "met", quoted, source, said

    def _skill(self, item: Asked) -> tuple[State, str, str, str]:
        shown = self.skills.get(item.skill_key)
        if shown is None and self._is_language(item.skill_key):
            return self._no_language()
        if shown is None:
            near = self._nearest(item.skill_key)
            if near is None:
                return "missing", "", "", "Not found in the resume"
            quote, source = self._quote_of(near)
            return "partial", quote, source, f"Not named itself; related: {near.label}"
        quote, source = self._quote_of(shown)
        if item.skill_key not in self._direct:
            names = " and ".join(sorted(self.skills[key].label for key in self._sources(item.skill_key))[:2])
            return "partial", quote, source, f"Not named itself; follows from {names}"
        if any(kind == "languages" for _, _, kind, _ in shown.spans):
            return "met", quote, source, ""  # a list of languages is where a resume shows them
        if not shown.is_evidenced:
            return "partial", quote, source, "Only listed; no dated entry shows it"
        if item.min_years is not None:
            return self._enough_years(item.min_years, shown.years, quote, source, "dated entries that name it")
        return "met", quote, source, ""

    def _is_language(self, key: str) -> bool:
        return key in self.tax and self.tax.skill(key).group == LANGUAGES

    def _enough_years(
        self, wanted: float, has: float | None, quote: str, source: str, where: str
    ) -> tuple[State, str, str, str]:
        if has is None:
            return "partial", quote, source, f"Asks for {wanted:g} years; the resume gives no dates to count"
        if has + 0.05 >= wanted:
            return "met", quote, source, f"{has:.1f} years in the {where}"
        return "partial", quote, source, f"Asks for {wanted:g} years; {has:.1f} in the {where}"

    def _nearest(self, key: str) -> Shown | None:
        if key not in self._near:
            best: tuple[float, Shown | None] = (0.0, None)
            if key in self.tax and self.tax.skill(key).kind == "knowledge":
                for other in self._direct:
                    likeness = self.tax.similarity(key, other)
                    shown = self.skills[other]
                    if likeness >= NEAR and (likeness, shown.is_evidenced) > (
                        best[0],
                        bool(best[1] and best[1].is_evidenced),
                    ):
                        best = (likeness, shown)
            self._near[key] = best[1]
        return self._near[key]

    def _quote_of(self, shown: Shown) -> tuple[str, str]:
        """The words around the best place of a skill: a dated entry before any other, the latest before older ones."""

        def rank(span: tuple[int, int, str, int | None]) -> tuple[bool, str, int]:
            entry = self._entry(span[3])
            dated = entry is not None and bool(entry.start_date or entry.end_date)
            return (dated, _end_of(entry) if entry and dated else "", -span[0])

        if not shown.spans:
            return "", ""
        start, end, kind, number = max(shown.spans, key=rank)
        return quote(self.parsed.text, start, end), self._source(kind, number)

    def _entry(self, number: int | None) -> Entry | None:
        return self.entries[number] if number is not None and number < len(self.entries) else None

    def _source(self, kind: str, number: int | None) -> str:
        entry = self._entry(number)
        if entry is None:
            return kind.replace("_", " ").capitalize()
        return entry_words(entry)

    def _language(self, item: Asked) -> tuple[State, str, str, str]:
        found = LANGUAGE.search(item.text)
        name = next((word for word in found.groups() if word), "").lower() if found else ""
        listed = [field for field in self.parsed.languages if name and name in field.value.lower()]
        if listed and listed[0].start is not None and listed[0].end is not None:
            return "met", quote(self.parsed.text, listed[0].start, listed[0].end), "Languages", ""
        if listed:
            return "met", listed[0].value, "Languages", ""
        place = re.search(rf"\b{re.escape(name)}\b", self.parsed.text, re.IGNORECASE) if name else None
        if place:
            return "partial", quote(self.parsed.text, *place.span()), "", "Named, but not in a list of languages"
        return self._no_language()

    def _no_language(self) -> tuple[State, str, str, str]:
        if self.parsed.languages:
            return "missing", "", "", "Not among the languages the resume lists"
        return "unknown", "", "", "The resume lists no languages"

    def _certificate(self, item: Asked) -> tuple[State, str, str, str]:
        wanted = _telling(CERTIFICATE_FILLER.sub(" ", item.text))
        best, share = self._closest(wanted)
        if best and share >= 0.6:
            return "met", best.text[:LONGEST_QUOTE], "", ""
        if best and share >= 0.4:
            return "partial", best.text[:LONGEST_QUOTE], "", "The closest passage; it may be another certificate"
        if not wanted:
            return "unknown", "", "", "The posting does not name the certificate"
        return "missing", "", "", "Not found in the resume"

    def _degree(self, item: Asked) -> tuple[State, str, str, str]:
        schools = [entry for entry in self.entries if entry.kind == "education"]
        held = [(degree_level(degree_words(entry)), entry) for entry in schools]
        known = [(level, entry) for level, entry in held if level is not None]
        wanted = degree_level(item.text, least=True)
        if known:
            level, entry = max(known, key=lambda pair: pair[0])
            line = self._entry_line(entry)
            if wanted is None or level >= wanted:
                return "met", line, entry_words(entry), "The subject is for a person to judge"
            return "partial", line, entry_words(entry), "A lower degree than the posting names"
        if schools:
            return (
                "partial",
                self._entry_line(schools[0]),
                entry_words(schools[0]),
                "The kind of degree could not be read",
            )
        return "unknown", "", "", "The resume names no education"

    def _entry_line(self, entry: Entry) -> str:
        if entry.start is None or entry.end is None:
            return entry_words(entry)
        return " ".join(self.parsed.text[entry.start : entry.end].split("\n", 1)[0].split())[:LONGEST_QUOTE]

    def _years(self, item: Asked) -> tuple[State, str, str, str]:
        works = [entry for entry in self.entries if entry.kind == "work" and (entry.start_date or entry.end_date)]
        line = self._entry_line(max(works, key=_end_of)) if works else ""
        wanted = item.min_years or 0.0
        if self.years is None:
            return "unknown", line, "", "The resume gives no dates to count"
        best, share = self._closest(_telling(item.text))
        if best and share >= CLOSE_PASSAGE:
            line = best.text[:LONGEST_QUOTE]
        state, said, source, note = self._enough_years(wanted, self.years, line, "", "dated work entries")
        return state, said, source, note + "; the field is for a person to judge"

    def _other(self, item: Asked) -> tuple[State, str, str, str]:
        best, share = self._closest(_telling(item.text))
        if best and share >= CLOSE_PASSAGE:
            return "partial", best.text[:LONGEST_QUOTE], "", "The closest passage"
        return "unknown", "", "", "A resume rarely shows this"

    def _closest(self, wanted: dict[str, float]) -> tuple[_Line | None, float]:
        """The line that holds the largest share of the telling words, and that share."""
        total = sum(wanted.values())
        if not total:
            return None, 0.0
        best, share = None, 0.0
        for line in self._lines:
            held = sum(value for word, value in wanted.items() if word in line.words) / total
            if held > share:
                best, share = line, held
        return best, share


def _on(answer: Answer) -> str:
    return f" on {answer.day}" if answer.day else ""


def grouped(asked: Sequence[Asked]) -> list[tuple[list[Asked], str]]:
    """Requirements with alternatives put together, each with the words to show for it, in the posting's order.

    A line that asks for one thing is shown as written; one that asks for several is shown by the name of each.
    """
    lines: dict[str, int] = {}
    groups: dict[object, list[Asked]] = {}
    for number, item in enumerate(asked):
        lines[item.text] = lines.get(item.text, 0) + 1
        groups.setdefault(("one", number) if item.any_of is None else ("any", item.any_of), []).append(item)
    found = []
    for items in groups.values():
        names = list(dict.fromkeys(item.skill_label or item.text for item in items))
        if len(items) == 1 and (lines[items[0].text] == 1 or not items[0].skill_label):
            names = [items[0].text]
        found.append((items, ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]))
    return found


def importance_of(items: Sequence[Asked]) -> str:
    """A group is a must when one of its members is."""
    return "must" if any(item.importance == "must" for item in items) else "nice"


CERTIFICATE_FILLER = re.compile(
    r"\b(?:certifi\w+|accredit\w+|valid|current|active|required|requires?|must|hold\w*|possess\w*|have|having|ability to obtain|"
    r"or equivalent|an?|the|with|in|of|and|or|plus|is|are|be|preferred|desirable|advantage)\b",
    re.IGNORECASE,
)


def _telling(text: str) -> dict[str, float]:
    """The words of a requirement that say what it is about, with their weights."""
    return {word: value for word in dict.fromkeys(tokens(text)) if (value := weight(word)) >= 0.35}


def _lines(text: str) -> list[_Line]:
    lines, at = [], 0
    for raw in text.split("\n"):
        if raw.strip():
            lines.append(_Line(at, " ".join(raw.split()), frozenset(tokens(raw))))
        at += len(raw) + 1
    return lines


def _end_of(entry: Entry | None) -> str:
    """A sortable form of when an entry ended."""
    written = (entry.end_date or entry.start_date) if entry else None
    if written is None:
        return ""
    return "9999" if written.value == "present" else written.value


def entry_words(entry: Entry) -> str:
    """An entry in one line: title, organisation, years."""
    named = [part.value for part in (entry.title or entry.degree, entry.organization) if part]
    years = [part.value for part in (entry.start_date, entry.end_date) if part]
    return ", ".join([*named, " to ".join(dict.fromkeys(years))] if years else named)[:200]


def quote(text: str, start: int, end: int) -> str:
    """The line or sentence around a span, on one line, at most LONGEST_QUOTE characters, cut at word ends."""
    left = max(text.rfind("\n", 0, start) + 1, 0)
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    cut_left, cut_right = left < start - LONGEST_QUOTE // 2, right > end + LONGEST_QUOTE // 2
    left, right = max(left, start - LONGEST_QUOTE // 2), min(right, end + LONGEST_QUOTE // 2)
    piece = text[left:right]
    if cut_left:
        piece = "…" + piece.partition(" ")[2]
    if cut_right:
        piece = piece.rpartition(" ")[0] + "…"
    return " ".join(piece.split()).lstrip("•-–* ")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many must-haves (groups counted once) a resume evidences."""

    evidenced_must: int = 0
    total_must: int = 0
    states: dict[State, int] = field(default_factory=dict)


def tally(proofs: Sequence[RequirementProof]) -> Tally:
    """Counts of met must-haves, and of all states."""
    musts = [proof for proof in proofs if proof.importance == "must"]
    states = {state: sum(proof.state == state for proof in proofs) for state in ORDER}
    return Tally(sum(proof.state == "met" for proof in musts), len(musts), states)
