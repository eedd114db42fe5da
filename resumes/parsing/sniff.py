"""Which of the known formats a file is: magic bytes and extension must agree."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from resumes.parsing.refusal import ResumeRefused

MAX_BYTES = 5 * 1024 * 1024
_TEXT_ENDINGS = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".json": "jsonresume"}
_OLD_WORD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")


def detect(data: bytes, name: str) -> str:
    """The format: "pdf", "docx", "linkedin", "txt", "md" or "jsonresume"; raises ResumeRefused."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise ResumeRefused("empty")
    if len(data) > MAX_BYTES:
        raise ResumeRefused("too_large")
    ending = PurePosixPath(PureWindowsPath(name.replace("\x00", "")).name).suffix.lower()
    if ending in (".doc", ".rtf", ".odt", ".pages") or data.startswith(_OLD_WORD):
        raise ResumeRefused("old_word")
    found = _by_magic(data)
    if found == "pdf":
        return _agree(ending in (".pdf", ""), "pdf")
    if found == "zip":
        if ending in (".docx", ".zip"):
            return "docx" if ending == ".docx" else "linkedin"
        raise ResumeRefused("unknown_type" if ending in ("", ".xlsx", ".pptx", ".jar", ".apk", ".epub") else "mismatch")
    if ending in (".pdf", ".docx", ".zip"):
        raise ResumeRefused("mismatch")
    if found == "binary" or ending not in (*_TEXT_ENDINGS, ""):
        raise ResumeRefused("unknown_type" if ending not in _TEXT_ENDINGS else "not_text")
    return _TEXT_ENDINGS.get(ending, "txt")


def _agree(agrees: bool, found: str) -> str:
    if not agrees:
        raise ResumeRefused("mismatch")
    return found


def _by_magic(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return (
        "binary"
        if b"\x00" in data[:4096]
        or data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"\x1f\x8b"))
        else "text"
    )
