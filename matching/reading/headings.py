"""Headings of a posting and what stands under them, in English, German and a little of their neighbours. Pure."""

import re

from matching.reading.types import PartKind

LONGEST_HEADING = 9  # words

_I = re.IGNORECASE
# Tried in this order: "preferred qualifications" is preferred though it says qualifications.
_KINDS: list[tuple[PartKind, str]] = [
    (
        "facts",
        r"(?:your )?job (?:type|location|id|code|category|level)|employment type|contract type|location(?:s|"
        r" options)?|working hours|hours|schedule|work(?:ing)? (?:location|hours|arrangement|environment)|"
        r"date posted|reports? to|department|division|travel|industry|experience level|seniority(?: level)?|"
        r"job details|at a glance|start date|arbeitsort|standort|eintrittstermin|vertragsart|arbeitszeit|"
        r"physical (?:demands|requirements)",
    ),
    (
        "preferred",
        r"(?:preferred|desired|desirable|bonus|additional|optional|advantageous|nice[-\s]to[-\s]have|"
        r"good[-\s]to[-\s]have|great[-\s]to[-\s]have|pluses)\b.{0,40}|(?:it'?s |considered |would be |is "
        r")?(?:a |an )?(?:big |huge |strong )?(?:plus|advantage|asset|bonus)(?:es)?(?: if| points)?\b.{0,25}"
        r"|.{0,30}\b(?:nice[-\s]to[-\s]haves?|good[-\s]to[-\s]haves?|considered (?:as )?(?:a |an )?(?:plus|"
        r"advantage|asset)|(?:is|are|as) (?:a |an )?(?:plus|advantage|asset)|bonus points|extra points|"
        r"brownie points|preferred|desirable|von vorteil|wünschenswert|pluspunkte)\b.{0,20}|"
        r"idealerweise.{0,30}",
    ),
    (
        "benefits",
        r".{0,30}\b(?:benefits?|perks|what'?s in it for you|rewards?)\b.{0,30}|(?:what )?(?:do )?we(?:'re| "
        r"are)? (?:can )?offer(?:ing)?\b.{0,30}|what (?:we|you|.{0,20}) (?:can |will |'ll )?(?:offer|get|"
        r"receive|gain).{0,20}|(?:our|the|an?) offer(?:ing)?\b.{0,20}|why (?:join|work|us|you|"
        r"choose)\b.{0,40}|(?:compensation|salary|remuneration|pay)\b.{0,40}"
        r"|(?:das |was )?(?:bieten wir|wir (?:ihnen |dir |euch )?bieten|wir dir bieten|erwartet (?:dich|"
        r"sie)|dich erwartet|sie erwartet)\b.{0,30}|(?:unser|ihr|deine|ihre) (?:angebot|vorteile|"
        r"benefits)\b.{0,20}|.{0,12}vergütung.{0,20}|nous offrons.{0,20}|ofrecemos.{0,20}|wij bieden.{0,20}|"
        r"vi tilbyder.{0,20}",
    ),
    (
        "company",
        r"about (?:us|the (?:company|team|department|organi[sz]ation|group|business|firm|employer|agency|"
        r"client|project|institute|faculty|university)|our .{0,30}|(?-i:(?!(?:The|You|"
        r"This)\b)[A-Z<]).{0,40})|who we are.{0,20}|who are we.{0,10}|(?:our|the) (?:company|mission|vision|"
        r"values|culture|story|team|client|department|organi[sz]ation)|company (?:description|overview|"
        r"profile|background|summary|info.{0,12}|type|size)|meet the team|the (?:team|company)|overview of "
        r".{0,30}"
        r"|über uns.{0,20}|wer wir sind.{0,10}|das sind wir.{0,10}|(?:unser )?unternehmen\w*|(?:das |dein |"
        r"ihr )team|à propos.{0,20}|sobre nosotros",
    ),
    (
        "process",
        r"(?:how to )?appl(?:y|ication|ications|ying)\b.{0,40}|.{0,15}(?:interview|hiring|recruitment|"
        r"selection|application) (?:process|procedure|steps)\b.{0,20}|(?:contact|further|more|additional|"
        r"other) (?:us|info\w*|details|person)\b.{0,40}|contact|.{0,20}\b(?:equal|eeo|diversity|inclusion|"
        r"disclaimer|privacy|accommodat\w+)\b.{0,40}|interested\??.{0,30}|next steps?.{0,20}|(?:closing|"
        r"start|application|important) dates?\b.{0,20}|deadline.{0,20}|special note.{0,10}|to apply.{0,10}|"
        r"residency requirements?"
        r"|(?:jetzt )?bewerb\w+.{0,30}|(?:ihr|dein)e? (?:ansprechpartner\w*|kontakt|bewerbung)\b.{0,20}|"
        r"kontakt.{0,20}|interesse.{0,20}|so bewirbst.{0,20}",
    ),
    (
        "required",
        r"(?:minimum |basic |core |key |job |position |role |general |technical |essential |mandatory |"
        r"professional |required |necessary |your |our |candidate |the |formal |academic |special |other |"
        r"additional |skill |skills |technology |it |hard |soft |functional |person |personal "
        r")*(?:requirements?|qualifications?|qualification requirements?|skills?|competenc(?:y|ies|es)|"
        r"experiences?|expertise|education|must[-\s]haves?|knowledge|abilities|attributes|background|"
        r"credentials|prerequisites|criteria|certifications?|licen[cs]es?|specification|eligibility|"
        r"qualities|profile|languages?|tech(?:nology)? stack|technologies)(?:(?:,| and| &| or|/|\s)+(?:the "
        r")?(?:required |preferred |relevant )?(?:requirements?|qualifications?|skills?|experiences?|"
        r"expertise|education|knowledge|abilities|background|training|competenc\w+|attributes|"
        r"characteristics|certifications?|licen[cs]es?|profile|needed|required|necessary|we value|for "
        r"(?:the|this) (?:role|job|position)))*"
        r"|(?:what|who) (?:(?:do )?we(?:'re|’re| are)? (?:look(?:ing)? for|need|expect|want|require|ask|"
        r"seek)|(?:you|you'll|you’ll|you will|should you) (?:bring|need|have|must have|should have|are|be)|"
        r"makes you|are you).{0,40}|you(?:'ll| will)? (?:have|bring|need|should have|must have|are|"
        r"possess)\b.{0,30}|you(?:'re|’re) .{0,30}|about you\b.{0,10}|your (?:profile|background|"
        r"qualifications?|skills?|experience|competenc\w+|expertise|strengths)\b.{0,30}|(?:the |our |your "
        r")?(?:ideal|successful|right|perfect|suitable) (?:candidate|applicant|person)\b.{0,30}|(?:do|are) "
        r"you (?:have|recogni[sz]e|the)\b.{0,40}|we (?:expect|require|need|look for|are looking for|"
        r"value)\b.{0,30}|to (?:be successful|succeed|qualify)\b.{0,40}|must[-\s]haves?.{0,20}|"
        r"required.{0,30}|in order to .{0,30}"
        r"|(?:ihr|dein|das) profil\b.{0,20}|anforderung\w*.{0,30}|(?:ihre |deine |fachliche |persönliche "
        r")?(?:qualifikation\w*|voraussetzungen?|kenntnisse|kompetenzen|fähigkeiten|"
        r"anforderungsprofil)\b.{0,30}|(?:das )?(?:bringst du|bringen sie|du bringst|sie bringen|was du|was "
        r"sie)\b.{0,5}(?:mit|mitbring\w*).{0,20}|(?:das |was )?(?:solltest du|sollten sie|zeichnet|wünschen "
        r"wir|erwarten wir|wir erwarten|wir suchen)\b.{0,30}|(?:was )?(?:dich|sie) auszeichnet.{0,10}|"
        r"profil (?:recherché|requis).{0,20}|(?:requisitos|perfil)\b.{0,20}|functie-?eisen.{0,10}|wie ben "
        r"jij.{0,10}|kwalifikacje|wymagania\b.{0,20}",
    ),
    (
        "responsibilities",
        r"(?:the |your |key |main |core |primary |job |role |major |principal |essential |specific |general "
        r"|typical |daily |day-to-day |overall |work )*(?:responsibilit(?:y|ies)|dut(?:y|ies)|tasks?|"
        r"accountabilit(?:y|ies)|role|position|job|functions?|assignments?|activities|challenges?|mission|"
        r"deliverables|objectives|impact)(?:(?:,| and| &|/)+\s?(?:the )?(?:responsibilities|duties|tasks|"
        r"accountabilities|scope|purpose|activities|role|functions|description|challenges?))*(?: "
        r"(?:description|summary|overview|profile|purpose|includes?|include|will be|will include|of the "
        r"(?:job|role|position)|in short|at a glance))?.{0,12}|what (?:you(?:'ll|’ll| will)?|will you|you "
        r"are going to) (?:do|be doing|work on|own|be responsible|be working).{0,30}|(?:in this (?:role|"
        r"position|job),? )?you(?:'ll| will)\b.{0,30}|about the (?:role|job|position|opportunity|vacancy|"
        r"assignment)\b.{0,10}|job (?:description|summary|purpose|overview)|position (?:description|summary|"
        r"overview)|a day in the life.{0,20}|day[-\s]to[-\s]day.{0,20}|how you(?:'ll| will).{0,30}|scope of "
        r"work.{0,10}"
        r"|(?:ihre |deine |die )?(?:haupt)?(?:aufgaben|tätigkeiten|aufgabengebiet\w*|tätigkeitsbereich\w*|"
        r"rolle|verantwortung)\b.{0,30}|das machst du.{0,10}|(?:dein|ihr) (?:job|aufgabengebiet|"
        r"verantwortungsbereich).{0,20}|stellenbeschreibung|(?:vos )?missions?\b.{0,15}|funciones\b.{0,15}|"
        r"taken\b.{0,10}|zakres obowiązków.{0,15}|obowiązki",
    ),
]
KINDS: list[tuple[PartKind, re.Pattern[str]]] = [(kind, re.compile(rf"(?:{pattern})", _I)) for kind, pattern in _KINDS]

