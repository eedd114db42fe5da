"""Where the work is done: places and whether on site, hybrid or remote. Pure."""

import re
from collections.abc import Iterator

from careercopilot.places import find_place, find_places
from matching.reading.headings import heading_kind
from matching.reading.labels import until_label
from matching.reading.types import Remote

_I = re.IGNORECASE
HEAD = 600  # characters at the top where a bare place is the job's
MOST_PLACES = 8
_LABEL_END = re.compile(
    r"(?:^|\s)(?:(?:job |work |office |primary |main )?locations?(?: options)?|based in|place of work|"
    r"work ?place|campus|office|city|region"
    r"|country|arbeitsort|einsatzort|standorte?|ort|lieu|ubicación|lugar|sede|plaats)\s*$",
    _I,
)
# What may stand beside a place: a district's number, a post code, the way of working in brackets.
_BESIDE_PLACE = re.compile(
    r"(?:[\W_]|\([^)]*\)|\b\d{1,6}(?:e|er|th|st|nd|rd)?\b|\b(?:area|region|city|centre|center|downtown|office|and|or)\b)*",
    _I,
)
LONGEST_LABEL = 28  # characters before the colon
LONGEST_VALUE = 120  # characters behind it
_BRACKETS = re.compile(r"\([^()]*\)")
# A line of a list, of two sentences, or about a licence: a place named in it is not the job's.
_NO_PLACE_LINE = re.compile(r"^\s*[-–—*•●▪◦‣·]|;|\b(?:licen[cs]e|certifi\w+|degree|registration)\b", _I)
_BASED = re.compile(
    r"\b(?:(?:based|located|situated|work(?:ing)?|office|offices|headquarters|headquartered|role|"
    r"position|job|team|hub|site|campus|join us|standort|büro|niederlassung|raum|our \w+)\s(?:is\s|"
    r"are\s|will be\s)?(?:based\s|located\s)?(?:in|at|near|is|von)|in unserem büro in|am standort|in "
    r"our)\s(?:the\s|our\s|downtown\s|central\s|beautiful\s|sunny\s)*(?-i:(?=[A-ZÄÖÜ]))",
    _I,
)

