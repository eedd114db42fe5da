"""What code can say of answers about resumes, beyond their form and claims."""

from __future__ import annotations

from aiplatform.evaluators import Answer, Evaluator, Finding, register
from resumes.capabilities.generate_bullets import GenerateBulletsOutput
from resumes.capabilities.optimize_summary import OptimizeSummaryOutput
from resumes.star import read_star

# Parts of a point that a reader looks for.
PARTS = ("action", "task", "result", "metric")


def _star(answer: Answer) -> Finding | None:
    """The mean share of STAR parts that the points tell."""
    if not answer.is_models or not isinstance(answer.value, GenerateBulletsOutput) or not answer.value.bullets:
        return None
    told = [1 - len(set(read_star(one.text).missing) & set(PARTS)) / len(PARTS) for one in answer.value.bullets]
    share = sum(told) / len(told)
    missing = sorted({part for one in answer.value.bullets for part in read_star(one.text).missing})
    return Finding(share, f"points lack: {', '.join(missing)}" if share < 1 else "")


def _keywords(answer: Answer) -> Finding | None:
    """Whether a summary names at least one of the person's own skills."""
    skills = getattr(getattr(answer.inputs, "resume", None), "skills", ())
    if not answer.is_models or not isinstance(answer.value, OptimizeSummaryOutput) or not skills:
        return None
    named = [skill for skill in skills if skill.casefold() in answer.value.summary.casefold()]
    return Finding(1.0) if named else Finding(0.0, "the summary names none of the person's skills")


register(Evaluator("star", "Points tell task, action, result and figure", "quality", _star, ("generate_bullets",)))
register(Evaluator("own_skills", "Names the person's own skills", "quality", _keywords, ("optimize_summary",)))
