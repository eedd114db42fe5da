"""Answers made of the lines that a request brings, so that pages can be tried without a model. Pure.

The stand-in chooses, orders and swaps a word; it understands nothing. In one text that could enter a resume it invents a
figure, so that a person sees what is done with an answer that the resume does not bear out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aiplatform.providers.fake.asked import Asked
from aiplatform.rendering import FENCED

# Other words for the same: the first that fits is used, once.
SWAPS = ((", which ", "; this "), (" and ", " as well as "), (" that ", " which "), (" with ", " using "))
INVENTED = ", which saved 4,300,000 euros a year"
HELPLESS = (
    "The stand-in on this machine wrote this: it picks your lines and swaps a word, and understands none of them."
)
Data = Mapping[str, Any]


def answer(asked: Asked) -> dict[str, Any] | None:
    """The answer to a question that is known by its fields; None for any other."""
    fields = set((asked.schema or {}).get("properties", {}))
    maker = next((make for name, make in _MAKERS.items() if name in fields), None)
    if maker is None:
        return None
    made = maker(_data(asked))
    return made if set(made) == fields else None


def _data(asked: Asked) -> dict[str, Any]:
    """What stands in the fences, by name: values of JSON, else text."""
    found: dict[str, Any] = {}
    for fenced in FENCED.finditer(asked.text):
        try:
            found[fenced["name"]] = json.loads(fenced["text"])
        except ValueError:
            found[fenced["name"]] = fenced["text"]
    return found


def _rows(data: Data, name: str) -> list[dict[str, Any]]:
    value = data.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _entries(data: Data) -> list[dict[str, Any]]:
    resume = data.get("resume")
    return _rows(resume, "entries") if isinstance(resume, dict) else []


def _lines(entry: Data) -> list[dict[str, Any]]:
    """The lines of an entry, those that tell most words first."""
    return sorted(_rows(entry, "lines"), key=lambda line: -len(str(line["text"]).split()))


def _all_lines(data: Data) -> list[dict[str, Any]]:
    return [line for entry in _entries(data) for line in _lines(entry)]


def reworded(text: str) -> str:
    """The text with one word swapped for another that says the same; as it is where none fits."""
    for old, new in SWAPS:
        if old in text:
            return text.replace(old, new, 1)
    return text


def _invented(text: str) -> str:
    return f"{text.rstrip('.; ')}{INVENTED}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _bullets(data: Data) -> dict[str, Any]:
    entry = data.get("entry")
    lines = _lines(entry) if isinstance(entry, dict) else []
    texts = [
        (_invented(line["text"]) if n == 1 else reworded(line["text"]), line["id"]) for n, line in enumerate(lines)
    ]
    star = dict.fromkeys(("situation", "task", "action", "result"), "")
    return {"bullets": [{"text": text[:400], "sources": [source], "star": star} for text, source in texts[:4]]}


def _summary(data: Data) -> dict[str, Any]:
    lines = [line for line in _all_lines(data) if len(line["text"]) <= 300]
    resume = data.get("resume")
    own = str(resume.get("summary", "")) if isinstance(resume, dict) else ""
    first = [_sentence(own.split(". ")[0])] if own else []
    told = [_sentence(line["text"]) for line in lines]
    return {
        "summary": " ".join([*first, *told[:3]][:4])[:1200],
        "value_points": [{"text": line["text"], "sources": [line["id"]]} for line in lines[:3]],
        "alternatives": [" ".join([*first, _sentence(_invented(lines[0]["text"])), *told[1:3]])[:1200]]
        if lines
        else [],
    }


def _analysis(data: Data) -> dict[str, Any]:
    lines = _all_lines(data)
    waiting = [row for row in _rows(data, "keywords") if row.get("state") != "named"]
    findings = _rows(data, "findings")
    return {
        "overall": HELPLESS,
        "strengths": [
            {"text": "The longest points stand under dated work.", "quote": line["text"][:300]} for line in lines[:2]
        ],
        "weaknesses": [{"text": "This is the shortest point.", "quote": line["text"][:300]} for line in lines[-1:]],
        "missing_keywords": [
            {"label": row["label"], "advice": "Name it in the entry where you used it, if you did."} for row in waiting[:3]
        ],
        "recommendations": [
            {"title": str(row["fix"]).split(". ")[0][:150], "why": row["meaning"][:600], "priority": "medium",
             "finding": row["id"]} for row in findings[:3]
        ] or [{"title": "Say what came of the work", "why": "Readers look for it.", "priority": "low", "finding": ""}],
        "gaps": [{"area": "skills", "text": "It is asked for.", "keyword": row["label"]} for row in waiting[:2]],
    }  # fmt: skip


def _suggestions(data: Data) -> dict[str, Any]:
    made = [*list(_reworded_lines(data))[:3], *_mended(data)]
    return {"suggestions": made[:7]}


def _suggestion(action: str, text: str, reason: str, **named: str) -> dict[str, Any]:
    blank = {"target": "", "priority": "medium", "offer": "", "finding": ""}
    return {"action": action, "text": text[:500], "reason": reason[:500], **blank, **named}


def _mended(data: Data) -> Iterator[dict[str, Any]]:
    """Changes about skills, then findings."""
    for row in _rows(data, "offers"):
        yield _suggestion(row["kind"], row["title"], row["why"], offer=row["id"])
    for row in _rows(data, "findings"):
        yield _suggestion("mend", row["fix"], row["meaning"], finding=row["id"])


def _reworded_lines(data: Data) -> Iterator[dict[str, Any]]:
    """Other words for lines; the second says more than the resume."""
    for n, line in enumerate(line for line in _all_lines(data) if reworded(line["text"]) != line["text"]):
        text = _invented(line["text"]) if n == 1 else reworded(line["text"])
        yield _suggestion("reword", text, "Another wording of the same line.", target=line["id"], priority="high")


def _job(data: Data) -> dict[str, Any]:
    asked_for = _rows(data, "requirements")
    met = [row for row in asked_for if row["state"] == "met"]
    return {
        "summary": HELPLESS,
        "matched": [{"requirement": row["id"], "comment": "The resume shows it in these words."} for row in met],
        "missing": [
            {"requirement": row["id"], "comment": "A line in the entry where you used it would show it, if you did."}
            for row in asked_for
            if row not in met
        ],
        "talking_points": [
            {"text": f"{row['text']}: tell the story behind this line."[:500], "quote": row["quote"][:300]}
            for row in met
            if len(row.get("quote", "")) >= 3
        ][:4],
        "changes": [
            {"offer": row["id"], "text": f"{row['title']}, only if it is true."[:500]}
            for row in _rows(data, "offers")[:3]
        ],
    }


def _section(data: Data) -> dict[str, Any]:
    lines = [line for entry in _rows(data, "entries") for line in _rows(entry, "lines")] or _rows(data, "lines")
    made = [(line, line["text"] if _rows(data, "lines") else reworded(line["text"])) for line in lines]
    return {
        "lines": [
            {"id": line["id"], "text": text[:500], "change": "kept" if text == line["text"] else "reworded",
             "why": "none" if text == line["text"] else "clearer"} for line, text in made
        ],
        "findings": [row["id"] for row in _rows(data, "findings")],
        "asks": [],
    }  # fmt: skip


def _skills(data: Data) -> dict[str, Any]:
    """Words with a capital letter in the middle or at the end of the text's lines: most are names of tools."""
    text = str(data.get("text", ""))
    named = list(dict.fromkeys(word.strip(",;.()") for line in text.splitlines() for word in line.split(", ")[1:]))
    short = [word for word in named if 2 <= len(word) <= 30 and word[:1].isupper() and " " not in word][:8]
    certificates = data.get("certifications")
    return {
        "technical": [{"label": word, "quote": word} for word in short],
        "soft": [],
        "domain": [],
        "certifications": [
            {"label": str(name)[:120], "quote": str(name)[:120]}
            for name in (certificates if isinstance(certificates, list) else [])
        ],
    }


# By a field that only this answer has.
_MAKERS: Mapping[str, Callable[[Data], dict[str, Any]]] = {
    "bullets": _bullets,
    "value_points": _summary,
    "strengths": _analysis,
    "suggestions": _suggestions,
    "talking_points": _job,
    "lines": _section,
    "technical": _skills,
}
