"""Skills, languages and certifications: lists in running lines, list items, tags or labelled groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from resumes.parsing.bullets import join_pair
from resumes.parsing.characters import fold
from resumes.parsing.lines import Document, Line

MAX_WORDS = 8
TAG_GAP = 0.55  # of the font size: a wider gap between words separates tags
_SEPARATOR = re.compile(r"[,;|•·∙●▪◦⋅◆♦■]|\t|\s[–—/-]\s(?=[A-ZÀ-Þ])(?![ABC][12]\b)|\.\s+(?=[A-ZÀ-Þ][\w /&-]{1,40}:\s)")
_COMMON = re.compile(r"[,;|•·∙●▪◦⋅]")
_TWO = re.compile(r"^(\S.*?)\s+(?:and|und|et|y|en|e|i|&)\s+(\S.*)$", re.IGNORECASE)
_LABEL = re.compile(r"^[^\s:,;|][^:,;|]{1,48}?\s*:(?=\s|\t|$)\s*")
_LEVEL = (
    r"advanced|expert|intermediate|basic|basics|beginner|proficient|fluent|native|good|very good|excellent|working knowledge|familiar|"
    r"professional|elementary|grundkenntnisse|fortgeschritten|sehr gut|gut|experte|profi|muttersprache|fließend|verhandlungssicher|avancé|"
    r"intermédiaire|débutant|courant|confirmé|notions|avanzado|intermedio|básico|experto|avanzato|base|buono|ottimo|gevorderd|goed|basis|avançado|"
    r"intermediário|"
    r"\d+\+?\s*(?:years?|yrs?|jahre?|ans|años|anni|jaar|anos)(?: of experience| experience)?"
)
_RATING = re.compile(
    rf"\s*(?:[(\[](?:{_LEVEL})[)\]]|[-–—:]\s*(?:{_LEVEL})\s*$|[●○★☆■□▪▫◯⬤•◦]{{2,}}|\b\d{{1,3}}\s?%|\b\d{{1,2}}\s?/\s?(?:5|10)\b)\s*",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:and|und|et|y|e|en|sowie|as well as|including|e\.g\.|etc\.?|such as|über|other)\s+(?=\S)", re.IGNORECASE
)
_PROSE = re.compile(
    r"\b(?:i|my|we|ich|je|have|has|was|were|with|using|which|that|bin|habe|avec|durch|worked|working)\b", re.IGNORECASE
)
_TONGUES = frozenset(
    fold(name)
    for name in """english|german|french|spanish|italian|dutch|portuguese|russian|chinese|mandarin|cantonese|japanese|korean|arabic|hindi|
