"""What is done with prompts, records and money; each part under its own name."""

from aiplatform.services import money, prompts, record
from aiplatform.services.errors import MoneyError, PromptError, RecordError

__all__ = ["MoneyError", "PromptError", "RecordError", "money", "prompts", "record"]
