"""Plain text and Markdown as a source of lines."""

from __future__ import annotations

import re

from resumes.parsing.build import Source
from resumes.parsing.bullets import text_line
from resumes.parsing.characters import clean, invisible_runs
from resumes.parsing.lines import Line
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import MAX_TEXT, Hidden

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_MARKED = re.compile(r"^(?:#{1,4} +\S|\s*(?:[-*] )?\*\*[^*\n]+\*\*)", re.MULTILINE)
SURELY = 2  # marked lines from which on a text is Markdown
_RULE = re.compile(r"^\s*(?:[-_=*~]\s*){3,}$")
_LINK = re.compile(r"!?\[([^\]]*)\]\((\S+?)(?:\s+\"[^\"]*\")?\)")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`|~~)")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$")


def decode(data: bytes) -> str:
    """Text of a file in UTF-8, UTF-16 with a byte order mark, or else Windows-1252; raises ResumeRefused."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" in text or sum(ord(char) < 9 or 14 <= ord(char) < 27 for char in text) > 0.01 * len(text):
            break
        return text
    raise ResumeRefused("not_text")


def text_source(data: bytes, kind: str) -> Source:
    """Lines of a text file; raises ResumeRefused."""
    text = decode(data)
    return lines_source(text, "md" if kind == "txt" and is_markdown(text) else kind)


def is_markdown(text: str) -> bool:
    """Whether a text without a file name is Markdown: two headings with #, or two lines that open in bold."""
    return len(_MARKED.findall(text)) >= SURELY


def lines_source(text: str, kind: str = "txt") -> Source:
    """Lines of a text: indentation and blank lines are all the layout there is."""
    if len(text) > MAX_TEXT:
        raise ResumeRefused("too_long")
    hidden = [Hidden(run, None, "invisible characters") for run in invisible_runs(text)]
    if kind == "md":
        hidden += [
            Hidden(" ".join(found.split()), None, "comment") for found in _COMMENT.findall(text) if found.strip()
        ]
        text = _COMMENT.sub("", text)
    links: list[str] = []
    lines: list[Line] = []
    gap = 0.0
    for raw in re.split(r"\r\n|[\n\r\f\v\u2028\u2029\x85]", clean_lines(text)):
        if not raw.strip() or _RULE.match(raw) or (kind == "md" and _TABLE_RULE.match(raw)):
            gap = 1.0
            continue
        line = _markdown_line(raw, links) if kind == "md" else text_line(raw, indent=_indent(raw))
        if line.words:
            line.gap, gap = gap if lines else 0.0, 0.0
            lines.append(line)
    source = Source("md" if kind == "md" else "txt", lines, styled=kind == "md", hidden=hidden)
    source.links = [(link, ()) for link in links]
    source.layout = {
        "two_column": False,
        "naive_order_differs": 0.0,
        "tables": 0,
        "images": 0,
        "text_boxes": 0,
        "header_footer_contact": False,
    }
    return source


def clean_lines(text: str) -> str:
    """Visible characters only, line ends kept."""
    return "\n".join(clean(part) for part in re.split(r"\r\n|[\n\r\f\v\u2028\u2029\x85]", text))


def _indent(raw: str) -> float:
    return float(len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()))


def _markdown_line(raw: str, links: list[str]) -> Line:
    def linked(match: re.Match[str]) -> str:
        links.append(match[2])
        return match[1]

    text = _TAG.sub(" ", _LINK.sub(linked, raw.rstrip("\\")))
    heading = _HEADING.match(text.strip())
    body = heading[2] if heading else text
    if body.strip().startswith("|"):
        body = "\t".join(cell.strip() for cell in body.strip().strip("|").split("|"))
    bold = bool(re.match(r"^\s*(?:[-*+]\s+)?(?:\*\*|__)", body))
    plain = _strip_emphasis(body)
    line = text_line(plain, indent=_indent(raw))
    line.level = len(heading[1]) if heading else 0
    _embolden(line, body, whole=bool(heading), leading=bold)
    return line


def _strip_emphasis(text: str) -> str:
    marker = re.match(r"^(\s*[*+-]\s+)(.*)$", text)
    if marker:
        return "- " + _EMPHASIS.sub("", marker[2])
    return _EMPHASIS.sub("", text)


def _embolden(line: Line, body: str, *, whole: bool, leading: bool) -> None:
    """Mark the words of headings and of leading **bold** text; sizes follow the heading's level."""
    strong = (
        _strip_emphasis(
            re.split(
                r"\*\*|__", body.strip().lstrip("-+* ") if not leading else body.split("**", 1)[-1].split("__", 1)[-1]
            )[0]
        )
        if leading
        else ""
    )
    count = len(strong.split()) + bool(strong and line.words[0].text == "-")  # the marker of a list item stands before
    for index, word in enumerate(line.words):
        word.bold = whole or index < count
        word.size = 10.0 + 2.0 * max(0, 4 - line.level) if whole else 10.0
