"""Title, company and level of a posting. Pure."""

import re

from matching.reading.types import Level

_I = re.IGNORECASE
LONGEST_TITLE = 90  # characters
# The last word of most titles; a first line that holds one is a title.
HEADS = (
    "engineer|developer|programmer|architect|manager|analyst|scientist|designer|consultant|specialist|"
    "administrator|coordinator|assistant|director|officer|lead|leader|head|intern|trainee|apprentice"
    "|associate|advisor|adviser|agent|representative|executive|supervisor|technician|operator|mechanic|"
    "electrician|plumber|carpenter|welder|driver|nurse|doctor|physician|surgeon|dentist|pharmacist|"
    "therapist|psychologist|teacher|tutor|lecturer|professor|researcher|postdoc\\w*|fellow|scholar|"
    "student|accountant|auditor|bookkeeper|controller|lawyer|attorney|paralegal|counsel"
    "|recruiter|chef|cook|baker|waiter|waitress|barista|bartender|receptionist|secretary|clerk|cashier|"
    "cleaner|caretaker|guard|inspector|investigator|planner|buyer|seller|salesperson|editor|writer|"
    "journalist|translator|interpreter|librarian|artist|animator|photographer|producer|musician|tester|"
    "master|owner|strategist|partner|president|chief|ceo|cto|cfo|coo|cio|vp|worker|helper|painter|"
    "chemist|biologist|physicist|mathematician|statistician|geologist|economist|sanitarian|surveyor|"
    "foreman|handyman|stylist|hairdresser|nanny|carer|caregiver|paramedic|midwife|vet|veterinarian|"
    "farmer|gardener|pilot|captain|steward|principal|expert|champion|evangelist|advocate|generalist|"
    "merchandiser|scheduler|estimator|underwriter|broker|trader|banker|teller|actuary|data steward|"
    "devops|sre|qa|full[- ]?stack|front[- ]?end|back[- ]?end|bioinformatician|docent|phd|"
    "stipendiat\\w*|position"
    "|\\w*entwickler(?:in)?|\\w*ingenieur(?:in)?|\\w*leiter(?:in)?|\\w*berater(?:in)?|\\w*kauf(?:mann|"
    "frau)|\\w*fach(?:kraft|mann|frau)|\\w*assistent(?:in)?|\\w*referent(?:in)?|\\w*mitarbeiter(?:in)?|"
    "\\w*techniker(?:in)?|\\w*mechaniker(?:in)?|\\w*pfleger(?:in)?|sachbearbeiter\\w*|werkstudent\\w*|"
    "praktikant\\w*|auszubildende\\w*|architekt(?:in)?|buchhalter\\w*|verkäufer\\w*|fahrer\\w*|koch|"
    "köchin|erzieher\\w*|lehrer\\w*|arzt|ärztin|ingénieur|développeur|desarrollador\\w*|ingeniero|"
    "gerente"
)
_HEAD = re.compile(rf"\b(?:{HEADS})s?\b", _I)
_GENDER = re.compile(r"\s*[(\[|]?\s*\b(?:all genders?|[mwfdxi](?:\s?[/|*,]\s?[mwfdxi]){1,3}|gn|divers)\b\s*[)\]|]?", _I)
_LABEL = re.compile(
    r"^\s*(?:job title|position title|title|position|role|job|vacancy|post|stellenbezeichnung|stelle|"
    r"beruf|poste|puesto|titel)\s*[:\-–]\s*(?P<t>.+)$",
    _I | re.MULTILINE,
)
_A = r"(?:(?:an?|one|two|three|several|our (?:next|new)|the next|eine[nrs]?|ein|\d)\s+)"
_WANTED = re.compile(
    r"\b(?:(?:we(?:'re|’re| are)?|is|are|now|currently|therefore|team is|\w+) (?:\w+ ){0,2}?(?:looking "
    r"for|seeking|searching for|hiring|recruiting|in search of)(?: to (?:hire|recruit|appoint))?|seeks?|"
    r"needs?|hires?|(?:offering|offers|advertis\w+|fill|open(?:ing)? for|vacancy for|invites? "
    r"applications for|apply for|appointment (?:as|of)|position (?:as|of|for)|role (?:as|of)|"
    r"employ(?:ment)? as|join us as|work as|as our(?: new| next)?|suchen wir(?: \w+){0,6}?|wir "
    r"suchen(?: \w+){0,6}?|sucht)"
    rf")\s+(?:(?:an? (?:appointment|position) as|the position (?:of|as))\s+)?{_A}?(?P<t>[^.;:!?\n|]{{3,140}})",
    _I,
)
_AS = re.compile(
    r"(?:^|[.!?\n]\s*)(?:[Aa]s (?:an?|the|our)|[Tt]he|[Ii]n your role as an?|[Ii]n the role (?:of|as "
    r"an?)) (?P<t>(?:(?:of|and|&|for|in)\s|[A-Z<][\w+#./&-]*\s?){1,6})"
)
_TAIL = re.compile(
    r"\s+(?:to (?:join|work|help|lead|support|build|design|drive|be|develop|manage|take|strengthen|fill|"
    r"assist|provide|mentor|play|create)|who|that|which|with|within|for (?:our|the|a|an|future|its|"
    r"their|one)|at (?:our|the|<|[A-Z])|in (?:our|the|a|an|<|[A-Z])|on (?:our|the|a)|from|starting|"
    r"based|located|as soon|is|are|will|where|capable|eager|responsible|having|as (?:part|a)|and (?:you|"
    r"we|a)|zur|zum|für|mit|im|in|bei|ab|am|an)\b.*$"
)
_FILLER = re.compile(
    r"^(?:(?:an?|the|one|our|new|passionate|talented|skilled|experienced|highly|motivated|dedicated|"
    r"enthusiastic|ambitious|driven|creative|dynamic|hands-on|strong|technical(?= hands)|and|"
    r"mission-driven|proactive|exceptional|qualified|great|excellent|outstanding|energetic|"
    r"self-motivated|engagierte\w*|motivierte\w*|erfahrene\w*|eine[nrs]?|ein|zum nächstmöglichen "
    r"zeitpunkt|ab sofort)[\s,]+)+",
    _I,
)
_EDGE = re.compile(r"\s*(?:<\w+>\s*)+")
_NOT_TITLE = re.compile(
    r"\b(?:we|our|you|your|are|is|was|will|has|have|join|looking|welcome|apply|about|job description|"
    r"company|location|department|date posted|http|www|wir|sie|unser)\b|[@]",
    _I,
)


