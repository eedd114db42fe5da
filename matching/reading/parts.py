"""The posting cut into parts (required, preferred, responsibilities, benefits ...), each with its items. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matching.reading.headings import heading_kind
from matching.reading.lines import Item
from matching.reading.types import Part, PartKind
from matching.reading.waived import kept
from matching.reading.years import experience_years
from resumes.taxonomy import SkillSpan

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
    r"|\b(?:and|you) know\b(?!-)|\(must\)|qualifications?:\s*\w|self-starter|team player|educated to|graduate[ds]? (?:in|from|with)|"
    r"holds? an?|ph\.?d|"
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
    r"(?:auch|mit)|optimalerweise|nicht (?:unbedingt |zwingend )?(?:erforderlich|notwendig|nötig)|"
    r"nicht zwingend|bestenfalls|pluspunkt\w*|vorzugsweise|meritorious)\b|"
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
    r"experience counts|"
    r"would (?:all |also )?(?:be handy|help|put you ahead|round you out)|valued but not|(?:sind|ist) willkommen|"
    r"if you(?:'ve| have) (?:already|also|ever|them)|not a condition)\b",
    _I,
)
MUST = re.compile(
    r"\b(?:must(?!-see)|required|mandatory|essential|necessary|zwingend|erforderlich|unabdingbar|you need)\b", _I
)
# "Google Analytics a bonus" is a wish, no pay.
_A_BONUS = re.compile(r"\b(?:an?|as) (?:\w+ )?bonus\b(?=\W*$|;)", _I)
# "You write R or Python daily": a task told to the reader, in the present.
_YOU_DO = re.compile(
    r"(?:you|du|sie) (?!will|would|can|may|might|could|get|join|receive|are|have|do not|don|want|wish|like|love|"
    r"find|learn|see|earn|benefit)[a-zäöü]+\b",
    _I,
)
_BINDS = re.compile(
    r"(?:minimum|at least|must|required|you (?:must|need)|mindestens|all (?:candidates|applicants) must)\b", _I
)
# What follows a waiver and asks for nothing: its condition, its reason, what others have.
_CONDITION = re.compile(
    r"(?:if|as long as|provided|wenn|falls|si|als|in fact|indeed|several|many|most|some|we|our|full training|training)\b",
    _I,
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


def asks(gathered: list[tuple[Part, list[Item]]], text: str, spans: Sequence[SkillSpan] = ()) -> list[Ask]:
    """What the posting asks for: the items of required and preferred parts, and sentences elsewhere that ask.

    `spans` are the skills named in `text`. What an item says it does not ask for is cut out of it.
    """
    found = []
    hard = [span for span in spans if span.kind == "knowledge"]
    for part, content in gathered:
        if part.kind in ("benefits", "process", "facts"):
            continue
        bullets = [number for number, item in enumerate(content) if item.bullet]
        end = bullets[-1] if len(bullets) > 1 else len(content)
        before: Ask | None = None
        passed: Item | None = None  # "C# or .NET;" asks for nothing by itself; what the sentence goes on with may
        for number, item in enumerate(content):
            goes_on = before is not None and before.item.text.endswith(";") and not item.bullet
            # "Minimum four years." on a line of its own below the list of what is welcome is no part of that list.
            binds = bool(bullets) and number > bullets[-1] and not goes_on and _BINDS.match(item.text) is not None
            kind = "required" if part.kind == "preferred" and binds and not NICE.search(item.text) else part.kind
            asked = list(_asks_of(kind, item, text, hard, behind_list=number > end and not goes_on))
            if before and goes_on:
                asked = [replace(a, nice=a.nice or before.extra, extra=a.extra or before.extra) for a in asked]
            if asked and passed is not None and asked[0].part == "required":
                found.append(Ask(passed, "required", False))
            found += asked
            before = asked[-1] if asked else None
            lists = not asked and item.text.endswith(";") and _inside(hard, item) and not BLURB.search(item.text)
            passed = item if lists else None
    return found


def _inside(spans: Sequence[SkillSpan], item: Item) -> list[SkillSpan]:
    return [span for span in spans if item.start <= span.start and span.end <= item.end]


def _asks_of(kind: PartKind, item: Item, text: str, hard: Sequence[SkillSpan], *, behind_list: bool) -> Iterator[Ask]:
    """What an item asks for, each stretch of it that is left beside what it waives."""
    whole = text[item.start : item.end]
    stretches = kept(whole, welcome_part=kind == "preferred")
    for start, end, is_before in stretches:
        cut = (start, end) != (0, len(whole))
        piece = item
        if cut:
            piece = replace(
                item, text=" ".join(whole[start:end].split()), start=item.start + start, end=item.start + end
            )
            if not _asking(piece.text) and not (is_before and item.bullet) and not _names_first(hard, piece):
                continue
            if _CONDITION.match(piece.text):
                continue
        if ask := _ask(kind, piece, _inside(hard, piece), text, behind_list=behind_list):
            yield ask


def _names_first(hard: Sequence[SkillSpan], piece: Item) -> bool:
    """Whether a stretch begins with a skill: "no degree required, just Python and SQL"."""
    return any(piece.start <= span.start <= piece.start + 2 for span in hard)


def _ask(kind: PartKind, item: Item, named: Sequence[SkillSpan], whole: str, *, behind_list: bool) -> Ask | None:
    text = item.text
    label = re.match(r"[^\W\d_][\w ]{2,30}(?=:\s)", text)  # "Hours: 45 per week, on site."
    if (
        EXCHANGE.search(text)
        or PAY.search(text)
        or len(LABELS.findall(text)) > 1
        or (label and heading_kind(label[0]) == "facts")
    ):
        return None
    extra = bool(EXTRA.match(text)) or (bool(ONLY_WELCOME.search(text)) and not MUST.search(text))
    nice = extra or (bool(NICE.search(text)) and not MUST.search(NICE.sub(" ", text)))
    asking = _asking(text)
    plain = _A_BONUS.sub(" ", text) if named else text
    blurb = bool(BLURB.search(plain)) and (asking < OFTEN or len(text) < RUN_TOGETHER)
    if kind in ("required", "preferred"):
        # A sentence behind a list of bullets is no part of it any more: pay, place and hours stand there.
        sentence = text.endswith((".", "!"))
        told = text.endswith("?") or (sentence and (behind_list or TELLS.match(text) is not None))
        if (blurb or told) and not item.bullet and not asking and not extra:
            return None
        binding = kind == "required" or re.search(r"\b(?:required|mandatory)\b", text, _I)
        return Ask(item, kind, nice or not binding, extra)
    if blurb:
        return None
    if asking or _lists_choices(whole, item, named):
        return Ask(item, "required" if kind != "company" else kind, nice, extra)
    if kind == "responsibilities" or (kind == "intro" and named and _YOU_DO.match(text)):
        return Ask(item, "responsibilities", nice)
    return None


def _lists_choices(text: str, item: Item, named: Sequence[SkillSpan]) -> bool:
    """Whether a sentence of prose offers a choice of skills: "C# or .NET." or "You write R or Python daily."."""
    if len(named) < 2 or not item.text.endswith((".", ";", "!")):
        return False
    gaps = (text[a.end : b.start] for a, b in zip(named, named[1:], strict=False))
    if not any(re.fullmatch(r"\s?(?:,\s)?(?:or|oder)\s", gap, _I) for gap in gaps):
        return False
    others = len(item.text.split()) - sum(len(span.surface.split()) for span in named)
    return others <= 3 or _YOU_DO.match(item.text) is not None


def _asking(text: str) -> int:
    """How often a text asks something of the reader; a demand of years always does."""
    return len(ASKS.findall(text)) or len(experience_years(text))
