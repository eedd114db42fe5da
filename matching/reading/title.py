"""The title of a posting. Pure."""

import re

from careercopilot.places import find_places
from matching.reading.headings import heading_kind
from matching.reading.labels import until_label
from matching.reading.whereabouts import is_place_alone

_I = re.IGNORECASE
LONGEST_TITLE = 90  # characters
MOST_WORDS = 9
REACH = 6000  # characters of the posting that sentences are searched in
# The last word of most titles; a first line that holds one is a title.
HEADS = (
    "engineer|developer|programmer|architect|manager|analyst|scientist|designer|consultant|specialist|"
    "administrator|coordinator|assistant|director|officer|lead|leader|head|intern|trainee|apprentice|"
    "associate|advisor|adviser|agent|representative|executive|supervisor|technician|operator|mechanic|"
    "electrician|plumber|carpenter|welder|driver|nurse|doctor|physician|surgeon|dentist|pharmacist|"
    "therapist|psychologist|teacher|tutor|lecturer|professor|researcher|postdoc\\w*|fellow|scholar|"
    "student|accountant|auditor|bookkeeper|controller|lawyer|attorney|paralegal|counsel|"
    "recruiter|chef|cook|chauffeur|dancer|housekeeper|staff|controller|hunter|professorship|baker|"
    "waiter|waitress|barista|bartender|receptionist|secretary|clerk|cashier|"
    "cleaner|caretaker|guard|inspector|investigator|planner|buyer|seller|salesperson|editor|writer|"
    "journalist|translator|interpreter|librarian|artist|animator|photographer|producer|musician|tester|"
    "master|owner|strategist|partner|president|chief|ceo|cto|cfo|coo|cio|vp|worker|helper|painter|"
    "chemist|biologist|physicist|mathematician|statistician|geologist|economist|sanitarian|surveyor|"
    "foreman|handyman|stylist|hairdresser|nanny|carer|caregiver|paramedic|midwife|vet|veterinarian|"
    "farmer|gardener|pilot|captain|steward|principal|expert|champion|evangelist|advocate|generalist|"
    "merchandiser|scheduler|estimator|underwriter|broker|trader|banker|teller|actuary|data steward|"
    "devops|sre|qa|full[- ]?stack|front[- ]?end|back[- ]?end|bioinformatician|docent|phd|"
    "stipendiat\\w*|scholarships?|"
    "\\w*entwickler(?:in)?|\\w*ingenieur(?:in)?|\\w*leiter(?:in)?|\\w*berater(?:in)?|\\w*kauf(?:mann|"
    "frau)|\\w*fach(?:kraft|mann|frau)|\\w*assistent(?:in)?|\\w*referent(?:in)?|\\w*mitarbeiter(?:in)?|"
    "\\w*techniker(?:in)?|\\w*mechaniker(?:in)?|\\w*pfleger(?:in)?|sachbearbeiter\\w*|werkstudent\\w*|"
    "praktikant\\w*|auszubildende\\w*|architekt(?:in)?|buchhalter\\w*|verkäufer\\w*|fahrer\\w*|koch|"
    "köchin|erzieher\\w*|lehrer\\w*|arzt|ärztin|ingénieur|développeur|desarrollador\\w*|ingeniero|"
    "gerente"
)
OCCUPATION = re.compile(rf"\b(?:{HEADS})s?\b", _I)
_GENDER = re.compile(
    r"\s*[(\[|]?\s*\b(?:all genders?|[mwfdxi]{1,2}(?:\s?[/|*,]{1,2}\s?[mwfdxi]){1,3}|gn|"
    r"divers)\b\s*[)\]|]?",
    _I,
)
_LABEL = re.compile(
    r"^[ \t]*(?:job title|position title|official title|title|position|role|job|vacancy|post|"
    r"stellenbezeichnung|stelle|beruf|poste|puesto|titel)[ \t]*:[ \t]*(?P<t>[^\n]+)$",
    _I | re.MULTILINE,
)
_STRONG_LABEL = re.compile(r"\b(?:job|position|official) title[ \t]*:[ \t]*(?P<t>[^\n]+)", _I)
_A = r"(?:(?:an?|one|two|three|several|the|our(?: next| new)?|eine[nrs]?|ein|\d)\s+)"
# What stands before a title in a sentence; the title is only looked at, so that the next cue is found in it.
_WANTED = [
    re.compile(
        rf"\b(?:looking for|seek(?:ing|s)?|search(?:ing|es)? for|hir(?:ing|es?)|recruit(?:ing|s)?|in search "
        rf"of|in need of"
        rf"|invit(?:es?|ing) applications for|advertis\w+ for|looking to (?:hire|recruit|appoint)|seeks to "
        rf"appoint|suchen wir|wir suchen|sucht|cherchons|recherchons|buscamos)"
        rf"(?:\s(?:ab sofort|zum nächstmöglichen zeitpunkt|zur verstärkung \w+ \w+|für \w+ \w+|dich als|sie "
        rf"als|maternity cover for|to (?:hire|recruit|appoint)))*"
        rf"(?=\s+{_A}?(?P<t>[^.;:!?\n|]{{3,160}}))",
        _I,
    ),
    re.compile(
        rf"\b(?:(?:position|role|appointment|job|vacancy|opening|employment|appointed|opportunity|vacant|"
        rf"available|hired|work|us) as|(?:position|role|vacancy|opening|appointment) (?:of|for)"
        rf"|apply (?:for|as)|become|are you|acts? as|as our(?: new| next)?|offering|want to be|like to be|in "
        rf"your role as)(?=\s+{_A}?(?P<t>[^.;:!?\n|,]{{3,110}}))",
        _I,
    ),
    re.compile(r"(?:^|[.!?\n]\s*)Als (?P<t>[^.;:!?\n|,]{3,90}?) (?:[a-zäöü]+st du|bist du|sind Sie|[a-zäöü]+en Sie)\b"),
    re.compile(
        r"(?:^|[.!?\n]\s*)(?:As (?:an?|the|our)|The|An?) (?P<t>[^.;:!?\n|,]{3,90}?)(?=,| you\b| will\b| is "
        r"(?:responsible|open|available|vacant)| reports?\b| position| role\b| plays?\b)"
    ),
    re.compile(
        r"(?:^|[.!?\n]\s*)(?P<t>[^.;:!?\n|,]{3,70}?) (?:(?:is|are) (?:wanted|needed|required)|(?:position|"
        r"role|job)s? (?:is|are) (?:open|available|vacant)|wanted|gesucht)\b",
        _I,
    ),
]
# Where the title inside a sentence ends: before its purpose, its place, its company.
_TAIL = re.compile(
    r"\s+(?:to\s[a-z]|who\b|that\b|which\b|whose\b|with\b|within\b|for\s(?:our|the|an?|future|its|their|"
    r"one|this|\s)|at\b|in\s(?:our|the|an?|this|order|one|[a-z\s])|on\s|from\s|starting|based|located|"
    r"as\s|is\s|are\s|will\s|where\s|capable|eager|responsible|having|and\s(?:you|we|a|the)\s|you\s|"
    r"focus\w+|taking|working|supporting|reporting|joining|zur\s|zum\s|für\s|mit\s|im\s|bei\s|ab\s|am\s|"
    r"an\s|\s\s).*$"
)
_FILLER = re.compile(
    r"^(?:(?:an?|the|one|two|our|your|new|next|passionate|talented|skilled|experienced|highly|motivated|"
    r"dedicated|enthusiastic|ambitious|driven|creative|dynamic|hands-on|strong|and|or|more|vacant|"
    r"multiple|several|number of|competent|committed|innovative|visionary|proactive|independent|"
    r"exceptional|qualified|great|excellent|outstanding|energetic|self-motivated|self-driven|full-time|"
    r"part-time|permanent|temporary|true|real|engagierte\w*|motivierte\w*|erfahrene\w*|eine[nrs]?|"
    r"ein)[\s,]+)+",
    _I,
)
_NOT_TITLE = re.compile(
    r"\b(?:we|our|you|your|are|is|was|will|has|have|join|looking|welcome|apply|about|job description|"
    r"company|location|department|date posted|http|www|wir|sie|unser|who|this|that|candidates?|"
    r"years? of|part of)\b|@",
    _I,
)
_LINE_END = re.compile(
    r"\s(?:Date posted|Job description|Location|Company|Posted)\b\s*:?|(?<=\S)\s{3,}|\s[|•]\s|"
    r",?\s+(?:at|bei|@)\s+(?=[A-Z\s])|(?:\s?[-–—,|])?\s\(?(?:(?:fully|100 ?%|completely|entirely|mostly|largely|partly|partially)[\s-])?"
    r"(?:remote|hybrid|on-?site)\b",
    _I,
)
_TIME = re.compile(
    r"\s(?:in|auf)?\s?\(?(?:vollzeit|teilzeit|voll- oder teilzeit|full[- ]time|"
    r"part[- ]time)\)?(?:\s?(?:/|oder|or)\s?\w+)?$",
    _I,
)
_BARE = re.compile(
    r"(?:student|partner|lead|leader|head|owner|master|principal|associate|expert|advocate|champion|"
    r"fellow|agent|president|chief|executive|assistant|officer)s?",
    _I,
)


