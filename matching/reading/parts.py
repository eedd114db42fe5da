"""The posting cut into parts (required, preferred, responsibilities, benefits ...), each with its items. Pure."""

import re
from dataclasses import dataclass

from matching.reading.headings import heading_kind
from matching.reading.lines import Item
from matching.reading.types import Part, PartKind
from matching.reading.years import experience_years

_I = re.IGNORECASE
# A sentence that asks something of the reader, wherever it stands.
ASKS = re.compile(
    r"\b(?:must|required?|requires|requirements?|mandatory|essential|you(?:'ll| will)? (?:have|possess|"
    r"bring|hold|know|need)|you(?:'re| are) (?:an? |able|fluent|proficient|familiar|experienced|"
    r"passionate|skilled|comfortable|good|used to)"
    r"|candidates?|applicants?|experience (?:in|with|of|as|using|within|from|working|developing|"
    r"designing)|experienced? (?:in|with)|ability to|able to|knowledge (?:of|in|about)|proficien\w+|"
    r"familiar\w*|degree|diploma|fluen\w+|background (?:in|as|within|from)|understanding of"
    r"|skills|skilled|expertise|(?:a|is|are|be|considered|definite|big|an) (?:plus|advantage|asset|"
    r"bonus|merit)|preferred|preferably|desirable|nice to have|years? (?:of )?(?:relevant |professional "
    r"|work |practical )*experience|qualified|licen[cs]e|certifi\w+|we (?:expect|require|are looking "
    r"for (?:someone|a person|people) (?:who|with)|look for)|your profile"
    r"|you should|self-starter|team player|proven|track record|educated?|graduate[ds]? (?:in|from|with)|"
    r"holds? an?|phd|bachelor'?s?|master'?s?|msc|bsc"
    r"|erfahrung\w*|kenntnisse\w*|abgeschlossene\w*|studium|ausbildung|voraussetzung\w*|sicherer umgang|"
    r"sie (?:haben|verfügen|bringen|besitzen|sind|sprechen)|du (?:hast|verfügst|bringst|bist|sprichst|"
    r"kennst)|fähigkeit|idealerweise|von vorteil|wünschenswert|erforderlich)\b",
    _I,
)
# The sentence is about the employer, the offer or the procedure; what it names is asked of nobody.
BLURB = re.compile(
    r"\b(?:we (?:offer|provide|have been|were|help|serve|build|develop|work with|believe|operate|"
    r"employ)|our (?:company|mission|customers|clients|products?|team (?:is|has|consists)|employees|"
    r"staff|benefits|vision)|founded|headquarter\w*|market[- ]leader|is (?:a|an|the|one of the) "
    r"(?:\w+[- ]){0,3}(?:leading|leader|provider|global|world|company|supplier)"
    r"|equal opportunity|regardless of|without regard|please (?:send|submit|apply|contact|attach|note|"
    r"visit)|application|apply|cover letter|(?:health|dental) insurance|401\(?k|paid time off|vacation|"
    r"pension|salary|bonus|free (?:lunch|coffee|drinks|fruit)|wir (?:bieten|sind ein|entwickeln)|read "
    r"more|learn more"
    r"|will be (?:invited|contacted|assessed|notified)|candidates? (?:will be|may|selected|are (?:invited|"
    r"encouraged))|encourage (?:all|everyone|women)|accommodation|interview|employment is|you will "
    r"(?:get|receive|be offered|join)|opportunity to|chance to|as (?:a|an) .{3,40}, you will)\b",
    _I,
)
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
MUST = re.compile(
    r"\b(?:must(?!-see)|required|mandatory|essential|necessary|zwingend|erforderlich|unabdingbar|you need)\b", _I
)
RUN_TOGETHER = 300  # characters; a longer sentence is a list that lost its line ends
OFTEN = 3  # times that such a list asks for something before it counts as one though it names the employer too


@dataclass(frozen=True, slots=True)
class Ask:
    """An item read as a requirement or task, with the part it stands in."""

    item: Item
    part: PartKind
    nice: bool


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
        for item in content:
            ask = _ask(part.kind, item)
            if ask:
                found.append(ask)
    return found


def _ask(kind: PartKind, item: Item) -> Ask | None:
    text = item.text
    if EXCHANGE.search(text):
        return None
    nice = bool(NICE.search(text)) and not MUST.search(NICE.sub(" ", text))
    asking = _asking(text)
    blurb = bool(BLURB.search(text)) and (asking < OFTEN or len(text) < RUN_TOGETHER)
    if kind in ("required", "preferred"):
        if blurb and not item.bullet and not asking:
            return None
        return Ask(item, kind, nice or (kind == "preferred" and not re.search(r"\b(?:required|mandatory)\b", text, _I)))
    if asking and not blurb:
        return Ask(item, "required" if kind != "company" else kind, nice)
    return Ask(item, "responsibilities", nice) if kind == "responsibilities" and not blurb else None


def _asking(text: str) -> int:
    """How often a text asks something of the reader; a demand of years always does."""
    return len(ASKS.findall(text)) or len(experience_years(text))
