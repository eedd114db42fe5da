"""Where the work is done: places and whether on site, hybrid or remote. Pure."""

import re

from careercopilot.places import find_place, find_places
from matching.reading.types import Remote

_I = re.IGNORECASE
HEAD = 600  # characters at the top where a bare place is the job's
MOST_PLACES = 8
_LABEL = re.compile(
    r"(?:^|\n|(?<=\s))(?:(?:job |work |office |primary |main )?locations?(?: options)?|based in|place "
    r"of work|work ?place|campus|office|city|region|country|arbeitsort|einsatzort|standorte?|ort|lieu|"
    r"ubicación|lugar|sede|plaats)\s*:\s*(?P<l>[^\n]{2,120})",
    _I,
)
_BASED = re.compile(
    r"\b(?:(?:based|located|situated|work(?:ing)?|office|offices|headquarters|headquartered|role|"
    r"position|job|team|hub|site|campus|join us|standort|büro|niederlassung|raum|our \w+)\s(?:is\s|"
    r"are\s|will be\s)?(?:based\s|located\s)?(?:in|at|near|is|von)|in unserem büro in|am standort|in "
    r"our)\s(?:the\s|our\s|downtown\s|central\s|beautiful\s|sunny\s)*",
    _I,
)

_REMOTE_NO = re.compile(
    r"\b(?:no|not|non|without|kein\w*|nicht)\s(?:a |an |currently |fully |100 ?% |possible to (?:work|"
    r"be) |open to |eligible for |offer(?:ing)? |available for |able to (?:offer|work|support) |"
    r"considering )*(?:remote\w*|home ?office|wfh|telecommut\w*|telework\w*)"
    r"|remote (?:work(?:ing)? )?(?:is |are )?(?:not|isn'?t|no longer) (?:possible|available|an option|"
    r"offered|supported|permitted|allowed|considered)|cannot (?:be (?:done|performed) )?(?:work "
    r")?remote\w*",
    _I,
)
_ONSITE = re.compile(
    r"\b(?:on[- ]?site(?! (?:gym|parking|canteen|cafeteria|restaurant|childcare|support|visits?|"
    r"training|interviews?|customers?|clients?|fitness|nursery|lunch))|office[- ]based|in[- ]office(?! "
    r"days)|in[- ]person(?: (?:role|position|job|work))|on location|at our (?:office|premises|site)s? "
    r"(?:full[- ]time|five days|5 days)|vor ort|präsenz\w*|physical (?:attendance|"
    r"presence)[\w ]{0,30}required|fully office)\b",
    _I,
)
_HYBRID = re.compile(
    r"\b(?:hybrid(?!\s(?:cloud|app|apps|mobile|vehicle|vehicles|car|cars|systems?|infrastructure|"
    r"environments?|architectures?|intelligence|simulation|it|data|electric|meth\w+|microscop\w+|"
    r"solutions?|approach\w*|networks?|platforms?|drive\w*))|(?:partly|partially|partial|part[- ]time) "
    r"remote|remote (?:work )?(?:possible|option\w*|days?)|(?:mix|combination|split|balance) (?:of|"
    r"between) (?:\w+ )?(?:office|remote|home|on-?site)|(?:\d|one|two|three|four)(?:\s?(?:-|–|to|"
    r"or)\s?(?:\d|two|three|four))? (?:days?|times?) (?:a |per |each |/ ?)?(?:week )?(?:(?:in|at|from) "
    r"(?:the |our )?(?:office|home)|on-?site|remote(?:ly)?|wfh)"
    r"|(?:days?|tage?) (?:home ?office|remote|mobiles? arbeit\w*)|home ?office (?:days?|möglich\w*|"
    r"option\w*|possible|policy|nach absprache|regelung\w*)|(?:teilweise|anteilig) (?:remote|home "
    r"?office|mobil\w*)|mobiles? arbeiten|flexible? home ?office|möglichkeit (?:zum|zu|auf|des) (?:home "
    r"?office|mobil\w*|remote)|some (?:remote|home)[- ]?work\w*|work(?:ing)? from home (?:\w+ "
    r"){0,2}(?:days?|when|occasionally|part|up to|once|twice)|occasional(?:ly)? (?:remote|work(?:ing)? "
    r"from home|home ?office)|remote[- ]friendly)\b",
    _I,
)
_REMOTE = re.compile(
    r"\b(?:remote[- ]first|(?:fully|100 ?%|completely|entirely|permanent(?:ly)?|full[- ]time|all) "
    r"remote|remote (?:position|role|job|opportunity|team|company|culture|within|from|in|across|"
    r"worldwide|anywhere|\(|only|us|eu|uk|usa|europe|germany)|(?:is|be|this|work|working|role|position|"
    r"job|are|location:?|type:?|operate|team|employed|a) (?:a |fully |100% )?remote(?:ly)?|work(?:ing)? "
    r"from (?:anywhere|home)|home[- ]based|wfh|telecommut\w+|telework\w*|distributed (?:team|company)|"
    r"location[- ]independent|remote ok|ortsunabhängig|vollständig remote|komplett remote|"
    r"deutschlandweit remote|home ?office|télétravail|teletrabajo|remoto)\b",
    _I,
)
_REMOTE_LINE = re.compile(
    r"(?:^|\n)\W*(?:[\w ]{0,20}:\s*)?(?P<k>remote|hybrid|on-?site)\b(?P<rest>[^\n.]{0,60})(?:\n|$)|"
    r"[(|,–-]\s*(?P<k2>remote|hybrid|on-?site)\b",
    _I,
)
_NOT_MODE = re.compile(
    r"\b(?:remote|hybrid)\b(?=\s(?:sensing|monitoring|control\w*|access|desktop|support|server\w*|"
    r"device\w*|teams? (?:across|in|members)|customers?|locations?|areas?|sites?|communit\w+|patient\w*|"
    r"procedure\w*|method\w*|repositor\w*|api\w*|execution|code|diagnos\w*|learning|service\w*|"
    r"meeting\w*|stakeholders?|colleagues?|offices))|\b(?:manag\w+|lead\w*|coordinat\w+|support\w*|"
    r"collaborat\w+ with) (?:\w+ )?remote\b",
    _I,
)