_WAYS = re.compile(
    r"remote|hybrid|home|wfh|tele(?:commut|work|trab)|télétrav|on-?site|on site|office|in[- ]person|"
    r"mobile[sn]? arbeit|vor ort|präsenz|physical|ortsun|distributed|location[- ]indep|anywhere|zdaln",
    _I,
)
STRETCH = 110  # characters around such a word
_REMOTE_NO = re.compile(
    r"\b(?:no|not|non|without|kein\w*|nicht)[ -](?:an? |currently |fully |100 ?% |possible to (?:work|"
    r"be) |open to |eligible for "
    r"|offer(?:ing)? |available for |able to (?:offer|work|support) |considering )*(?:remote\w*|home "
    r"?office|wfh|telecommut\w*"
    r"|telework\w*)(?! ?-?first)|remote (?:work(?:ing)? )?(?:is |are )?(?:not|isn'?t|no longer) "
    r"(?:possible|available|an option|offered|supported|permitted|allowed|considered)|cannot (?:be "
    r"(?:done|performed) )?(?:work )?remote\w*",
    _I,
)
_ONSITE = re.compile(
    r"\b(?:on[- ]?site (?:position|role|job|only|work\b(?! with)|working|presence|attendance|employee|"
    r"full[- ]time|\d days|five days)"
    r"|(?:this is|fully|100 ?%|completely|strictly|work(?:ing)?|is|be|type:|mode:|model:|location:|"
    r"arrangement:) (?:an? )?(?:fully )?on[- ]?site"
    r"(?=\s*(?:[.,;:)]|$|\n)| (?:in|at our|at the office|from|\d|five|every|full))|office[- ]based"
    r"|in[- ]office (?:position|role|job|only|5 days|five days|full[- ]time)"
    r"|in[- ]person (?:role|position|job|work)|(?:5|five) days (?:a|per) week (?:in|at|from) (?:the|"
    r"our) (?:office|site)|on[- ]?site (?:5|five) days"
    r"|(?:full[- ]time|work) (?:in|from|at) (?:the|our) (?:\w+ )?(?:office|premises)|arbeit vor ort|"
    r"präsenz(?:arbeit|pflicht|stelle)|in präsenz"
    r"|physical (?:attendance|presence)[\w ]{0,30}required"
    r"|(?:hours?|week|full[- ]time|part[- ]time|permanent|shifts?|nights|days)[\w :/-]{0,25}, on[- ]?site(?=\s*(?:[.;,)]|$|\n)))(?!\w)",
    _I,
)
_HYBRID = re.compile(
    r"\bhybrid(?:es?)?(?= ?(?:[-,)/|.]|work\w*|model|role|position|job|schedule|office|remote|set-?up|"
    r"arrangement|format|policy|mode|opportunity|team\b|culture|home|from|in\b"
    r"|\(|with \d|\d|arbeit\w*))|(?:work(?:ing)?|location|mode|model|type|arrangement)\s?: ?hybrid|"
    r"\b(?:partly|partially|partial|part[- ]time|semi)[- ]remote"
    r"|\bremote (?:work(?:ing)? )?(?:possible|option\w*|days?|possibilit\w+|flexib\w+|opportunit(?:y|"
    r"ies)\b(?= (?:available|for)))|\bremote[- ]friendly"
    r"|\b(?:mix|combination|split|balance|choose|choice|alternate|switch) (?:of |between )?(?:\w+ "
    r"){0,2}(?:office|remote\w*|home|on-?site)"
    r"|\b(?:\d|one|two|three|four)(?:\s?(?:-|–|to|or)\s?(?:\d|two|three|four))? (?:days?|times?) ?(?:a |"
    r"per |each |every |/ ?)?(?:week )?(?:(?:in|at|from) (?:the |our )?(?:office|home)|on-?site|"
    r"remote(?:ly)?|wfh|home ?office)"
    r"|\b(?:work(?:ing)? on-?site|in (?:the|our) office)[\w ,]{0,40}(?:at least |up to )?(?:\d|one|two|"
    r"three|four) days|\bhome[- ]?office|\bmobile[sn]? arbeit\w*|\bwfh\b"
    r"|\bwork(?:ing)? from home(?! (?:anywhere|full))|\b(?:occasional(?:ly)?|some|flexible|flexibly) "
    r"(?:remote\w*|work(?:ing)? remotely|home[- ]?work\w*)|\b(?:on-?site|office) (?:or|and|/) remote|"
    r"\bremote (?:or|and|/) (?:on-?site|in[- ](?:the )?office|office)"
    r"|\btélétravail (?:partiel|possible)|\bteletrabajo parcial",
    _I,
)
_REMOTE = re.compile(
    r"\bremote[- ]first|\b(?:fully|100 ?%|completely|entirely|permanent(?:ly)?|full[- ]time|all|truly) "
    r"remote(?:ly)?|\bremote (?:position|role|job|opportunity|company|culture|vacancy|contract"
    r"|within|from|in (?!data)|across|worldwide|anywhere|only|us|eu|uk|usa|europe|germany|\()|"
    r"\b(?:location|type|mode|model|options|arrangement|workplace)\s?: ?(?:\w+ ?[,/|] ?)?remote|"
    r"\bremote ok\b"
    r"|\b(?:this|position|role|job|we|team) (?:is|are|can be|will be|work|operate) (?:a |an |performed |"
    r"done |100 ?% |fully )?remote(?:ly)?|\bwork(?:ing)? (?:remotely )?from anywhere|\bwork(?:ing)? "
    r"(?:100 ?% |fully |completely |entirely )?remotely (?:from|within|in)"
    r"|\bhome[- ]based|\btelecommut\w+|\btelework\w*|\bfully distributed|\bdistributed company|"
    r"\blocation[- ]independent|\bortsunabhängig|\b(?:vollständig|komplett|rein|100 ?%) remote|"
    r"\bdeutschlandweit remote|\b100 ?% home ?office|\btélétravail|\bteletrabajo|\bpracy? zdaln\w+",
    _I,
)
# A line, bracket or label that says nothing but the way of working.
_LABELLED = re.compile(
    r"(?:^|\n)[^\w\n]*(?:(?:location|work ?place|type|mode|work(?:ing)? (?:model|mode|arrangement|type)|"
    r"office|remote)s?(?: options| type| policy)?\s?:\s*)?(?P<k>remote|hybrid|"
    r"on-?site)\b(?! [a-z]+ [a-z]+)(?P<rest>[^\n.]{0,60})(?:\n|$)"
    r"|[(|,–-] ?(?P<k2>remote|hybrid|on-?site) ?[)|,\n(]",
    _I,
)
# Passing states and other things than the job: the pandemic, interviews, sensors, hybrid clouds.
_NOT_MODE = re.compile(
    r"(?:currently|temporarily|initially|at the moment|until further notice|due to|covid|pandemic|"
    r"corona)[^.\n]{0,60}\b(?:remote\w*|home ?office|work(?:ing)? from home)\b[^.\n]{0,40}|"
    r"\b(?:remote\w*|home ?office|work(?:ing)? from home)\b[^.\n]{0,40}(?:\bcovid|pandemic|corona\b|"
    r"until further notice|initially)"
    r"|\b(?:remote|hybrid)\b(?=\s(?:sensing|monitoring|control\w*|access|desktop|support|servers?|"
    r"devices?|teams? (?:across|in|members)|customers?|locations?|areas?|sites?|communit\w+|patient\w*|"
    r"procedure\w*|method\w*|repositor\w*|api\w*|execution|code|data|diagnos\w*|learning|services?|"
    r"meeting\w*|stakeholders?|colleagues?|offices|interview\w*|onboarding|cloud|apps?|mobile|vehicles?|"
    r"cars?|systems?|infrastructure|architectures?|intelligence|simulation|electric|microscop\w+|"
    r"networks?|platforms?|devops|epitaxial))"
    r"|\b(?:manag\w+|lead\w*|coordinat\w+|support\w*|collaborat\w+ with) (?:\w+ )?remote\b|"
    r"\b(?:interview|onboarding|recruit)\w*[^.\n]{0,40}\bremote\w*|(?:working from home|home ?office|"
    r"wfh) (?:allowance|budget|stipend|equipment|set-?up|fund)",
    _I,
)