# Headings that may stand in the middle of a line where a page's text was run together; capitals tell them from prose.
_INLINE = re.compile(
    r"(?:(?<=^)|(?<=[.!?;:)\]>•\n])\s+|(?<=[a-zäöü0-9%+!?])\s+)(?P<h>"
    r"(?:Your |Key |Main |Core |Minimum |Basic |Required |Preferred |Desired |Job |Technical |"
    r"Additional |The |Our )*(?:Qualifications|Requirements|Responsibilit(?:y|ies)|Profile|Benefits|"
    r"Duties|Skills and [Qq]ualifications|Skills|Tasks|Competences|Experience and [Qq]ualifications)"
    r"(?: and (?:[Ss]kills|[Qq]ualifications|[Rr]equirements|[Dd]uties|[Ee]xperience|[Cc]ompetenc\w+))?|"
    r"YOUR TASKS|YOUR PROFILE|YOUR SKILLS|REQUIREMENTS|QUALIFICATIONS|RESPONSIBILITIES|BENEFITS|WE "
    r"OFFER|WHAT WE OFFER|ABOUT US|ABOUT YOU|ABOUT THE ROLE"
    r"|What (?:[Yy]ou(?:'ll|’ll|’ll| will)? (?:[Dd]o|[Bb]ring|[Nn]eed|[Hh]ave)|[Ww]e [Oo]ffer|[Ww]e "
    r"(?:'re |’re |are )?[Ll]ook(?:ing)? [Ff]or|[Ww]e [Ee]xpect)|We [Oo]ffer|About (?:[Yy]ou|[Uu]s|the "
    r"(?:role|job|position|company|team|department))|Who (?:[Yy]ou [Aa]re|[Ww]e [Aa]re)|Nice [Tt]o "
    r"[Hh]ave|Must [Hh]ave|Job (?:[Dd]escription|[Bb]enefits)|How to [Aa]pply|Technologies|"
    r"Application [Pp]rocedure"
    r"|Ihr Profil|Dein Profil|Ihre Aufgaben|Deine Aufgaben|Wir bieten|Anforderungen|Ihre "
    r"Qualifikationen|Unser Angebot|Über uns)"
    r"(?:\s?:\s*|\s+[-–•●]\s*|\s+(?=[A-ZÄÖÜ\"•●][\w’']*[a-z ]|A\s|[a-z]+[-.]?[a-z]*\s[a-z.-]+\s[a-z.-]+))"
)