urdu|
bengali|turkish|polish|
ukrainian|czech|slovak|hungarian|romanian|bulgarian|greek|hebrew|swedish|norwegian|danish|finnish|latin|persian|farsi|tamil|telugu|marathi|gujarati|punjabi|kannada|
malayalam|vietnamese|thai|indonesian|malay|tagalog|
filipino|swahili|catalan|croatian|serbian|bosnian|slovenian|albanian|lithuanian|latvian|estonian|afrikaans|amharic|
deutsch|englisch|französisch|spanisch|italienisch|niederländisch|portugiesisch|russisch|chinesisch|japanisch|türkisch|polnisch|arabisch|latein|griechisch|
anglais|allemand|français|espagnol|italien|néerlandais|portugais|russe|chinois|arabe|inglés|alemán|francés|español|castellano|italiano|neerlandés|portugués|ruso|
chino|árabe|catalán|gallego|euskera|inglese|tedesco|francese|spagnolo|olandese|portoghese|russo|cinese|arabo|engels|duits|frans|spaans|italiaans|nederlands|portugees|russisch|
inglês|alemão|francês|espanhol|holandês|português|chinês|sign language|mandarin chinese|brazilian portuguese|
yoruba|igbo|hausa|zulu|xhosa|somali|welsh|irish|gaelic|basque|galician|breton|valencian|tigrinya|sinhala|nepali|burmese|khmer|mongolian|
kazakh|uzbek|georgian|armenian|azerbaijani|pashto|dari|kurdish|maltese|icelandic|luxembourgish|macedonian|belarusian|shona|twi|akan|wolof|lingala|oromo|
javanese|odia|assamese|norsk|svenska|dansk|suomi|polski""".replace("\n", "").split("|")
)


@dataclass(slots=True)
class Item:
    """A list item as written, and where it stands."""

    value: str
    start: int
    end: int
    confidence: float


def list_items(document: Document, lines: list[Line], *, keep_rating: bool = False) -> list[Item]:
    """The items of a list section in order, group labels left out, repeats once."""
    items: list[Item] = []
    for paragraph in _paragraphs(lines):
        items += _items(document, paragraph, keep_rating=keep_rating)
    if keep_rating:
        items = [one for item in items for one in _pair(item)]
    seen: set[str] = set()
    unique: list[Item] = []
    for item in items:
        key = fold(item.value)
        if key and key not in seen:
            seen.add(key)
            unique.append(item)
    return unique


def _pair(item: Item) -> list[Item]:
    """ "English and Polish" as two languages."""
    match = _TWO.match(item.value)
    if match is None or not (is_tongue(match[1]) and is_tongue(match[2])) or item.end - item.start != len(item.value):
        return [item]
    cut = item.start + match.start(2)
    return [
        Item(match[1], item.start, item.start + match.end(1), item.confidence),
        Item(match[2], cut, item.end, item.confidence),
    ]


def is_tongue(text: str) -> bool:
    """True if a list item names a human language."""
    words = fold(re.sub(r"[^\w\s-]", " ", text)).split()
    return any(word in _TONGUES for word in words[:3])


def label_end(line: Line) -> int:
    """Length of a group label ("Databases:") at the start of a line; 0 without one."""
    text = line.text
    match = _LABEL.match(text)
    if match and len(match[0].split()) <= 6 and "http" not in match[0].lower():
        return match.end()
    if len(line.segments) == 2 and not line.bullet and len(line.segments[0].text.split()) <= 4:
        first, second = line.segments
        if (
            re.search(r"[,;|]", second.text)
            and any(char.isalpha() for char in second.text)
            and not _COMMON.search(first.text)
        ):
            return len(first.text) + 1
    words = line.words
    bold = 0
    for word in words:
        if not word.bold:
            break
        bold += 1
    if 0 < bold < len(words) and bold <= 4 and _COMMON.search(text) and words[bold - 1].text.endswith((":", "-", "–")):
        return words[bold].start - line.start
    return 0


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines that belong to one list: a wrapped comma list is one paragraph, a column of single items is many."""
    paragraphs: list[list[Line]] = []
    widest = max((len(line.text) for line in lines), default=0)
    for line in lines:
        above = paragraphs[-1][-1] if paragraphs else None
        if above is not None and _wraps(paragraphs[-1], above, line, widest):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _wraps(paragraph: list[Line], above: Line, line: Line, widest: int) -> bool:
    if line.bullet or label_end(line) or line.level or len(line.segments) > 2 or line.column != above.column:
        return False
    if line.gap > max(1.0, above.gap + 0.7) or line.words[0].bold and not above.words[0].bold:
        return False
    text = above.text.rstrip()
    if text.endswith((",", ";", "|", "/", "&", " and", "-", "(", "•", "·")) or text.count("(") > text.count(")"):
        return True
    if line.text[:1] in ",;)|•·":
        return True
    listed = any(_COMMON.search(item.text[label_end(item) :]) for item in paragraph)
    if not listed and not (paragraph[0].bullet and line.text[:1].islower()):
        return bool(label_end(paragraph[0])) and bool(_COMMON.search(line.text)) and above.x1 > 0.9 * above.right > 0
    if above.right:
        first = line.words[0]
        return above.x1 + 0.25 * first.size + first.x1 - first.x0 > above.right  # else the break was meant
    return len(above.text) >= max(0.8 * widest, 25)


