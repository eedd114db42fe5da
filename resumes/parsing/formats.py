"""One entrance for all format readers; the import of each happens here, when it is needed."""

from __future__ import annotations

from resumes.parsing.build import Source, build
from resumes.parsing.refusal import ResumeRefused
from resumes.parsing.types import MAX_TEXT, ParsedResume


def read_source(kind: str, data: bytes) -> ParsedResume:
    """Parse the bytes of a file of a known kind in this process; raises ResumeRefused."""
    if kind == "jsonresume":
        from resumes.parsing.from_jsonresume import parse_json_resume

        return parse_json_resume(data)
    if kind == "linkedin":
        from resumes.parsing.from_linkedin import parse_linkedin

        return parse_linkedin(data)
    parsed = build(_source(kind, data))
    if sum(char.isalnum() for char in parsed.text) < 5:
        raise ResumeRefused("no_text")
    if len(parsed.text) > MAX_TEXT:
        raise ResumeRefused("too_long")
    return parsed


def _source(kind: str, data: bytes) -> Source:
    if kind == "pdf":
        from resumes.parsing.from_pdf import pdf_source

        return pdf_source(data)
    if kind == "docx":
        from resumes.parsing.from_docx import docx_source

        return docx_source(data)
    from resumes.parsing.from_text import text_source

    return text_source(data, kind)
