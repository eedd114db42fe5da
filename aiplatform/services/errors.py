"""Refusals of this app; their texts are for people."""

from careercopilot.errors import DomainError


class PromptError(DomainError):
    """Something that may not be done with a prompt or a version of it."""


class RecordError(DomainError):
    """Something that may not be put on record."""


class MoneyError(DomainError):
    """Something that may not be done with a reservation."""


class EvaluationError(DomainError):
    """Something that may not be done with datasets, evaluations, trials or splits."""