def heading_kind(line: str) -> PartKind | None:
    """The kind of part that a line announces, or None when it is no known heading."""
    plain = re.sub(r"^[\s\W\d]+|[\s:!?.…\-–—*#=_]+$", "", line.replace("’", "'")).strip()
    if not plain or len(plain.split()) > LONGEST_HEADING:
        return None
    for kind, pattern in KINDS:
        if pattern.fullmatch(plain):
            return kind
    return None


def looks_like_heading(line: str, *, following_bullet: bool) -> bool:
    """Whether a whole line is a heading: a known one, or a short one with a colon or in capitals above bullets."""
    plain = line.strip()
    words = plain.split()
    if not words or len(words) > LONGEST_HEADING or re.search(r"[.;,]$|\d{4,}|@|[:$€£]\s?\S", plain):
        return False
    kind = heading_kind(plain)
    ends = plain.endswith((":", "?"))
    if (
        kind is not None
        and (ends or plain[:1].isupper() or plain[:1] in "#*=")
        and (len(words) <= 6 or ends or following_bullet)
    ):
        return True
    if plain.startswith(("-", "•", "●", "*", "–")) or plain[:1].isdigit():
        return False
    letters = [ch for ch in plain if ch.isalpha()]
    capitals = (
        bool(letters)
        and len(letters) > 3
        and all(ch.isupper() for ch in letters)
        and len(words) > 1
        and "<" not in plain
    )
    return (plain.endswith(":") and len(words) <= 7) or (following_bullet and capitals)


def split_inline_headings(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """(start, end, is heading) of the stretches of text[start:end]; a heading inside run-together text is its own."""
    cuts, position = [], start
    body = text[start:end]
    for m in _INLINE.finditer(body):
        if heading_kind(m["h"]) is None:
            continue
        if start + m.start("h") > position:
            cuts.append((position, start + m.start("h"), False))
        cuts.append((start + m.start("h"), start + m.end("h"), True))
        position = start + m.end()
    cuts.append((position, end, False))
    return [(a, b, heading) for a, b, heading in cuts if text[a:b].strip()]
