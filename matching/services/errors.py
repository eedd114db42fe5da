"""What the matching services refuse."""

from careercopilot.errors import DomainError


class PostingError(DomainError):
    """A change of a posting that the product refuses."""


class ApplicationError(DomainError):
    """An application that the product refuses."""


class AnswerError(DomainError):
    """An answer about a skill that cannot be kept."""


class HiringError(DomainError):
    """A step of reviewing candidates that the product refuses."""


class MatchError(DomainError):
    """A pair that cannot be scored."""


class FeedbackError(DomainError):
    """Feedback that the product does not record."""


class RankerError(DomainError):
    """A ranker that is not promoted, or nothing to go back to."""


class TrainingRefused(DomainError):
    """A training that is not started."""


class BiasAuditError(DomainError):
    """A bias audit that would say nothing, or too much."""
