"""What a resume proves of what a job asks for, requirement by requirement, each with the words that prove it. Pure.

A skill named in a dated entry is met; one that is only listed, follows from another or has a near relative is partial.
A certificate, a licence or a language is met where it is stated (`matching.stated`), years where entries are of the field.
What a resume cannot show (a manner, a wish) is unknown, never missing. Alternatives ("Java or Kotlin") count once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.education import degree_held
from matching.field_years import field_years
from matching.ml.answers import Answer
from matching.reading.requirements import CERTIFICATE, DEGREE, LANGUAGE
from matching.stated import (
    STATED_IN,
    Line,
    State,
    checked,
    closest,
    lines_of,
    names_qualification,
    names_vocational,
    qualification,
    telling,
)
from resumes.parsing.types import Entry, ParsedResume
from resumes.taxonomy import Taxonomy

PROOF_VERSION = "proof-2"
ORDER: tuple[State, ...] = ("met", "partial", "unknown", "missing")
LANGUAGES = "human-languages"  # the taxonomy's group of human languages
NEAR = 0.5  # taxonomy similarity of two terms that do the same work
CLOSE_PASSAGE = 0.5  # share of a requirement's telling words that one line must hold to be shown beside it
LONGEST_QUOTE = 220
JUDGE_FIELD = "the field is for a person to judge"


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
        self._lines = lines_of(parsed)

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
        rows = Counter(item.text for item in asked)
        return [self._group(items, text, rows[items[0].text] == 1) for items, text in grouped(asked)]

    def _group(self, items: Sequence[Asked], text: str, is_line: bool) -> RequirementProof:
        """Alternatives as one: the best proven of them speaks for all. `is_line`: one row stands for all of its line."""
        answers = [self._answer(item, is_line) for item in items]
        state, quoted, source, note, kind = min(answers, key=lambda answer: ORDER.index(answer[0]))
        return RequirementProof(text, importance_of(items), items[0].any_of, state, quoted, source, note, kind)

    def _answer(self, item: Asked, is_line: bool) -> tuple[State, str, str, str, str]:
        if not self.parsed.text.strip():
            return "unknown", "", "", "The resume holds no text.", "skill"
        is_awarded = names_qualification(item.text)
        if (
            item.skill_key
            and is_line
            and is_awarded
            and item.min_years is None
            and not self._is_awarded(item.skill_key)
        ):
            return *self._qualification(item.text), "qualification"
        if item.skill_key:
            kind = "language" if self._is_language(item.skill_key) else "skill"
            answer = self.answers.get(item.skill_key)
            return *(self._answered(item, answer) if answer else self._skill(item)), kind
        if LANGUAGE.search(item.text):
            return *self._language(item), "language"
        is_named = bool(CERTIFICATE.search(item.text) or DEGREE.search(item.text))
        if item.min_years is not None and not (is_line and is_named):
            return *self._years(item), "experience"
        if CERTIFICATE.search(item.text):
            return *self._qualification(item.text), "certificate"
        if DEGREE.search(item.text):
            return *self._degree(item), "degree"
        if is_awarded:
            return *self._qualification(item.text), "qualification"
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
        if shown is not None and self._is_language(item.skill_key):
            return self._spoken(shown)
        if self._is_awarded(item.skill_key):
            return self._awarded(item, shown)
        if shown is None:
            near = self._nearest(item.skill_key)
            if near is None:
                return "missing", "", "", "Not found in the resume"
            if item.min_years is not None:  # years of a relative are not years of this
                return "missing", "", "", f"Not found in the resume; related: {near.label}"
            quote, source = self._quote_of(near)
            return "partial", quote, source, f"Not named itself; related: {near.label}"
        quote, source = self._quote_of(shown)
        if item.skill_key not in self._direct:
            names = " and ".join(sorted(self.skills[key].label for key in self._sources(item.skill_key))[:2])
            return "partial", quote, source, f"Not named itself; follows from {names}"
        is_taught = any(kind in STATED_IN for _, _, kind, _ in shown.spans)
        if not shown.is_evidenced and not is_taught:
            return "partial", quote, source, "Only listed; no dated entry shows it"
        if item.min_years is not None:
            return self._enough_years(item.min_years, shown.years, quote, source, "dated entries that name it")
        return "met", quote, source, ""

    def _is_language(self, key: str) -> bool:
        return key in self.tax and self.tax.skill(key).group == LANGUAGES

    def _spoken(self, shown: Shown) -> tuple[State, str, str, str]:
        """A language is met where it is stated; work on "the German shop" shows no German."""
        stated = [span for span in shown.spans if span[2] == "languages" or span[3] is None]
        if not stated:
            return "partial", *self._quote_of(shown), "Named, but not in a list of languages"
        start, end, kind, number = min(stated, key=lambda span: (span[2] != "languages", span[0]))
        return "met", quote(self.parsed.text, start, end), self._source(kind, number), ""

    def _is_awarded(self, key: str) -> bool:
        """Whether a term is a certificate or a licence by its own name."""
        return key in self.tax and self.tax.skill(key).curated and names_qualification(self.tax.skill(key).label)

    def _awarded(self, item: Asked, shown: Shown | None) -> tuple[State, str, str, str]:
        """A certificate of the taxonomy: met where a line other than a job title states it, whatever its spelling."""
        starts = [span[0] for span in shown.spans] if shown and item.skill_key in self._direct else []
        naming = [next(line for line in reversed(self._lines) if line.start <= start) for start in starts]
        found = [checked(item.text, line) for line in naming if not line.is_job_title]
        if found:
            return self._told(*min(found, key=lambda one: ORDER.index(one[0])))
        return self._qualification(item.skill_label or item.text)

    def _qualification(self, text: str) -> tuple[State, str, str, str]:
        return self._told(*qualification(text, self._lines))

    def _told(self, state: State, line: Line | None, note: str) -> tuple[State, str, str, str]:
        if line is None:
            return state, "", "", note
        return state, line.text[:LONGEST_QUOTE], line.section.capitalize(), note

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

        def rank(span: tuple[int, int, str, int | None]) -> tuple[bool, str, bool, int]:
            entry = self._entry(span[3])
            dated = entry is not None and bool(entry.start_date or entry.end_date)
            return (dated, _end_of(entry) if entry and dated else "", span[2] in STATED_IN, -span[0])

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

    def _degree(self, item: Asked) -> tuple[State, str, str, str]:
        if names_vocational(item.text) and (named := self._qualification(item.text))[0] == "met":
            return named
        schools = [entry for entry in self.entries if entry.kind == "education"]
        state, entry, note = degree_held(item.text, [(entry, self._entry_line(entry)) for entry in schools])
        return (state, self._entry_line(entry), entry_words(entry), note) if entry else (state, "", "", note)

    def _entry_line(self, entry: Entry) -> str:
        if entry.start is None or entry.end is None:
            return entry_words(entry)
        return " ".join(self.parsed.text[entry.start : entry.end].split("\n", 1)[0].split())[:LONGEST_QUOTE]

    def _years(self, item: Asked) -> tuple[State, str, str, str]:
        """Years of the field that is asked for; where the resume does not tell the field, a person judges."""
        works = [entry for entry in self.entries if entry.kind == "work" and (entry.start_date or entry.end_date)]
        if self.years is None:
            return "unknown", "", "", "The resume gives no dates to count"
        found, wanted = field_years(item.text, works, self._lines, self.years), item.min_years or 0.0
        if found.line is not None:
            text, where = found.line.text[:LONGEST_QUOTE], "dated work entries that name it"
            state, said, source, note = self._enough_years(wanted, found.years, text, "", where)
            return state, said, source, f"{note}; {JUDGE_FIELD}"
        if not found.names_field:
            line = self._entry_line(max(works, key=_end_of)) if works else ""
            return self._enough_years(wanted, self.years, line, "", "dated work entries")
        return "unknown", "", "", f"{self.years:.1f} years in all dated work entries; {JUDGE_FIELD}"

    def _other(self, item: Asked) -> tuple[State, str, str, str]:
        best, share = closest(telling(item.text), self._lines)
        if best and share >= CLOSE_PASSAGE:
            return "partial", best.text[:LONGEST_QUOTE], "", "The closest passage"
        return "unknown", "", "", "A resume rarely shows this"


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
