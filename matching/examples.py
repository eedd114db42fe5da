"""Made-up pairs of resume and posting as capabilities take them, from a seed. Nobody's data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from aiplatform.capabilities import CapabilityInput
from aiplatform.examples import Example, register
from matching.capabilities.match_job import MatchJobInput
from matching.capabilities.suggest_improvements import SuggestImprovementsInput
from resumes.capabilities.pieces import ResumePiece
from resumes.examples import ROLES, TODAY, made_resume


def _posting(random: Random) -> tuple[str, str]:
    """Title and text of a posting; often of another kind of work than the resume's."""
    role = random.choice(ROLES)
    wanted = ", ".join((*role[2], *role[3]))
    years = random.randint(1, 8)
    return role[
        0
    ], f"We look for a {role[0].lower()} for {role[1]}. You bring {years} years of experience and know {wanted}."


def _match(resume: ResumePiece, title: str, posting: str) -> CapabilityInput:
    return MatchJobInput(resume=resume, job_title=title, posting=posting)


def _suggest(resume: ResumePiece, title: str, posting: str) -> CapabilityInput:
    return SuggestImprovementsInput(resume=resume, job_title=title, today=TODAY, posting=posting)


def _maker(make: Callable[[ResumePiece, str, str], CapabilityInput]) -> Callable[[int, int], Iterator[Example]]:
    def made(seed: int, count: int) -> Iterator[Example]:
        for number in range(count):
            random = Random(f"{seed}:{number}")
            resume, _, slices = made_resume(random)
            yield Example(make(resume, *_posting(random)), slices)

    return made


register("match_job", _maker(_match))
register("suggest_improvements", _maker(_suggest))