def read_remote(text: str) -> Remote | None:
    """How the work is done, from what the posting says; a stated place alone says nothing. "No remote" is on site.

    A chance to work from home now and then is hybrid; remote needs the job itself to be called so.
    """
    said = _about_place_of_work(text)
    if not said:
        return None
    plain = _NOT_MODE.sub(" ", said)
    if _REMOTE_NO.search(plain):
        return "hybrid" if _HYBRID.search(_REMOTE_NO.sub(" ", plain)) else "onsite"
    labelled = _LABELLED.search(plain)
    if labelled:
        kind = (labelled["k"] or labelled["k2"]).lower().replace("-", "")
        mixed = re.search(r"\b(?:hybrid|or (?:hybrid|on-?site|office)|flexible|optional)", labelled["rest"] or "", _I)
        return "onsite" if kind == "onsite" else "hybrid" if kind == "hybrid" or mixed else "remote"
    remote, hybrid, onsite = _REMOTE.search(plain), _HYBRID.search(plain), _ONSITE.search(plain)
    if (
        remote
        and (not hybrid or not onsite)
        and (not hybrid or re.search(r"hybrid|home|days?\b", hybrid[0], _I) is None or remote.start() < hybrid.start())
    ):
        return "hybrid" if onsite else "remote"
    return "hybrid" if hybrid or remote else "onsite" if onsite else None


def _about_place_of_work(text: str) -> str:
    """The stretches of `text` around words for a way of working, each a line: most of a posting has none."""
    stretches: list[tuple[int, int]] = []
    for m in _WAYS.finditer(text):
        start = max(text.rfind("\n", 0, m.start()) + 1, m.start() - STRETCH)
        line_end = text.find("\n", m.end())
        end = min(line_end if line_end >= 0 else len(text), m.end() + STRETCH)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return "\n".join(_framed(text, a, b) for a, b in stretches)


def _framed(text: str, start: int, end: int) -> str:
    """A stretch, with a letter where it was cut inside its line, so that nothing looks like a line of its own."""
    before = "" if start == 0 or text[start - 1] == "\n" else "x "
    return before + text[start:end] + ("" if end == len(text) or text[end] == "\n" else " x")


def is_place_alone(text: str) -> bool:
    """Whether a short text names a place and nothing else but its district, post code or way of working."""
    spans = find_places(text)
    rest = text
    for span in reversed(spans):
        rest = rest[: span.start] + " " + rest[span.end :]
    return bool(spans) and _BESIDE_PLACE.fullmatch(rest) is not None


def read_locations(text: str, title_line: str) -> tuple[str, ...]:
    """Places of work as written: labelled ones, else in the title line, the top of the posting, after "based in"."""
    found: list[str] = []
    for value in _labelled(text):
        found += _named(value, sure=True)
    if not found:
        found += _named(title_line[:HEAD], sure=False)
    if not found:
        for line in text[:HEAD].split("\n")[:8]:
            if heading_kind(line) in ("required", "preferred", "responsibilities", "benefits", "process"):
                break
            plain = _BRACKETS.sub("", line)
            if 2 <= len(plain.strip()) <= 60 and len(plain.split()) <= 7 and not _NO_PLACE_LINE.search(line):
                found += _named(plain, sure=False)
    if not found:
        for m in _BASED.finditer(text):
            spans = find_places(text[m.end() : m.end() + 60])
            found += [text[m.end() + s.start : m.end() + s.end] for s in spans[:1] if s.start <= 12]
    return tuple(dict.fromkeys(" ".join(f.split()) for f in found))[:MOST_PLACES]


def _labelled(text: str) -> Iterator[str]:
    """What stands behind "Location:" and the like."""
    for colon in re.finditer(":", text):
        line = text[max(0, colon.start() - LONGEST_LABEL) : colon.start()].rpartition("\n")[2]
        if _LABEL_END.search(line):
            value = text[colon.end() : colon.end() + LONGEST_VALUE].lstrip("\n\t ").partition("\n")[0]
            yield until_label(value)


def _named(value: str, *, sure: bool) -> list[str]:
    """The places of a short text as written; of a labelled one also a single name that only the label makes a place."""
    spans = find_places(value)
    if not spans and sure and (find_place(value) is not None) and len(value.split()) <= 5:
        return [value.strip(" .,;()")]
    last = value.rpartition(",")[2].strip(" .")
    if not spans and "," in value and len(last.split()) <= 3 and last[:1].isupper() and find_place(last) is not None:
        return [last]  # "Lakeside Clinic, Konstanz"
    return [value[s.start : s.end] for s in spans]
