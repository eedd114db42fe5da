"""What higher apps do with a new resume version; they register when they are ready."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from accounts.models import User
from careercopilot.jobs import JobContext

if TYPE_CHECKING:
    from aiplatform.capabilities import CapabilityInput
    from resumes.capabilities.pieces import KeywordPiece
    from resumes.models import Advice, ResumeVersion
    from resumes.suggesting import Proposed

# Steps of the reading job after the version is stored: each reports its own progress and writes through the context.
after_reading: list[Callable[[JobContext, uuid.UUID], None]] = []
# Told in the transaction that makes another version, resume or share the current one.
current_changed: list[Callable[[User], None]] = []

# Whether the original files and page pictures of a person's resumes are kept from a reader who may see the version.
hides_files: list[Callable[[User, uuid.UUID], bool]] = []


# Which words the jobs of a person ask for: (person, version) to `resumes.capabilities.pieces.KeywordPiece`s.
keyword_sources: list[Callable[[User, ResumeVersion], Sequence[KeywordPiece]]] = []

# How inputs of capabilities are made that lower apps cannot make: by key, from (advice, person, day).
input_makers: dict[str, Callable[[Advice, User, dt.date], CapabilityInput]] = {}

# How answers become changes to accept, by capability: from (input, output). Those of this app are in `resumes.suggesting`.
suggestion_makers: dict[str, Callable[[Any, Any], Iterator[Proposed]]] = {}


def tell_current_changed(user: User) -> None:
    """What stands for this person in matches is another version now."""
    for listener in current_changed:
        listener(user)


def may_open_files(user: User, owner_id: uuid.UUID) -> bool:
    """Whether this reader may open the files of this person; everybody may open their own."""
    return user.pk == owner_id or not any(hides(user, owner_id) for hides in hides_files)