def read_remote(text: str) -> Remote | None:
    """How the work is done, from what the posting says; a stated place alone says nothing. "No remote" is on site."""
    plain = _NOT_MODE.sub("", text)
    if _REMOTE_NO.search(plain):
        return "hybrid" if _HYBRID.search(_REMOTE_NO.sub(" ", plain)) else "onsite"
    if line := _REMOTE_LINE.search(plain[:1500]):
        kind = (line["k"] or line["k2"]).lower().replace("-", "")
        if kind == "remote" and re.search(
            r"\b(?:hybrid|or (?:hybrid|on-?site|office)|flexible)", line["rest"] or "", _I
        ):
            return "hybrid"
        return "hybrid" if kind == "hybrid" else "remote" if kind == "remote" else "onsite"
    if _HYBRID.search(plain):
        return "hybrid"
    remote, onsite = _REMOTE.search(plain), _ONSITE.search(plain)
    if remote and onsite:
        return "hybrid"
    return "remote" if remote else "onsite" if onsite else None


def read_locations(text: str, title_line: str) -> tuple[str, ...]:
    """Places of work as written: labelled ones, else those in the title line, the top of the posting and after "based in"."""
    found: list[str] = []
    for m in _LABEL.finditer(text):
        value = re.split(r"\s(?:[A-Z][a-z]+ ){0,2}[A-Z]?[a-z]+\s?:\s", m["l"], maxsplit=1)[0]
        found += _named(value, sure=True)
    if not found:
        found += _named(title_line, sure=False)
    if not found:
        for line in text[:HEAD].split("\n")[:8]:
            if 2 <= len(line.strip()) <= 60 and len(line.split()) <= 7:
                found += _named(line, sure=False)
    if not found:
        for m in _BASED.finditer(text):
            spans = find_places(text[m.end() : m.end() + 60])
            found += [text[m.end() + s.start : m.end() + s.end] for s in spans[:1] if s.start <= 12]
    return tuple(dict.fromkeys(" ".join(f.split()) for f in found))[:MOST_PLACES]


def _named(value: str, *, sure: bool) -> list[str]:
    """The places of a short text as written; of a labelled one also a single name that only the label makes a place."""
    spans = find_places(value)
    if not spans and sure and (find_place(value) is not None) and len(value.split()) <= 5:
        return [value.strip(" .,;()")]
    return [value[s.start : s.end] for s in spans]
