"""Zip files that may lie about themselves: entries are inflated in chunks and stopped at hard limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree

from resumes.parsing.refusal import ResumeRefused

MAX_ENTRIES = 2000
MAX_TOTAL = 20 * 1024 * 1024  # inflated bytes of all entries read
MAX_RATIO = 100
RATIO_FLOOR = 1024 * 1024  # small entries may compress as well as they like
_CHUNK = 1 << 16


class Archive:
    """A zip file of which single entries are read; raises ResumeRefused for damaged, protected or exploding ones."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError, EOFError) as error:
            raise ResumeRefused("damaged") from error
        if len(entries) > MAX_ENTRIES:
            raise ResumeRefused("bomb")
        if any(entry.flag_bits & 1 for entry in entries):
            raise ResumeRefused("encrypted")
        self.names = [entry.filename for entry in entries]
        self._read = 0

    def read(self, name: str) -> bytes | None:
        """The bytes of an entry; None when there is none of this name."""
        if name not in self.names:
            return None
        entry = self._zip.getinfo(name)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._read += len(chunk)
                    if self._read > MAX_TOTAL or size > max(RATIO_FLOOR, MAX_RATIO * entry.compress_size):
                        raise ResumeRefused("bomb")
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise ResumeRefused("damaged") from error
        return b"".join(chunks)

    def xml(self, name: str) -> ElementTree.Element | None:
        """The parsed XML of an entry. Office files have no document type, so one that declares it is refused (entity bombs)."""
        data = self.read(name)
        if data is None:
            return None
        if (
            b"<!DOCTYPE" in data
            or b"<!ENTITY" in data
            or "<!DOCTYPE".encode("utf-16-le") in data
            or "<!DOCTYPE".encode("utf-16-be") in data
        ):
            raise ResumeRefused("bomb")
        try:
            return ElementTree.fromstring(data)  # noqa: S314 - no entities left, size limited, in the child process
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise ResumeRefused("damaged") from error