def read_title(text: str, first_lines: list[str]) -> str | None:
    """The job's title: a labelled one, a first line that names an occupation, or what the text says it looks for."""
    if strong := _STRONG_LABEL.search(text[:2000]):
        return _clean(until_label(strong["t"]))
    for line in first_lines[:4]:
        if title := _line_title(line):
            return title
    if labelled := _LABEL.search(text[:2000]):
        title = _clean(until_label(labelled["t"]))
        if title and len(title.split()) <= MOST_WORDS:
            return title
    for pattern in _WANTED:
        for m in pattern.finditer(text[:REACH]):
            if title := _phrase_title(m["t"]):
                return title
    return _short_heading(first_lines)


def _line_title(line: str) -> str | None:
    """A line that is a title: short, names an occupation, is no sentence."""
    labelled = _LABEL.match(line)
    line = until_label(labelled["t"]) if labelled else line
    plain = _LINE_END.split(_GENDER.sub(" ", line[: 3 * LONGEST_TITLE]).strip(), maxsplit=1)[0].strip()
    sentence = re.search(r"[.!?:]\s*$", plain) and len(plain.split()) > 4
    named = re.split(r"\s[-–—]\s", plain, maxsplit=1)[0]  # behind the dash a department or a shift may stand
    if len(plain) > LONGEST_TITLE or sentence or len(plain.split()) > 12:
        return None
    if _NOT_TITLE.search(named if OCCUPATION.search(named) and len(named.split()) <= 6 else plain):
        return None
    plain = _without_place(plain)
    return _clean(plain) if OCCUPATION.search(plain) and not plain.endswith((":", "?")) else None


