"""One conversation with a model: the question, its answer held against all rules, and one turn to mend it. Pure but for callbacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from aiplatform.capabilities import Capability, Problem
from aiplatform.leaves import mapped, strings
from aiplatform.partial import OnText, Sections
from aiplatform.providers.base import Call, Part, ProviderError
from aiplatform.rendering import Rendered
from aiplatform.safety.moderation import Moderate, Moderated
from aiplatform.safety.redaction import restore
from aiplatform.switchboard import Asking, Attempt, Line, Switchboard
from aiplatform.validation import check, form_problems, leaks, repair_text

UNFIT = "The model's answer did not hold what was asked for."
WITHHELD = "The model's answer broke a safety rule and is not shown."


@dataclass(frozen=True)
class Question:
    """All that one conversation needs; `placeholders` gives what was masked."""

    capability: Capability[Any, Any]
    inputs: BaseModel
    rendered: Rendered
    placeholders: Mapping[str, str]
    schema: Mapping[str, Any]
    parameters: Mapping[str, Any]
    lines: tuple[Line, ...]
    until: float
    max_output_tokens: int
    on_text: OnText | None = None
    moderate: Moderate | None = None

    def call(self, line: Line, until: float, more: tuple[Part, ...] = ()) -> Call:
        """The request to one provider; `more` follows the prompt (an answer and what is wrong with it)."""
        sections = self._sections()
        return Call(
            system=self.rendered.system,
            parts=(*self.rendered.parts, *more),
            schema=self.schema,
            schema_name=self.capability.key,
            model=line.model,
            max_output_tokens=self.max_output_tokens,
            deadline=until,
            parameters=self.parameters,
            stream=sections.feed if sections else None,
        )

    def _sections(self) -> Sections | None:
        if self.on_text is None:
            return None
        return Sections(self.capability.output, self.placeholders, self.rendered.secrets, self.on_text)


@dataclass(frozen=True)
class Verdict:
    """What all rules say of one answer. `value` is None when it may not be served; `is_final` when asking again is no use."""

    value: BaseModel | None
    problems: tuple[Problem, ...] = ()
    removed: tuple[str, ...] = ()
    broken_rules: tuple[str, ...] = ()
    moderation: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.kind == "repair"]

    @property
    def is_fine(self) -> bool:
        return self.value is not None and not self.blocking and not self.broken_rules

    def validation(self) -> dict[str, Any]:
        """For the record: kinds and places."""
        return {"problems": [{"code": one.code, "path": one.path, "kind": one.kind} for one in self.problems]}

    def safety(self) -> dict[str, Any]:
        """For the record."""
        found = {"removed": list(self.removed), "broken_rules": list(self.broken_rules)}
        return found | ({"moderation": dict(self.moderation)} if self.moderation else {})


class Unusable(Exception):
    """No answer of the model may be served; the text, for people, says why. `state` is how the record calls it."""

    def __init__(self, text: str, *, reason: str, state: str = "failed") -> None:
        super().__init__(text)
        self.reason = reason
        self.state = state


@dataclass(frozen=True)
class Answered:
    """An answer that may be served."""

    verdict: Verdict
    attempt: Attempt
    is_repaired: bool


@dataclass(frozen=True)
class Book:
    """Where attempts and verdicts are noted (see `ledger.Ledger`)."""

    note: Callable[[Attempt], None]
    judge: Callable[[Mapping[str, Any], Mapping[str, Any]], None]
    afford: Callable[[Line], None] = field(default=lambda line: None)


def judge(question: Question, text: str) -> Verdict:
    """Hold one answer against leaks, form, output rules, moderation and the capability's own checks, in this order."""
    capability = question.capability
    if leaks(text, question.rendered.secrets):
        return Verdict(None, broken_rules=("leak",))
    checked = check(text, capability.output, question.placeholders, question.schema)
    if checked.value is None:
        return Verdict(None, checked.problems, checked.removed)
    data = checked.value.model_dump(mode="json")
    said = "\n".join(piece for _, piece in strings(data))
    # Masked text: a moderation service of others must not see personal data either.
    moderated = question.moderate(said) if question.moderate is not None else Moderated((), {})
    if moderated.reasons:
        rules = tuple(f"moderation:{reason}" for reason in moderated.reasons)
        return Verdict(None, checked.problems, checked.removed, rules, moderated.record)
    restored = mapped(data, lambda piece: restore(piece, question.placeholders))
    try:
        whole = capability.output.model_validate(restored)
    except ValidationError as error:  # a name is longer than what stood for it
        return Verdict(None, tuple(form_problems(error)), checked.removed, moderation=moderated.record)
    value = capability.settle(question.inputs, whole)
    problems = (*checked.problems, *capability.problems(question.inputs, value))
    return Verdict(value, problems, checked.removed, moderation=moderated.record)


def ask_model(question: Question, board: Switchboard, book: Book) -> Answered:
    """The answer, mended once if need be. Raises ProviderError when nobody answered, Unusable when no answer is fit."""
    first = board.ask(Asking(question.lines, question.until, question.call, book.note, book.afford))
    verdict = _judged(question, first, book)
    if verdict.is_fine:
        return Answered(verdict, first, is_repaired=False)
    line = next(line for line in question.lines if line.provider.name == first.provider)
    text = first.reply.text if first.reply else ""
    turn = (Part(text, role="assistant"), Part(repair_text(verdict.blocking)))
    try:
        second = board.ask(
            Asking(
                (line,), question.until, lambda line, until: question.call(line, until, turn), book.note, book.afford
            )
        )
    except ProviderError as error:
        raise Unusable(UNFIT, reason="unfit") from error
    verdict = _judged(question, second, book)
    if not verdict.is_fine:
        raise Unusable(UNFIT, reason="unfit")
    return Answered(verdict, second, is_repaired=True)


def _judged(question: Question, attempt: Attempt, book: Book) -> Verdict:
    """The verdict, noted; Unusable at once when a safety rule is broken: such an answer is not argued with."""
    verdict = judge(question, attempt.reply.text if attempt.reply else "")
    book.judge(verdict.validation(), verdict.safety())
    if verdict.broken_rules:
        raise Unusable(WITHHELD, reason=verdict.broken_rules[0].partition(":")[0], state="refused")
    return verdict
