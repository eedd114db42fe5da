"""Requirements of a posting: a row for each skill, degree, certificate, language and demand of years. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from matching.reading.alternatives import Named, groups
from matching.reading.headings import heading_kind
from matching.reading.parts import NICE, Ask
from matching.reading.types import Importance, RequirementKind, RequirementRead
from matching.reading.years import experience_years
from resumes.taxonomy import SkillSpan, taxonomy

_I = re.IGNORECASE
DEGREE = re.compile(
    r"\b(?:bachelor|master|ph\.?\s?d|doctora\w+|mba|diploma|degrees?|b\.?\s?sc|m\.?\s?sc|b\.?tech|"
    r"m\.?tech|b\.?a\.?(?=\s(?:in|or|degree))|m\.?a\.?(?=\s(?:in|or|degree))|bs/ms|graduate (?:of|in|"
    r"from)|university education|baccalaureate|ged|high school|undergraduate"
    r"|studium|hochschul\w*|studienabschluss|abitur|promotion|berufsausbildung|ausbildung (?:als|zum|"
    r"zur|im)|abgeschlossene\w* \w*(?:studium|ausbildung|lehre)\w*|diplom|licence (?:de|en|professionnelle)|licenciatura|grado en|"
    r"laurea)(?:['’]?s)?\b",
    _I,
)
# From a degree word on, only more fields follow: no full stop, no verb of its own.
_DEGREE_IN = re.compile(
    r"(?:degrees?|bachelor\w*|master\w*|ph\.?\s?d\.?|bsc|msc|mba|b\.?\s?sc\.?|m\.?\s?sc\.?|diploma|"
    r"studium|abschluss|doctorate)(?:['’]s)?(?: degree)?(?: or (?:higher|equivalent|master\w*|"
    r"phd))?(?:\s\([^)]*\))?"
    r"\s(?:in|of|der|des|im bereich|within|from)\s[^:]*$",
    _I,
)
CERTIFICATE = re.compile(
    r"\b(?:certifi(?:ed|cations?|cates?)|licen[cs](?:es?|ed|ure)|accreditation|chartered|registered nurse|"
    r"security clearance|clearance|driv(?:er['’]?s?|ing) licen[cs]e|führerschein|zertifi\w+|pmp|prince2|"
    r"cissp|cpa|acca|cfa|cima|ccna|itil|aws certified|first aid|dbs check|nvq|svq|btec|city (?:&|and) guilds)\b",
    _I,
)
_CERTIFICATION = re.compile(r"certifi|zertifi", _I)
_LANGUAGES = (
    "english|german|french|spanish|italian|portuguese|dutch|danish|swedish|norwegian|finnish|polish|"
    "czech|slovak|hungarian|romanian|bulgarian|greek|turkish|russian|ukrainian|arabic|hebrew"
    "|hindi|mandarin|cantonese|chinese|japanese|korean|vietnamese|thai|deutsch|englisch|französisch|"
    "spanisch|italienisch|niederländisch|polnisch|russisch|danskkundskaber|dansk|français|anglais|"
    "español|inglés"
)
LANGUAGE = re.compile(
    rf"\b(?:fluen\w+|proficien\w+|native|business[- ]level|written|spoken|verbal|oral|speak\w*|speaks?|"
    rf"command of|knowledge of|skills in|language|mother tongue|verhandlungssicher\w*|fließend\w*|sehr "
    rf"gute|gute|sicher\w*|good|excellent|strong|level "
    rf"of)\b[^.;\n]{{0,60}}?\b({_LANGUAGES})(?:kenntnisse\w*)?\b"
    rf"|\b({_LANGUAGES})(?:[-\s]?kenntnisse\w*|\s?\(?(?:language|[abc][12]\b|fluen\w+|native|skills?|"
    rf"speak\w+|in wort und schrift|\((?:written|spoken)|proficien\w+|both|at a|is (?:a|an|required|"
    rf"mandatory)))",
    _I,
)
HUMAN_LANGUAGES = "human-languages"  # the taxonomy's group of them
MOST = 120  # requirements kept of one posting; more is a keyword list
# Words that stand alone on a line of a list and ask for nothing.
_NO_DEMAND = re.compile(
    r"(?:and|or|und|oder|skills?|experience|education|knowledge|languages?|technical|other|general|essential|desirable|required|"
    r"preferred|must|nice|none|n/?a|etc|yes|no|tbd|tba|skills? required|type|minimum|optional|"
    r"strong|good|excellent|faqs?|you \w+|.*\b(?:with|of|in|to))\W*",
    _I,
)
_LETTERS = re.compile(r"\b(?:[A-Z][A-Z\d/&.-]{1,6}|[A-Z]\d{1,3})\b")


def read_requirements(text: str, asked: Sequence[Ask], spans: Sequence[SkillSpan]) -> tuple[RequirementRead, ...]:
    """Requirements of the asked items, each skill once, most binding first where a posting repeats itself.

    Tasks name skills too: they count as must where the posting lists no required skills, else as nice.
    """
    rows: list[RequirementRead] = []
    next_group = 1
    for ask in asked:
        inside = [s for s in spans if ask.item.start <= s.start and s.end <= ask.item.end]
        if ask.part == "responsibilities":
            inside = [s for s in inside if s.kind == "knowledge"]
        elif not inside:
            inside = _bare_term(ask)
        item_rows, next_group = _skill_rows(text, ask, inside, next_group)
        item_rows = _kinds_of(text, ask, item_rows)
        rows += item_rows
        if ask.part != "responsibilities":
            rows += _other_rows(text, ask, item_rows)
    return tuple(_settled(rows)[:MOST])


def _skill_rows(text: str, ask: Ask, spans: Sequence[SkillSpan], next_group: int) -> tuple[list[RequirementRead], int]:
    item = ask.item
    numbers = groups(text[item.start : item.end], [Named(s.start - item.start, s.end - item.start) for s in spans])
    rows = []
    for span, number in zip(spans, numbers, strict=True):
        row = RequirementRead(
            text=item.text,
            skill_key=span.key,
            skill=span.label,
            esco_uri=span.esco_uri,
            importance=_importance(text, ask, span),
            any_of=None if number is None else next_group + number,
            start=item.start,
            end=item.end,
            min_years=_years_for(text, ask, span, spans),
            source=ask.part,
            skill_start=span.start,
            skill_end=span.end,
        )
        rows.append(row)
    return rows, next_group + len({n for n in numbers if n is not None})


def _bare_term(ask: Ask) -> list[SkillSpan]:
    """The curated skill that a listed item is word for word: "Rust" alone is one where only skills are listed."""
    item = ask.item
    plain = item.text.rstrip(" .,;")
    if ask.part not in ("required", "preferred") or not item.bullet or not plain[:1].isupper():
        return []
    term = taxonomy().lookup(plain)
    if term is None or not term.curated or term.kind != "knowledge" or item.end - item.start != len(item.text):
        return []
    return [SkillSpan(term.key, term.label, term.esco_uri, plain, item.start, item.start + len(plain), term.kind)]


def _importance(text: str, ask: Ask, span: SkillSpan) -> Importance:
    """Nice when the item says so; where only a later clause does ("cloud platforms, preferably AWS"), from there on."""
    if ask.part == "preferred":
        return "nice" if ask.nice else "must"
    if ask.extra or _is_field_of_study(text, ask, span):
        return "nice"
    if not ask.nice:
        return "must"
    before = text[ask.item.start : span.start]
    after = text[span.end : ask.item.end]
    clauses = re.split(
        r"[;.]\s|,\s(?=(?:and |but )?(?:experience|knowledge|familiarity|preferably|ideally)\b)", after, maxsplit=1
    )
    leading = re.search(
        r"\b(?:preferably|ideally|preferred|vorzugsweise|idealerweise|bestenfalls|nice to have|bonus)\b", before, _I
    )
    if leading or NICE.search(clauses[0].split("preferably")[0].split("ideally")[0]):
        return "nice"
    return "must"


def _is_field_of_study(text: str, ask: Ask, span: SkillSpan) -> bool:
    """Whether a skill is only what a degree is in ("a degree in statistics, economics or a related field")."""
    clause = re.split(
        r"[;.]\s|\b(?:with|plus|and (?:at least|\d|experience|knowledge|proficiency))\b",
        text[ask.item.start : span.start],
    )[-1]
    return span.kind == "knowledge" and _DEGREE_IN.search(clause) is not None


def _years_for(text: str, ask: Ask, span: SkillSpan, spans: Sequence[SkillSpan]) -> float | None:
    """The years demanded of this skill: those named in its clause, when the item names any."""
    item = ask.item
    demands = experience_years(text[item.start : item.end])
    if not demands:
        return None
    at = span.start - item.start
    near = [d for d in demands if d[2] <= at and not re.search(r"[;.]\s", text[item.start + d[2] : span.start])]
    if near:
        return near[-1][0]
    behind = [d for d in demands if d[1] >= at and d[1] - (span.end - item.start) <= 25]
    return behind[0][0] if behind and len(spans) <= 3 else None


def _other_rows(text: str, ask: Ask, skills: list[RequirementRead]) -> list[RequirementRead]:
    """Degree, certificate, language and years of an item, and the item itself when nothing else was read in it.

    A language or certificate that a skill of the item already names is that skill's row, which takes the kind over.
    """
    item, kinds = ask.item, []
    importance: Importance = "nice" if ask.nice else "must"
    if DEGREE.search(item.text):
        kinds.append("degree")
    for kind, pattern in (("certificate", CERTIFICATE), ("language", LANGUAGE)):
        if _has_more(kind, pattern, text, ask, skills):
            kinds.append(kind)
    demands = experience_years(item.text)
    if demands and not (skills and "degree" not in kinds):
        kinds.append("experience")
    if not kinds and not skills and _says_something(ask):
        kinds.append("other")
    base = RequirementRead(item.text, None, None, None, importance, None, item.start, item.end, None, "other", ask.part)
    rows = []
    for kind in kinds:
        named: RequirementKind = kind  # type: ignore[assignment]
        years = min(d[0] for d in demands) if demands and kind == "experience" else None
        rows.append(replace(base, kind=named, min_years=years))
    return rows


def _says_something(ask: Ask) -> bool:
    """Whether an item in which nothing was read is a demand: some words, or few where the posting lists what it asks for."""
    text = ask.item.text
    if len(text.split()) >= 3:
        return True
    if (
        ask.part not in ("required", "preferred")
        or text[-1:] in ":?"
        or _NO_DEMAND.fullmatch(text)
        or heading_kind(text)
    ):
        return False
    if ask.item.bullet:
        return re.search(r"[^\W\d_]{2}", text) is not None
    # A short line without a bullet is a heading more often than a demand, unless it names something by its letters.
    return text.endswith(";") or (not text.isupper() or " " not in text) and _LETTERS.search(text) is not None


def _kinds_of(text: str, ask: Ask, rows: list[RequirementRead]) -> list[RequirementRead]:
    """Skill rows with their kinds: a human language, a skill that is itself the certificate asked for, or a skill."""
    marks = [m.span() for m in CERTIFICATE.finditer(text, ask.item.start, ask.item.end)]
    found = []
    for row in rows:
        if row.skill_key in taxonomy() and taxonomy().skill(row.skill_key or "").group == HUMAN_LANGUAGES:
            row = replace(row, kind="language")
        elif row.skill_key in taxonomy() and any(_is_certificate(text, row, *mark) for mark in marks):
            row = replace(row, kind="certificate")
        found.append(row)
    return found


def _is_certificate(text: str, row: RequirementRead, start: int, end: int) -> bool:
    """Whether a skill is the certificate of text[start:end]: "driving licence", "HACCP certification", "certified in HACCP"."""
    a, b = row.skill_start or 0, row.skill_end or 0
    if taxonomy().skill(row.skill_key or "").kind != "knowledge" or text[start:end].lower() == "registered nurse":
        return False
    if a < end and start < b:
        return True
    gap = text[end:a] if end <= a else text[b:start]
    return _CERTIFICATION.search(text, start, end) is not None and re.fullmatch(r"\s?(?:in\s)?", gap) is not None


def _has_more(kind: str, pattern: re.Pattern[str], text: str, ask: Ask, skills: list[RequirementRead]) -> bool:
    """Whether an item names a language or certificate that no skill row of it stands for."""
    rows = [row for row in skills if row.kind == kind]
    for m in pattern.finditer(text, ask.item.start, ask.item.end):
        if kind == "certificate" and not any(_is_certificate(text, row, *m.span()) for row in rows):
            return True
        if kind == "language" and not any(
            (row.skill_start or 0) < m.end() and m.start() < (row.skill_end or 0) for row in rows
        ):
            return True
    return False


def _settled(rows: list[RequirementRead]) -> list[RequirementRead]:
    """Each skill once a kind: a must over a nice, one alone over one of a group, more years over fewer.

    A skill demanded alone meets its groups.
    """
    alone = {
        r.skill_key
        for r in rows
        if r.skill_key and r.any_of is None and r.importance == "must" and r.source != "responsibilities"
    }
    met = {r.any_of for r in rows if r.any_of and r.skill_key in alone}
    has_required = any(r.skill_key and r.source in ("required", "preferred", "company") for r in rows)
    best: dict[tuple[str, str], RequirementRead] = {}
    for row in rows:
        key = row.skill_key
        if key is None or (row.any_of in met and key not in alone):
            continue
        if row.any_of in met:
            row = replace(row, any_of=None)
        if row.source == "responsibilities" and has_required:
            row = replace(row, importance="nice", any_of=None)
        known = best.get((key, row.kind))
        if known is None or _binding(row) > _binding(known):
            most = max((r for r in (row.min_years, known and known.min_years) if r), default=None)
            best[key, row.kind] = replace(row, min_years=most)
    kept = [r for r in rows if r.skill_key is None] + list(best.values())
    return _numbered(sorted(kept, key=lambda r: (r.start, r.skill_start or 0, r.kind)))


def _binding(row: RequirementRead) -> tuple[bool, bool, bool, float]:
    return row.importance == "must", row.any_of is None, row.source != "responsibilities", row.min_years or 0.0


def _numbered(rows: list[RequirementRead]) -> list[RequirementRead]:
    """Groups numbered from 1 in order; a group that lost all but one member is none."""
    sizes: dict[int, int] = {}
    for row in rows:
        if row.any_of is not None:
            sizes[row.any_of] = sizes.get(row.any_of, 0) + 1
    numbers: dict[int, int] = {}
    result = []
    for row in rows:
        if row.any_of is None or sizes[row.any_of] < 2:
            result.append(replace(row, any_of=None))
        else:
            result.append(replace(row, any_of=numbers.setdefault(row.any_of, len(numbers) + 1)))
    return result
