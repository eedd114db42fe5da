"""manage.py redact: personal data replaced by placeholders, with the map to put it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiplatform.safety.redaction import Profile, redact
from careercopilot.jsonl import BatchCommand, LineError, Row


def _profile(data: object) -> Profile:
    if data is None:
        return Profile()
    if not isinstance(data, Mapping):
        raise LineError("profile is not an object.")
    links = data.get("links") or []
    name, email, phone = (data.get(key) for key in ("name", "email", "phone"))
    if not isinstance(links, list) or any(
        value is not None and not isinstance(value, str) for value in [name, email, phone, *links]
    ):
        raise LineError("profile: name, email and phone are strings, links a list of strings.")
    return Profile(name, email, phone, tuple(link for link in links if link))


def _serve(row: Row) -> Row:
    done = redact(row["text"], _profile(row.get("profile")))
    return {"redacted": done.text, "map": done.map}


class Command(BatchCommand):
    help = (
        "Replace names, contact data and identifying numbers by placeholders. In: id, text, optional profile "
        "{name, email, phone, links[]}. Out: id, redacted, map {placeholder: value}. Changes nothing."
    )

    def handler(self, options: Mapping[str, Any]) -> Callable[[Row], Row]:
        return _serve