def read_title(text: str, first_lines: list[str]) -> str | None:
    """The job's title: a labelled one, a first line that names an occupation, or what the text says it looks for."""
    if labelled := _LABEL.search(text[:2000]):
        title = _clean(_until_label(labelled["t"]))
        if title:
            return title
    for number, line in enumerate(first_lines[:4]):
        title = _line_title(line, first=number == 0)
        if title:
            return title
    for pattern in (_WANTED, _AS):
        for m in pattern.finditer(text[:6000]):
            title = _clean(_TAIL.sub("", m["t"].split(",")[0] if pattern is _WANTED else m["t"]))
            if title and _HEAD.search(title) and len(title.split()) <= 8 and not _NOT_TITLE.search(title):
                return title
    return _short_heading(first_lines)


def _until_label(value: str) -> str:
    """A labelled value without the next label of the same line ("Role: Backend Developer Industry: TV")."""
    return re.split(r"\s(?:[A-Z][a-z]+ ){0,2}[A-Z]?[a-z]+\s?:\s", value, maxsplit=1)[0]


def _line_title(line: str, *, first: bool) -> str | None:
    plain = re.split(
        r"\s(?:Date posted|Job description|Location|Company|Posted)\b\s*:?|(?<!^)\s?<(?:ORGANIZATION|"
        r"LOCATION|ADDRESS|NAME|CONTACT)>|\s[|•]\s|\s[-–—]\s(?=[A-Z])(?!.*\b(?:engineer|developer|"
        r"manager)\b)",
        line,
        maxsplit=1,
    )[0]
    plain = re.split(r",?\s+(?:at|bei|@)\s+(?=[A-Z])", plain, maxsplit=1)[0]
    if len(plain) > LONGEST_TITLE or re.search(
        r"[.!?:]\s*$", plain.rstrip(" .") + ("." if plain.rstrip().endswith(".") and len(plain.split()) > 7 else "")
    ):
        return None
    if _HEAD.search(plain) and not _NOT_TITLE.search(plain) and len(plain.split()) <= 12:
        return _clean(plain)
    return None


def _short_heading(first_lines: list[str]) -> str | None:
    """A first line short enough to be a title though its occupation is not a known word ("Machine Learning Engineering")."""
    line = first_lines[0].strip() if first_lines else ""
    words = line.split()
    titled = (
        bool(words)
        and len(words) <= 7
        and line[:1].isupper()
        and not re.search(r"[.:!?,@]|<", line)
        and not _NOT_TITLE.search(line)
    )
    return _clean(line) if titled and len(first_lines) > 1 else None


def _clean(title: str) -> str | None:
    plain = _GENDER.sub(" ", _EDGE.sub(" ", title))
    plain = re.sub(
        r"\s+\((?:\s*|remote|hybrid|onsite|full[- ]time|part[- ]time)\)|\(\s*\)|\s+[-–|]\s*(?:remote|hybrid|"
        r"full[- ]time)\b.*$",
        "",
        plain,
        flags=_I,
    )
    plain = _FILLER.sub("", " ".join(plain.split())).strip(" -–—|,.:;*#/\"'“”")
    return plain if 2 < len(plain) <= LONGEST_TITLE and re.search(r"[^\W\d_]{2}", plain) else None


