"""What the matching services refuse."""

from careercopilot.errors import DomainError


class PostingError(DomainError):
    """A change of a posting that the product refuses."""


class ApplicationError(DomainError):
    """An application that the product refuses."""


class MatchError(DomainError):
    """A pair that cannot be scored."""