def _without_place(line: str) -> str:
    """The line up to a dash behind which a place is named: "Driver - Omaha, NE", "Chef - Bistro Lumen, Leeds".

    Behind a comma nothing but the place may stand: "Sous Chef, Paris 11e", yet "Director, UK Sales".
    """
    for dash in re.finditer(r"\s[-–—|]\s", line):
        if find_places(line[dash.end() :]):
            return line[: dash.start()]
    for comma in re.finditer(r",\s", line):
        behind = line[comma.end() :]
        if OCCUPATION.search(line[: comma.start()]) and is_place_alone(behind):
            return line[: comma.start()]
    return line


def _phrase_title(phrase: str) -> str | None:
    """The title at the start of a phrase: up to its last occupation word, without praise in front."""
    plain = _TAIL.sub("", re.split(r",|\s{3,}", " " + _GENDER.sub(" ", phrase).strip() + " ", maxsplit=1)[0]).strip()
    heads = list(OCCUPATION.finditer(plain))
    if not heads or _NOT_TITLE.search(plain):
        return None
    end = heads[-1].end()
    tail = re.match(r"\s(?:in|of|for|-|–|&|and)\s(?:[A-Z][\w&/-]*\s?){1,4}", plain[end:])
    title = plain[: end + (tail.end() if tail else 0)]
    if heads[-1][0][:1].isupper() and not title[:1].isupper():
        first = re.search(r"(?<!\S)(?:[A-Z]|[\w-]*[A-Z/])", title)  # praise is written small, titles with capitals
        title = title[first.start() :] if first else title
    cleaned = _clean(title)
    if cleaned is None or len(cleaned.split()) > MOST_WORDS or _BARE.fullmatch(cleaned):
        return None
    return cleaned


def _short_heading(first_lines: list[str]) -> str | None:
    """A first line short enough to be a title though it names no known occupation ("Machine Learning")."""
    line = first_lines[0].strip() if first_lines else ""
    words = line.split()
    titled = (
        0 < len(words) <= 7 and line[:1].isupper() and not re.search(r"[.:!?,@]", line) and not _NOT_TITLE.search(line)
    )
    return _clean(line) if titled and len(first_lines) > 1 and heading_kind(line) is None else None


def _clean(title: str) -> str | None:
    plain = re.sub(r"\s+,", ",", _GENDER.sub(" ", title))
    plain = re.sub(
        r"\(\s*(?:remote|hybrid|on-?site|full[- ]time|part[- ]time)?\s*\)|\s+[-–|,]\s*(?:remote|hybrid|"
        r"full[- ]time|part[- ]time)\b.*$",
        "",
        plain,
        flags=_I,
    )
    plain = _FILLER.sub("", _TIME.sub("", " ".join(plain.split()))).strip(" -–—|,.:;*#/\"'“”")
    plain = plain if plain.count("(") == plain.count(")") else plain.split("(")[0].strip() or plain.strip("()")
    return plain if 2 < len(plain) <= LONGEST_TITLE and re.search(r"[^\W\d_]{2}", plain) else None