_COMPANY_LABEL = re.compile(
    r"^\s*(?:company|company name|employer|organi[sz]ation|hiring organi[sz]ation|agency|firma|"
    r"unternehmen|arbeitgeber|client)\s*:\s*(?P<c>[^\n]{2,80})$",
    _I | re.MULTILINE,
)
_NAME = r"(?P<c>(?:[A-Z][\w&'’.-]*|\d[A-Z]\w*)(?:\s+(?:[A-Z][\w&'’.-]*|&|of|and|the|for|de|und)){0,5})"
_COMPANY = [
    re.compile(rf"(?:^|[.!?\n]\s*)(?:At |Here at |Bei (?:der |dem )?){_NAME}\s*,"),
    re.compile(rf"\b(?:[Jj]oin|[Aa]bout|Über|[Ww]elcome to)\s+{_NAME}(?=\s*(?:[.!,:\n]|as\b|and\b|is\b|$))"),
    re.compile(
        rf"(?:^|[.!?\n]\s*){_NAME}(?:,? (?:Inc|Ltd|LLC|GmbH|AG|SE|plc)\.?)?,? (?:is (?:looking for|seeking|"
        rf"hiring|searching|recruiting|currently|now|an?|the|one)|are (?:looking for|seeking|hiring)|seeks|"
        rf"sucht|provides|develops|offers|has been|was founded|ist (?:ein|der|die|das))\b"
    ),
    re.compile(rf"\b(?:bei der|für die|für unseren Kunden)\s+{_NAME}(?=\s+(?:GmbH|AG|SE|KG)\b)"),
]
_LEGAL = re.compile(
    r"\b([A-Z][\w&'’.-]*(?:\s+[A-Z&][\w&'’.-]*){0,4}),?\s+(Inc\.?|Ltd\.?|LLC|GmbH(?:\s&\sCo\.\sKG)?|AG|"
    r"SE|plc|B\.V\.|S\.A\.|ApS|A/S|AB|Oy|Pty Ltd)(?=[\s,.;)]|$)"
)
_NO_COMPANY = re.compile(
    r"^(?:The|This|We|You|Our|It|Us|Your|An?|In|As|If|Role|Job|Position|Company|Team|Candidate|"
    r"Applicants?|There|Who|What|About|Them|Research|And|These|Those|He|She|They|All|Each|Every|"
    r"Experience|Knowledge|Role|English|Remote)\b(?:\s+(?:team|role|job|position|company|us|you|"
    r"department|project|candidate|successful candidate|ideal candidate).*)?",
    _I,
)


def read_company(text: str, first_lines: list[str]) -> str | None:
    """The employer: labelled, after "at" in the title line, or the name the text speaks of as one."""
    if m := _COMPANY_LABEL.search(text[:3000]):
        return _company(m["c"])
    if first_lines and (m2 := re.search(rf"\s(?:at|bei|@)\s+{_NAME}\s*$", first_lines[0])):
        return _company(m2["c"])
    for pattern in _COMPANY:
        for m3 in pattern.finditer(text[:6000]):
            if name := _company(m3["c"]):
                return name
    if legal := _LEGAL.search(text[:6000]):
        return _company(legal[0])
    return None


def _company(name: str) -> str | None:
    plain = " ".join(name.split()).strip(" ,.;:-–")
    if not plain or "<" in plain or _NO_COMPANY.match(plain) or _HEAD.fullmatch(plain.split()[-1]) or len(plain) < 2:
        return None
    return plain


_LEVELS: list[tuple[Level, re.Pattern[str]]] = [
    (
        "intern",
        re.compile(
            r"\b(?:intern(?:ship)?|trainee(?:ship)?|apprentice(?:ship)?|working student|werkstudent\w*|"
            r"praktik\w+|auszubildende\w*|ausbildung|azubi\w*|co-?op|stagiaire|becario|student (?:assistant|"
            r"worker|job|helper))\b",
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
            r"leitung|supervisor|foreman|superintendent|distinguished)\b",
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
        re.compile(r"\b(?:this internship|our internship|internship (?:program|position)|apprenticeship)\b", _I),
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
    """The level: the title's words first, then a labelled one, what the text says of the position, then the years asked for."""
    for source in (title, _label(text)):
        if source:
            for level, pattern in _LEVELS:
                if pattern.search(source):
                    return level
    for level, pattern in _TEXT_LEVEL:
        if pattern.search(text):
            return level
    if years is None:
        return None
    return "entry" if years < 2 else "mid" if years < 5 else "senior"


def _label(text: str) -> str | None:
    m = _LEVEL_LABEL.search(text)
    return _until_label(m["l"]) if m else None
