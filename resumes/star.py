"""What a resume point tells, by code: action, task, result and figures, each with its place. English only. Pure.

The parts are those of the STAR form (situation, task, action, result). A point is complete when it opens with an action,
names what was acted on and says what came of it (a figure alone may be a size and no result); where it happened (the
situation) is told by the entry around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from resumes.ats.verbs import opening
from resumes.ats.wording import figures, is_tool_list, pronoun_at, result_at

Format = Literal["complete", "partial", "bare"]
Confidence = Literal["high", "medium", "low"]
Span = tuple[int, int]
_STATES = frozenset({"was", "were", "is", "am", "are", "be", "been", "being", "had", "has", "have"})
LEAST_TASK_WORDS = 2  # words after the action, before its result
_WORD = re.compile(r"[^\W_]+(?:['’.+#-][^\W_]+)*[+#]*")
# What follows says where or why something was done.
_SITUATION = re.compile(
    r"\b(?:when|while|after|during|as part of|in response to|because|following|for (?:a|an|the)\b|at (?:a|an|the)\b|across\b)",
    re.I,
)
# Effects that the list of the ATS check lacks; "first" alone, which it has, tells none here.
_EFFECT = re.compile(
    r"\b(?:which|that) (?:ended|cut|reduced|raised|saved|stopped|halved|doubled|replaced)\b|"
    r"\b(?:fell|rose|dropped|went|down|up) (?:from|by|to)\b|"
    r"\bfrom (?:[^\s,;]+ ){1,4}to (?=[^\s,;]*\d)",
    re.I,
)
_FIRST = re.compile(r"\bfirst\b", re.I)
_UNIT = re.compile(
    r"(?:th|st|nd|rd)\b|\s?(?:%|percent|thousand|million|billion|ms|seconds?|minutes?|hours?|days?|weeks?|months?|years?|people|staff|users|"
    r"customers|clients|patients|students|pupils|eur|usd|gbp|euros|dollars|pounds)\b",
    re.I,
)
# Of an effect that opens its point ("Cut costs by a third") the result proper.
_MEASURE = re.compile(
    r"\b(?:from|by|to)\b(?= (?:[^\s,;]+ ){0,2}[^\s,;]*\d| half\b|"
    r" (?:an?|one|two|three) (?:half|thirds?|quarters?|fifths?|tenths?)\b)",
    re.I,
)
# A result is often told behind one of these.
_LEADS = re.compile(
    r",?\s+(?=(?:reducing|increasing|improving|saving|cutting|raising|lowering|leading to|resulting in|which|so that|thereby|enabling|"
    r"eliminating|preventing|achieving|growing|boosting|and (?:cut|reduced|increased|raised|saved|improved|won|grew|lowered))\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Star:
    """The parts of one point as spans of its text; None or empty where the point does not tell them."""

    text: str
    action: Span | None
    action_word: str
    is_listed_verb: bool
    task: Span | None
    situation: Span | None
    result: Span | None
    metrics: tuple[Span, ...]

    @property
    def format(self) -> Format:
        if self.action and self.task and self.result:
            return "complete"
        return "partial" if self.action or self.result or self.metrics else "bare"

    @property
    def missing(self) -> tuple[str, ...]:
        """What a reader would ask for: action, task, result, metric."""
        told = {"action": self.action, "task": self.task, "result": self.result, "metric": self.metrics}
        return tuple(name for name, span in told.items() if not span)

    @property
    def strength(self) -> int:
        """0 to 7: how much of the form the point tells; figures count most, since a reader can check them."""
        return (
            2 * bool(self.action) + bool(self.task) + bool(self.result) + 2 * bool(self.metrics) + bool(self.situation)
        )

    def words(self, span: Span | None) -> str:
        """The words at a span, empty without one."""
        return self.text[span[0] : span[1]].strip(" ,;.") if span else ""


def read_star(text: str) -> Star:
    """The parts of one point."""
    said = text[2:] if pronoun_at(text) == (0, 1) else text  # "I built": the verb behind the pronoun opens the point
    word, form = ("", "other") if is_tool_list(text) else opening(said)
    is_action = form in ("past", "present", "gerund") and word not in _STATES
    action = _place_of(word, text) if is_action else None
    metrics = metrics_of(text)
    result = _result(text, action)
    task = _task(text, action, result)
    situation = _SITUATION.search(text)
    return Star(
        text=text,
        action=action,
        action_word=text[action[0] : action[1]] if action else "",
        is_listed_verb=form in ("past", "gerund"),
        task=task,
        situation=(situation.start(), _clause_end(text, situation.end())) if situation else None,
        result=result,
        metrics=metrics,
    )


def metrics_of(text: str) -> tuple[Span, ...]:
    """Places of the quantities of a point with their units; ordinals ("95th") are none."""
    found: list[Span] = []
    for start, end in figures(text):
        unit = _UNIT.match(text, end)
        if unit and unit[0].lower() in ("th", "st", "nd", "rd"):
            continue
        end = unit.end() if unit else start + len(text[start:end].rstrip(" .,"))
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return tuple(found)


def effect_at(text: str) -> Span | None:
    """Place of the first words that tell of an effect."""
    listed = result_at(_FIRST.sub(lambda found: " " * len(found[0]), text))
    other = _EFFECT.search(text)
    spans = [span for span in (listed, other.span() if other else None) if span]
    return min(spans) if spans else None


def _place_of(word: str, text: str) -> Span | None:
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I) if word else None
    return found.span() if found else None


def _clause_end(text: str, start: int) -> int:
    found = re.search(r"[,;.](?:\s|$)", text[start:])
    return start + found.start() if found else len(text.rstrip(" ."))


def _result(text: str, action: Span | None) -> Span | None:
    """The clause that tells an effect; of a point that opens with one how much ("by a third"), all of it where that is not said."""
    told = effect_at(text)
    if told is None:
        return None
    if action and told[0] == action[0]:
        measure = _MEASURE.search(text, action[1])
        return measure.start() if measure else told[0], len(text.rstrip())
    lead = next((found.end() for found in _LEADS.finditer(text) if found.end() <= told[0] + 1), None)
    return (lead if lead is not None else told[0]), len(text.rstrip())


def _task(text: str, action: Span | None, result: Span | None) -> Span | None:
    """What was acted on: from the action to its result, if those are words enough."""
    if action is None:
        return None
    opens_with_result = result is not None and result[0] <= action[0]
    end = len(text.rstrip(" .")) if result is None or opens_with_result else result[0]
    # "Cut costs by a third": how much is said, so one word says of what.
    least = 1 if result and _MEASURE.match(text, result[0]) else LEAST_TASK_WORDS
    return (action[1], end) if len(_WORD.findall(text[action[1] : end])) >= least else None


@dataclass(frozen=True, slots=True)
class Signal:
    """One finding about a stretch of text: `name:value`, its place, and how sure the rule is."""

    name: str
    value: str
    start: int
    end: int
    confidence: Confidence

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


def signals(text: str) -> list[Signal]:
    """The signals of one point, in order of place; offsets count characters of `text`."""
    if not text.strip() or is_tool_list(text):
        return []
    star = read_star(text)
    found: list[Signal] = []
    if star.action:
        sure: Confidence = "high" if star.is_listed_verb else "medium"
        found.append(Signal("action_verb", star.action_word, *star.action, sure))
    elif first := _WORD.search(text):
        found.append(Signal("weak_opening", first[0], *first.span(), "medium"))
    if pronoun := pronoun_at(text):
        found.append(Signal("first_person", text[slice(*pronoun)], *pronoun, "high"))
    found += [Signal("metric", text[start:end].strip(), start, end, "high") for start, end in star.metrics]
    effect = effect_at(text)
    if effect and effect != star.action:
        found.append(Signal("result", text[slice(*effect)], *effect, "medium"))
    found.append(Signal("star_format", star.format, 0, len(text), "medium" if star.format == "partial" else "high"))
    return sorted(found, key=lambda one: (one.start, -one.end, one.name))
