"""The posting cut into parts (required, preferred, responsibilities, benefits ...), each with its items. Pure."""

import re
from dataclasses import dataclass, replace

from matching.reading.headings import heading_kind
from matching.reading.lines import Item
from matching.reading.types import Part, PartKind
from matching.reading.years import experience_years

_I = re.IGNORECASE
# A sentence that asks something of the reader, wherever it stands.
ASKS = re.compile(
    r"\b(?:must (?:have|be|possess|hold|know|demonstrate|speak|bring|pass|also)|(?:is|are) (?:required|"
    r"mandatory|essential|a must|necessary|expected|needed)|requires|required(?: skills| experience|:)|"
    r"requirements?:|you need\b"
    r"|you(?:'ll| will)? (?:have (?!any|the (?:chance|opportunity|possibility|freedom|autonomy)|"
    r"questions|access)|possess|bring|hold|know|understand|speak|(?<!if you )enjoy|thrive|demonstrate|should)|"
    r"you(?:'ll| will) need|you(?:'re| are) (?:an? |fluent|proficient|familiar|experienced|passionate|"
    r"skilled|comfortable|good|used to|able|confident|motivated|proactive|curious|structured|interested)"
    r"|(?:candidates?|applicants?|person|someone|people|colleague) (?:should|must|need|is expected|are "
    r"expected|able)|(?:candidates?|applicants?|person|someone|colleague) (?:with|who|possess\w*|has|have|"
    r"will have)|experience (?:in|with|of|as|using|within|"
    r"from|working|developing|designing|building|is)|(?:experienced?|expertise|skilled|interest(?:ed)?|"
    r"qualified|proficient|proficiency|fluency|fluent|background|competen\w+) (?:in|with|as|within|from)"
    r"|ability to|(?:must|should|are|is|being) (?:also )?(?:be )?able to|knowledge (?:of|in|about|"
    r"within)|working knowledge|familiar(?:ity)?\b|degree|diploma|fluent|understanding of|track record|"
    r"hands[- ]on experience"
    r"|(?:strong|good|excellent|great|solid|outstanding|advanced|communication|interpersonal|analytical|"
    r"organi[sz]ational|technical|language|computer|leadership|writing|social|proven|relevant) "
    r"(?:[\w-]+ (?:and [\w-]+ )?)?(?:skills|experience|knowledge|understanding)|skills (?:in|with)"
    r"|(?:a|is|are|be|considered|definite|big|an) (?:plus|advantage|asset|bonus|merit)|(?:is|are|highly|"
    r"strongly) preferred|preferably|desirable|nice to have|licen[cs]e|certifi(?:cat\w+|ed)|we "
    r"(?:expect|require|are looking for (?:someone|a person|people) (?:who|with)|look for|value) |your "
    r"profile"
    r"|self-starter|team player|educated to|graduate[ds]? (?:in|from|with)|holds? an?|ph\.?d|"
    r"bachelor'?s?|master'?s (?:degree|in)|msc|bsc"
    r"|erfahrung\w*|\w*kenntnisse\w*|abgeschlossene\w*|studium|ausbildung|setzen wir voraus|fließend|"
    r"verhandlungssicher|wir erwarten|voraussetzung\w*|sicherer "
    r"umgang|sie (?:haben|verfügen|bringen|besitzen|sind|sprechen)|du (?:hast|verfügst|bringst|bist|"
    r"sprichst|kennst)|fähigkeit|idealerweise|von vorteil|wünschenswert|erforderlich)",
    _I,
)
# The sentence is about the employer, the offer or the procedure; what it names is asked of nobody.
BLURB = re.compile(
    r"\b(?:we (?:offer|provide|have been|were|help|serve|build|develop|work with|believe|operate|employ|"
    r"support|invest|host|are committed)|our (?:company|mission|customers|clients|products?|team (?:is|"
    r"has|consists)|employees|staff|benefits|vision|history|campus|offices|recruitment)|founded|"
    r"headquarter\w*|market[- ]leader"
    r"|is (?:a|an|the|one of the) (?:\w+[- ]){0,3}(?:leading|leader|provider|global|world|company|"
    r"supplier)|equal opportunity|regardless of|without regard|please (?:send|submit|apply|contact|"
    r"attach|note|visit|include)|(?:your|the|submit|send|complete|an?|all) applications?(?! (?:develop|"
    r"design|server|secur|support|manag|layer|architect|program))"
    r"|applications? (?:should|must|will|are|is|deadline|form|process|procedure)|apply (?:now|online|"
    r"today|by|via|here|for th)|to apply\b|cover letter|(?:health|dental) insurance|401\(?k|paid time "
    r"off|vacation|pension|salary|bonus\b(?! points)|free (?:lunch|coffee|drinks|fruit)|wir (?:bieten|"
    r"sind ein|entwickeln)|(?:read|learn|find out) more"
    r"|will be (?:invited|contacted|assessed|notified|affiliated|offered|given)|candidates? (?:will be|"
    r"may|selected|are (?:invited|encouraged))|encourage (?:all|everyone|women)|accommodation|interview|"
    r"employment is|you will (?:get|receive|be offered|join|be given)|(?:opportunity|chance) to|career "
    r"(?:that|with)|as (?:a|an) .{3,40}, you will)\b",
    _I,
)
# A sentence that tells instead of asking.
TELLS = re.compile(
    r"(?:we|our|the|you(?:'ll|’ll| will| are never| can)|if|to|there|this|that|these|or|go|in (?:this|"
    r"our|your)|on|by|all|more than|it|they|please|as|at|with (?:us|over|more)|he|she|he/she|together|"
    r"further|everyone|depending|from|after|within)\b",
    _I,
)
# What the employer gives: a line that begins with pay, or a range of money by the year, month or hour.
_MONEY = r"(?:[$€£₹]|\b(?:eur|usd|gbp|chf|pln|inr|sgd|nzd|aud|cad|sek|zar|brl|ctc)\b)"
PAY = re.compile(
    r"^(?:[\w' ]{0,20}\b(?:pay|salary|compensation|remuneration|wage|stipend|vergütung|gehalt)\b(?: rate| range| is|:)|ctc:|"
    r"sie erhalten|what you get:|(?:we |fixed )?offer:)"
    rf"|(?:{_MONEY}\s?\d|\d\s?{_MONEY}).{{0,12}}(?:-|–|—|\bto\b|\bbis\b|\band\b).{{0,40}}"
    r"(?:\bper\b|\bgross|\bbrutto|\bannum|\ba (?:year|month)|\bannual|\bmonthly|\bp\.\s?a\b|\bim (?:jahr|monat))",
    _I,
)
# "Job type: Full-time Industry: Retail": a board's labels.
LABELS = re.compile(r"(?:^|\s)(?:Job type|Industry|Company (?:size|type)|Location options|Experience level|Role)\s?:")

