"""Resume files to structure. Untrusted files are read in a child process; nothing here imports Django.

`parse(data, name)` reads a file, `parse_text(text)` a pasted text, `page_images(data)` draws a PDF, `outline(parsed)` flattens.
"""

from __future__ import annotations

from resumes.parsing.build import PARSER_VERSION, build
from resumes.parsing.outline import outline
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.sandbox import parse_in_child, pictures_in_child
from resumes.parsing.sniff import detect
from resumes.parsing.types import (
    Box,
    Bullet,
    Entry,
    Field,
    Hidden,
    InvalidParse,
    PageInfo,
    ParsedResume,
    Section,
)

__all__ = [
    "PARSER_VERSION", "Box", "Bullet", "Entry", "Field", "Hidden", "InvalidParse", "PageInfo", "ParsedResume",
    "ResumeRefused", "Section", "outline", "page_images", "parse", "parse_text",
]  # fmt: skip


def parse(data: bytes, name: str) -> ParsedResume:
    """Read a resume file in a child process. `name` is the name it was uploaded under; only its ending counts.

    Raises ResumeRefused, with a sentence for people, whenever the file can not be read; nothing else.
    """
    return parse_in_child(detect(data, name), data)


def parse_text(text: str) -> ParsedResume:
    """Read a resume given as plain text, in this process (no binary format is involved); raises ResumeRefused."""
    from resumes.parsing.from_text import is_markdown, lines_source

    parsed = build(lines_source(text, "md" if is_markdown(text) else "txt"))
    if not any(char.isalnum() for char in parsed.text):
        raise ResumeRefused("empty")
    return parsed


def page_images(data: bytes, *, dpi: int = 96) -> list[bytes]:
    """One WebP image per page of a PDF, drawn in the child process; raises ResumeRefused (other formats: "not_pdf")."""
    if not 20 <= dpi <= 300:
        raise ValueError("dpi must lie between 20 and 300")
    if b"%PDF-" not in data[:1024]:
        raise ResumeRefused("not_pdf")
    if detect(data, "pages.pdf") != "pdf":
        raise ResumeRefused("not_pdf")
    return pictures_in_child(data, dpi=dpi)
