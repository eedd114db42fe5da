"""Level of a posting: intern, entry, mid, senior, lead or executive. Pure."""

import re

from matching.reading.labels import until_label
from matching.reading.types import Level

_I = re.IGNORECASE
_LEVELS: list[tuple[Level, re.Pattern[str]]] = [
    (
        "intern",
        re.compile(
            r"\b(?:intern(?:ship)?|trainee(?:ship)?|apprentice(?:ship)?|working student|werkstudent\w*|"
            r"praktik\w+|auszubildende\w*|ausbildung|azubi\w*|co-?op|stagiaire|becario|student (?:assistant|"
            r"worker|job|helper))\b(?!(?: programmes?| programs?)? (?:manager|lead(?:er)?|head|director|coordinator|officer|recruiter|"
            r"advis[eo]r|supervisor|tutor|assessor|instructor)\b)",
            _I,
        ),
    ),
    (
        "executive",
        re.compile(
            r"\b(?:chief\b(?! of staff| engineer| clerk)|c[etfoim]o|cpo|cmo|chro|ciso|vice[- ]president|s?vp|"
            r"president|managing director|executive director|general manager|(?:senior |associate )?director|"
            r"geschäftsführ\w+|vorstand|partner(?= at\b))\b(?!\s+(?:of\s)?assistant)",
            _I,
        ),
    ),
    (
        "lead",
        re.compile(
            r"\b(?:lead|leader|head of|head|principal|staff(?= (?:\w+ ){0,3}(?:engineer|developer|scientist|"
            r"designer))|team ?lead\w*|tech ?lead|engineering manager|development manager|\w*leiter(?:in)?|"
            r"(?<!assistenz der )\w*(?<!geschäfts)(?<!rohr)(?<!strom)(?<!daten)(?<!ein)(?<!an)(?<!zu)leitung|"
            r"supervisor|foreman|superintendent|distinguished)\b",
            _I,
        ),
    ),
    (
        "senior",
        re.compile(r"\b(?:senior|sr\.?|sen\.|expert|experienced|advanced|iii|iv|level 3|confirmé|sênior)(?![\w'])", _I),
    ),
    (
        "entry",
        re.compile(
            r"\b(?:junior|jr\.?|jun\.|entry[- ]level|entry|graduate|grad|beginner|new grad|early career|"
            r"berufseinsteiger\w*|absolvent\w*|einsteiger\w*|phd student|phd (?:position|fellow\w*|stipend\w*|"
            r"scholar\w*))(?![\w'])",
            _I,
        ),
    ),
    ("mid", re.compile(r"\b(?:mid|mid[- ]level|medior|intermediate|ii|level 2|mittlere\w*|regular)(?![\w'])", _I)),
]
_LEVEL_LABEL = re.compile(
    r"\b(?:experience level|seniority(?: level)?|career level|job level|level|"
    r"karrierestufe)\s*:\s*(?P<l>[^\n.:]{2,40})",
    _I,
)
_TEXT_LEVEL: list[tuple[Level, re.Pattern[str]]] = [
    (
        "intern",
        re.compile(
            r"\b(?:(?:this|our) (?:[\w-]+ ){0,2}?(?:internship|apprenticeship|traineeship)\b(?! (?:program\w*|scheme|academy|team)\b)|"
            r"(?:this|join our|as part of our|during our|apply (?:for|to) our) (?:[\w-]+ ){0,2}?(?:internship|apprenticeship|"
            r"traineeship) (?:program\w*|scheme)|"
            r"(?<!completed )(?<!previous )(?<!prior )(?<!recogni[sz]ed )(?:internship|apprenticeship|traineeship) (?:position|role|"
            r"vacancy|opportunity|opening|place))\b",
            _I,
        ),
    ),
    (
        "entry",
        re.compile(
            r"\b(?:entry[- ]level (?:position|role|job)|recent graduates?|no (?:prior |previous |work "
            r")?experience (?:is )?(?:required|necessary|needed)|new graduates?|für berufseinsteiger\w*|keine "
            r"berufserfahrung)\b",
            _I,
        ),
    ),
    ("senior", re.compile(r"\b(?:this is a senior|senior[- ]level (?:position|role))\b", _I)),
]


def read_level(title: str | None, text: str, years: float | None) -> Level | None:
    """The level: by the title's words, else a labelled one, what the text says of the position, the years asked for."""
    for source in (title, _label(text)):
        if source:
            for level, pattern in _LEVELS:
                if pattern.search(source):
                    return level
    for level, pattern in _TEXT_LEVEL:
        if pattern.search(text) and not (level == "intern" and years is not None and years >= 1):
            return level
    if years is None:
        return None
    return "entry" if years < 2 else "mid" if years < 5 else "senior"


def _label(text: str) -> str | None:
    m = _LEVEL_LABEL.search(text)
    return until_label(m["l"]) if m else None
