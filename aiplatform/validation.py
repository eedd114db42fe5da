"""Whether an answer may be shown: its form, what it must not hold, and what to say when it is asked to mend itself. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from aiplatform.capabilities import Problem
from aiplatform.leaves import mapped, strings

Out = TypeVar("Out", bound=BaseModel)
MAX_CHARS = 200_000
MAX_PROBLEMS = 12
PLACEHOLDER = re.compile(r"\[[A-Z]+_\d+\]")
_TAGS = (
    "a|abbr|applet|area|article|aside|audio|b|base|blockquote|body|br|button|canvas|center|code|col|div|dl|dt|embed|em|font|footer"
    "|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|map|marquee|math|meta|nav|noscript"
    "|object|ol|option|p|param|picture|pre|s|script|section|select|small|source|span|strong|style|sub|sup|svg|table|tbody|td"
    "|template|textarea|tfoot|th|thead|title|tr|track|u|ul|video"
)
# Removed with what they hold; the order matters: an image is also a link.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("html", re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.I | re.S), ""),
    ("html", re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.I), ""),
    ("image", re.compile(r"!\[([^\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])"), r"\1"),
    ("link", re.compile(r"\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),
    ("link", re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$", re.M), ""),
    ("link", re.compile(r"\b(?:https?|ftp|file|ws{1,2}|mailto|tel):[^\s<>\")\]]+", re.I), ""),
    ("link", re.compile(r"\b(?:data|javascript|vbscript):[^\s<>\"]+", re.I), ""),
    ("link", re.compile(r"(?<![\w.])www\.[^\s<>\")\]]+", re.I), ""),
    ("address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), ""),
)
_KEPT_CONTROLS = {"\n", "\t"}


@dataclass(frozen=True, slots=True)
class Checked(Generic[Out]):
    """An answer after parsing: `value` is None when it has no valid form. `removed` names what the output rules took out."""

    value: Out | None
    problems: tuple[Problem, ...]
    removed: tuple[str, ...]


def cleaned(text: str) -> tuple[str, list[str]]:
    """(text without links, images, HTML, addresses and invisible characters; what was taken out). Stable when applied again."""
    removed: list[str] = []
    shown = "".join(
        char for char in text if char in _KEPT_CONTROLS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    if _without_joiners(text) != _without_joiners(shown):
        removed.append("invisible")
    before = None
    while before != shown:  # taking one thing out can put another together
        before = shown
        for name, pattern, kept in _RULES:
            shown, count = pattern.subn(kept, shown)
            removed += [name] * bool(count)
    if removed:
        shown = re.sub(r"[ \t]{2,}", " ", shown).strip()
    return shown, sorted(set(removed))


def _without_joiners(text: str) -> str:
    """Emoji and some scripts join letters with these; losing one is nothing to report."""
    return text.replace("\u200d", "").replace("\u200c", "").replace("\r", "").replace("\ufeff", "")


def leaks(text: str, secrets: Sequence[str]) -> bool:
    """Whether the text holds one of the words that only a leaked prompt can bring, also spaced out, encased or backwards."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()
    wanted = [re.sub(r"[\W_]+", "", secret).lower() for secret in secrets]
    return any(word and (word in bare or word[::-1] in bare) for word in wanted)


def unasked(data: Any, schema: Mapping[str, Any], root: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Places of properties that the schema does not name; what code alone fills in is in the model class, not in the schema."""
    if "$ref" in schema:
        schema = root["$defs"][str(schema["$ref"]).rpartition("/")[2]]
    options = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
    if options:
        found = [list(unasked(data, option, root, where)) for option in options]
        yield from min(found, key=len)
    elif isinstance(data, Mapping) and "properties" in schema:
        for key, inner in data.items():
            if key in schema["properties"]:
                yield from unasked(inner, schema["properties"][key], root, f"{where}.{key}".lstrip("."))
            else:
                yield f"{where}.{key}".lstrip(".")
    elif isinstance(data, list):
        for at, inner in enumerate(data):
            yield from unasked(inner, schema.get("items") or {}, root, f"{where}.{at}".lstrip("."))


def check(
    text: str, output: type[Out], placeholders: Mapping[str, str], schema: Mapping[str, Any] | None = None
) -> Checked[Out]:
    """Parse an answer, apply the output rules, hold it against its model; strict, so "5" is no number.

    Placeholders that the prompt did not hold are a problem: they would name nobody. So are properties that `schema` (by
    default the model's) did not ask for.
    """
    if len(text) > MAX_CHARS:
        return Checked(None, (Problem("form", "", "The answer is too long."),), ())
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Checked(None, (Problem("form", "", f"This is not a JSON object: {error}."),), ())
    removed: set[str] = set()

    def clean(piece: str) -> str:
        kept, gone = cleaned(piece)
        removed.update(gone)
        return kept

    data = mapped(data, clean)
    schema = output.model_json_schema() if schema is None else schema
    extra = [Problem("form", where, "This was not asked for.") for where in unasked(data, schema, schema)]
    if extra:
        return Checked(None, tuple(extra[:MAX_PROBLEMS]), tuple(sorted(removed)))
    unknown = [
        Problem("placeholder", where, f"{found} stands for nothing in the data.")
        for where, piece in strings(data)
        for found in PLACEHOLDER.findall(piece)
        if found not in placeholders
    ]
    try:
        value = output.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        return Checked(None, (*form_problems(error), *unknown)[:MAX_PROBLEMS], tuple(sorted(removed)))
    return Checked(value, tuple(unknown[:MAX_PROBLEMS]), tuple(sorted(removed)))


def form_problems(error: ValidationError) -> list[Problem]:
    """Without the refused values: they would be sent back as if they were instructions."""
    return [
        Problem("form", ".".join(map(str, one["loc"])), f"{one['msg']}.")
        for one in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def repair_text(problems: Sequence[Problem]) -> str:
    """What the model is told in its one repair turn."""
    listed = "\n".join(f"- {problem.path or 'the answer'}: {problem.message}" for problem in problems[:MAX_PROBLEMS])
    return (
        "Your answer cannot be used:\n"
        f"{listed}\n"
        "Answer once more, with the whole JSON object and nothing else. Change what is listed and keep the rest. "
        "Where the data does not support a statement, leave the statement out."
    )
