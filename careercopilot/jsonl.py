"""JSON Lines in, JSON Lines out: the shared frame of the batch tools."""

from __future__ import annotations

import argparse
import codecs
import contextlib
import gzip
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser

Row = dict[str, Any]


class LineError(ValueError):
    """One line cannot be served; its text goes to the output beside the line's id."""


class UnusableFile(CommandError):
    """The whole input cannot be read; the command exits with status 2 and this one line."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=2)


@contextlib.contextmanager
def open_text(path: str, mode: str) -> Iterator[IO[str]]:
    """Open a path, a .gz path or "-" (standard streams) as UTF-8 text, with or without a mark before it; raises UnusableFile."""
    if path == "-":
        stream = sys.stdin if mode == "r" else sys.stdout
        with contextlib.suppress(AttributeError):
            cast("Any", stream).reconfigure(encoding="utf-8-sig" if mode == "r" else "utf-8")
        try:
            yield stream
            if mode == "w":
                stream.flush()
        except BrokenPipeError:
            # `| head` has seen enough; without this the interpreter complains once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            raise SystemExit(1) from None
        return
    try:
        with _open_file(path, mode) as handle:
            yield handle
    except OSError as error:
        raise UnusableFile(f"Cannot open {path}: {error.strerror or error}.") from error


def _open_file(path: str, mode: str) -> IO[str]:
    encoding = "utf-8-sig" if mode == "r" else "utf-8"
    if path.endswith(".gz"):
        return cast("IO[str]", gzip.open(path, mode + "t", encoding=encoding))  # noqa: SIM115  # the caller closes it
    return cast("IO[str]", Path(path).open(mode, encoding=encoding))  # noqa: SIM115  # the caller closes it


@contextlib.contextmanager
def _open_bytes(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        yield sys.stdin.buffer
    elif path.endswith(".gz"):
        with gzip.open(path, "rb") as packed:
            yield cast("IO[bytes]", packed)
    else:
        with Path(path).open("rb") as plain:
            yield plain


def read_lines(path: str) -> Iterator[str]:
    """Yield the non-empty lines of a text input; raises UnusableFile when it is not readable UTF-8 text."""
    try:
        with open_text(path, "r") as handle:
            for line in handle:
                if line.strip():
                    yield line
    except (UnicodeDecodeError, EOFError, zlib.error) as error:
        raise UnusableFile(f"Cannot read {path} as UTF-8 text: {error}.") from error


def read_raw_lines(path: str) -> list[str | bytes]:
    """The non-empty lines of a JSON Lines input, those that are not UTF-8 as bytes.

    One broken line is that line's matter; raises UnusableFile when the file cannot be read, or is no text at all.
    """
    try:
        with _open_bytes(path) as handle:
            lines = [
                _decoded(line) for line in handle.read().removeprefix(codecs.BOM_UTF8).split(b"\n") if line.strip()
            ]
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableFile(f"Cannot open {path}: {getattr(error, 'strerror', None) or error}.") from error
    if any(isinstance(line, bytes) for line in lines) and not any(
        isinstance(line, str) and line.lstrip().startswith("{") for line in lines
    ):
        raise UnusableFile(f"Cannot read {path} as JSON Lines: it is not UTF-8 text.")
    return lines


def _decoded(line: bytes) -> str | bytes:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line


def parse_line(line: str | bytes) -> Row:
    """The object of one line; raises LineError when it holds none."""
    if isinstance(line, bytes):
        raise LineError("This line is not UTF-8 text.")
    try:
        row = json.loads(line)
    except ValueError as error:
        raise LineError(f"This line is not JSON: {error}.") from error
    except RecursionError as error:
        raise LineError("This line is not JSON that can be read: it is nested too deeply.") from error
    if not isinstance(row, dict):
        raise LineError("This line is not a JSON object.")
    return row


def read_rows(path: str) -> list[Row | LineError]:
    """Each line of a JSON Lines file as its object, or as the reason why it is none; raises UnusableFile."""
    rows: list[Row | LineError] = []
    for line in read_raw_lines(path):
        try:
            rows.append(parse_line(line))
        except LineError as error:
            rows.append(error)
    return rows


def read_jsonl(path: str) -> list[Row]:
    """All objects of a JSON Lines file; raises UnusableFile at the first line that is not an object."""
    rows: list[Row] = []
    for number, row in enumerate(read_rows(path), start=1):
        if isinstance(row, LineError):
            raise UnusableFile(f"{path}: line {number}: {row}")
        rows.append(row)
    return rows


def serve_line(line: str | bytes, handler: Callable[[Row], Row], required: Sequence[str]) -> Row:
    """One output object for one input line; a bad line becomes {"id", "error"}. An id of null is an id."""
    try:
        row = parse_line(line)
    except LineError as error:
        return {"id": None, "error": str(error)}
    missing = [key for key in required if (key not in row if key == "id" else row.get(key) is None)]
    if missing:
        return {"id": row.get("id"), "error": f"Missing: {', '.join(missing)}."}
    wrong = [key for key in required if key != "id" and not isinstance(row[key], str)]
    if wrong:
        return {"id": row.get("id"), "error": f"Not a string: {', '.join(wrong)}."}
    try:
        return {"id": row.get("id"), **handler(row)}
    except LineError as error:
        return {"id": row.get("id"), "error": str(error)}


def dump(row: Mapping[str, Any]) -> str:
    """One JSON line: UTF-8 kept readable, lone surrogates escaped so that any stream can carry it."""
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    return text


def write_jsonl(path: str, rows: Iterator[Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> int:
    """Write objects one a line; returns how many."""
    count = 0
    with open_text(path, "w") as out:
        for row in rows:
            out.write(dump(row) + "\n")
            count += 1
    return count


class Progress:
    """A one-line progress bar on standard error, silent unless that is a terminal."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.live = total, 0, sys.stderr.isatty()

    def step(self) -> None:
        self.done += 1
        if self.live:
            end = "\n" if self.done == self.total else ""
            sys.stderr.write(f"\r{self.done} of {self.total} ({100 * self.done // max(self.total, 1)} %){end}")
            sys.stderr.flush()


def run_batch(
    in_path: str, out_path: str, handler: Callable[[Row], Row], *, required: Sequence[str] = ("id", "text")
) -> int:
    """Map each line of in_path through handler into out_path, order kept; returns the number of lines served."""
    lines = read_raw_lines(in_path)
    progress = Progress(len(lines))

    def rows() -> Iterator[Row]:
        for line in lines:
            yield serve_line(line, handler, required)
            progress.step()

    return write_jsonl(out_path, rows())


class BatchCommand(BaseCommand):
    """Base of the batch tools: --in and --out, no system checks, no database."""

    requires_system_checks: list[str] = []
    required: Sequence[str] = ("id", "text")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", argparse.HelpFormatter)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--in", dest="in_path", required=True, help='JSON Lines to read; "-" for standard input')
        parser.add_argument("--out", dest="out_path", default="-", help='JSON Lines to write; "-" for standard output')

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        """The function that serves one line; subclasses provide it."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        run_batch(options["in_path"], options["out_path"], self.handler(options), required=self.required)