# How one thing counts for another: asks nothing by itself.
EXCHANGE = re.compile(
    r"\b(?:may be (?:substituted|credited)|will be credited|can be substituted|in lieu of|eligible for "
    r"placement|at the rate of)\b",
    _I,
)
NICE = re.compile(
    r"\b(?:(?:is|are|be|as|considered|would be|definite|big|huge|strong|added|clear|an?|of|great|"
    r"further|extra) (?:a |an )?(?:(?:strong|big|huge|great|distinct|definite|added|real|clear|nice|"
    r"further|major) )?(?:plus|pluses|advantages?|advantageous|asset|bonus|merit|benefit)(?! points? "
    r"system)|preferred|preferably|preference|ideally|desirable|desired|nice[- ]to[- ]haves?|good to "
    r"have|beneficial|welcome|helpful|appreciated|optional"
    r"|not (?:a must|required|mandatory|necessary|essential|a requirement)|advantageous|bonus points|"
    r"would be (?:great|nice|good|ideal|beneficial)|a plus|von vorteil|wünschenswert|idealerweise|gerne "
    r"(?:auch|mit)|optimalerweise|nicht zwingend|bestenfalls|pluspunkt\w*|vorzugsweise|meritorious)\b|"
    r"\+\+(?!\w)\s*$",
    _I,
)
# What is welcome besides, said behind the list: by how the line begins, or by what it says of all that it names.
EXTRA = re.compile(
    r"^(?:extra (?:points|credit) for|bonus(?: points)?(?: for)?:|(?:nice |further |welcome )?extras?:|also (?:good|welcome|nice):?|"
    r"welcome:|preferred:|good to have:|nice to have:|differentials?:|desir(?:able|ed):|additional(?:ly)?:|(?:an? )?added value:|"
    r"even better with|what (?:else )?(?:helps|would (?:help|please us)):|considered (?:an? )?(?:asset|plus|advantage):|ideally:|"
    r"(?:a )?plus:|advantages?:|we also value|schön wäre|gern gesehen:|willkommen:|von vorteil:|wünschenswert:|pluspunkte?\b)",
    _I,
)
ONLY_WELCOME = re.compile(
    r"\b(?:will be noticed|(?:would|will) be put to use|(?:is|are|be) (?:very |extra )?(?:useful|welcome|handy)|earns? extra credit|"
    r"would (?:all |also )?(?:be handy|help|put you ahead|round you out)|valued but not|(?:sind|ist) willkommen|"
    r"if you(?:'ve| have) (?:already|also|ever|them)|not a condition)\b",
    _I,
)
MUST = re.compile(
    r"\b(?:must(?!-see)|required|mandatory|essential|necessary|zwingend|erforderlich|unabdingbar|you need)\b", _I
)
RUN_TOGETHER = 300  # characters; a longer sentence is a list that lost its line ends
OFTEN = 3  # times that such a list asks for something before it counts as one though it names the employer too