def _items(document: Document, paragraph: list[Line], *, keep_rating: bool) -> list[Item]:
    skip = label_end(paragraph[0])
    if keep_rating and skip and is_tongue(paragraph[0].text[:skip]):
        skip = 0  # "Polish: native. English: C1": the label is the language
    chars: list[tuple[str, int]] = []  # the paragraph as one string, each character with its offset in the text
    for number, line in enumerate(paragraph):
        start = line.start + (skip if number == 0 else 0)
        text = _tagged(line, document.text[start : line.end], start)
        if chars and text:
            before = "".join(char for char, _ in chars[-24:])
            merged = join_pair(before, text)
            if not merged.startswith(before):
                chars.pop()
            elif len(merged) > len(before) + len(text):
                chars.append((" ", start))
        chars += [(char, start + index) for index, char in enumerate(text)]
    return [item for piece in _split(chars) if (item := _item(piece, keep_rating=keep_rating))]


def _tagged(line: Line, text: str, start: int) -> str:
    """Tags set in boxes have no separators but their gaps: put tabs there."""
    if not line.page or _COMMON.search(text):
        return text
    words = line.words
    letter = sum(word.x1 - word.x0 for word in words) / max(sum(len(word.text) for word in words), 1)
    limit = max(TAG_GAP * line.size, 1.35 * letter)  # in fixed-width type a blank is as wide as a letter
    gaps = [(after.start, after.x0 - before.x1) for before, after in pairwise(words) if after.start > start]
    wide = [at for at, gap in gaps if gap > limit]
    if not wide or any(0.8 * limit < gap <= limit for _, gap in gaps):
        return text
    chars = list(text)
    for at in wide:
        chars[at - start - 1] = "\t"
    return "".join(chars)


def _split(chars: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Cut at separators outside brackets; unbalanced brackets do not swallow the rest."""
    text = "".join(char for char, _ in chars)
    balanced = text.count("(") == text.count(")") and text.count("[") == text.count("]")
    depths: list[int] = []
    depth = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        depths.append(max(depth, 0) if balanced else 0)
    pieces: list[list[tuple[str, int]]] = []
    place = 0
    for match in _SEPARATOR.finditer(text):
        if depths[match.start()] > 0 or _inside_number(text, match.start()):
            continue
        pieces.append(chars[place : match.start()])
        place = match.end()
    pieces.append(chars[place:])
    return pieces


def _inside_number(text: str, at: int) -> bool:
    return text[at] == "," and at > 0 and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()


def _item(chars: list[tuple[str, int]], *, keep_rating: bool) -> Item | None:
    text = "".join(char for char, _ in chars)
    core = text if keep_rating else _RATING.sub(" ", text)
    core = re.sub(r"\s+", " ", core).strip(" .:–—*•·○●")
    core = _LEADING.sub("", core)
    core = core.rstrip("- ").lstrip("- ") if not core.endswith("--") else core
    if not core or not any(char.isalpha() for char in core) or not chars:
        return None
    if core.count("(") != core.count(")"):
        core = (
            core.strip("()")
            if core.count("(") + core.count(")") == 1 and core[-1:] in ")(" or core[:1] in "()"
            else core
        )
    label = _LABEL.match(core) if "//" not in core else None
    core = core[label.end() :] if label and not (keep_rating and is_tongue(label[0])) else core
    words = core.split()
    if len(words) > MAX_WORDS or (len(words) > 4 and _PROSE.search(core)) or len(core) > 90:
        return None
    lead = len(text) - len(text.lstrip())
    tail = len(text.rstrip())
    start, end = chars[min(lead, len(chars) - 1)][1], chars[max(tail - 1, 0)][1] + 1
    return Item(core, start, max(end, start), 0.9 if len(words) <= 4 else 0.7)
