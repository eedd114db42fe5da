"""Sentences for training the injection scanner, made from the templates in aiplatform/safety/training by a seeded
draw.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

TRAINING = Path(__file__).resolve().parent.parent / "aiplatform" / "safety" / "training"
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{([a-z_]+)\}")
# Written as words in the templates, because braces and bars are their notation.
_LITERALS = {"{braced}": "\x01code\x02", "{token}": "\x01token\x02"}
_CHAT_TOKEN = re.compile(r"<\|([a-z_]+)\|>")


@dataclass(frozen=True, slots=True)
class Template:
    """One line of a template file under its block's name."""

    kind: str
    text: str


def read_blocks(path: Path) -> list[Template]:
    """The templates of a file; lines before the first block, empty lines and comments do not count."""
    kind, found = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or (line.startswith("# ") and not kind):
            continue
        head = re.fullmatch(r"\[([a-z_]+)\]", line)
        if head:
            kind = head[1]
        else:
            found.append(Template(kind, _CHAT_TOKEN.sub("<\x03\\1\x03>", line)))
    return found


class Grammar:
    """Fills templates with choices and slots."""

    def __init__(self, slots: list[Template]) -> None:
        self.slots: dict[str, list[str]] = {}
        for slot in slots:
            self.slots.setdefault(slot.kind, []).append(slot.text)

    def draw(self, template: str, rng: random.Random) -> str:
        """One sentence of a template."""
        text = template
        while True:
            for name, literal in _LITERALS.items():
                text = text.replace(name, literal)
            match = _CHOICE.search(text) or _SLOT.search(text)
            if match is None:
                break
            inside = match[1]
            if match.group().startswith("{"):
                filled = rng.choice(self.slots[inside]) if inside in self.slots else f"\x01{inside}\x02"
                filled = filled if "|" not in _outside(filled) else f"({filled})"
            else:
                filled = rng.choice(inside.split("|"))
            text = text[: match.start()] + filled + text[match.end() :]
        text = text.replace("\x01", "{").replace("\x02", "}").replace("\x03", "|").replace("\\$", "$")
        return re.sub(r" {2,}", " ", text).strip()


def _outside(text: str) -> str:
    """The text without its bracketed choices."""
    while _CHOICE.search(text):
        text = _CHOICE.sub("", text)
    return text


def sentences(name: str, per_template: int, rng: random.Random) -> list[tuple[str, str]]:
    """(kind, sentence) pairs of a template file, each sentence once."""
    grammar = Grammar(read_blocks(TRAINING / "slots.txt"))
    drawn: dict[str, str] = {}
    for template in read_blocks(TRAINING / f"{name}.txt"):
        for _ in range(per_template):
            drawn.setdefault(grammar.draw(template.text, rng), template.kind)
    return [(kind, text) for text, kind in drawn.items()]