@dataclass(frozen=True, slots=True)
class Ask:
    """An item read as a requirement or task, with the part it stands in; `extra`: all that it names is only welcome."""

    item: Item
    part: PartKind
    nice: bool
    extra: bool = False


def parts(found: list[Item]) -> list[tuple[Part, list[Item]]]:
    """Items gathered under their headings; what stands before the first known heading is the intro.

    An unknown heading goes on with the part before it: its items are told apart one by one.
    """
    gathered: list[tuple[Part, list[Item]]] = [(Part("intro", "", 0, 0), [])]
    for item in found:
        kind = heading_kind(item.text) if item.heading else None
        if item.heading and (kind is not None or gathered[-1][0].kind in ("benefits", "company", "process", "facts")):
            gathered.append((Part(kind or "intro", item.text.rstrip(" :"), item.start, item.end), []))
        elif not item.heading:
            part, content = gathered[-1]
            content.append(item)
            gathered[-1] = (Part(part.kind, part.heading, part.start, item.end), content)
    return gathered


def asks(gathered: list[tuple[Part, list[Item]]]) -> list[Ask]:
    """What the posting asks for: the items of required and preferred parts, and sentences elsewhere that ask."""
    found = []
    for part, content in gathered:
        if part.kind in ("benefits", "process", "facts"):
            continue
        bullets = [number for number, item in enumerate(content) if item.bullet]
        end = bullets[-1] if len(bullets) > 1 else len(content)
        before: Ask | None = None
        for number, item in enumerate(content):
            goes_on = before is not None and before.item.text.endswith(";") and not item.bullet
            ask = _ask(part.kind, item, behind_list=number > end and not goes_on)
            if ask and before and goes_on:
                ask = replace(ask, nice=ask.nice or before.extra, extra=ask.extra or before.extra)
            if ask:
                found.append(ask)
            before = ask
    return found


def _ask(kind: PartKind, item: Item, *, behind_list: bool) -> Ask | None:
    text = item.text
    if EXCHANGE.search(text) or PAY.search(text) or len(LABELS.findall(text)) > 1:
        return None
    extra = bool(EXTRA.match(text)) or (bool(ONLY_WELCOME.search(text)) and not MUST.search(text))
    nice = extra or (bool(NICE.search(text)) and not MUST.search(NICE.sub(" ", text)))
    asking = _asking(text)
    blurb = bool(BLURB.search(text)) and (asking < OFTEN or len(text) < RUN_TOGETHER)
    if kind in ("required", "preferred"):
        # A sentence behind a list of bullets is no part of it any more: pay, place and hours stand there.
        sentence = text.endswith((".", "!"))
        told = text.endswith("?") or (sentence and (behind_list or TELLS.match(text) is not None))
        if (blurb or told) and not item.bullet and not asking and not extra:
            return None
        binding = kind == "required" or re.search(r"\b(?:required|mandatory)\b", text, _I)
        return Ask(item, kind, nice or not binding, extra)
    if asking and not blurb:
        return Ask(item, "required" if kind != "company" else kind, nice, extra)
    return Ask(item, "responsibilities", nice) if kind == "responsibilities" and not blurb else None


def _asking(text: str) -> int:
    """How often a text asks something of the reader; a demand of years always does."""
    return len(ASKS.findall(text)) or len(experience_years(text))
