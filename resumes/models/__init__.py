"""The candidate's side: resumes, what was read from them, and the skill taxonomy."""

from resumes.models.advice import Advice, Explanation, Suggestion
from resumes.models.resume import (
    Resume,
    ResumeBullet,
    ResumeEntry,
    ResumeFile,
    ResumeGrant,
    ResumePage,
    ResumeSection,
    ResumeVersion,
    granted_version_ids,
)
from resumes.models.skill import ResumeSkill, Skill, SkillAlias
from resumes.models.text import ConfirmedFact, DraftText, TextClaim

__all__ = [
    "ConfirmedFact",
    "DraftText",
    "Advice",
    "Explanation",
    "Resume",
    "ResumeBullet",
    "ResumeEntry",
    "ResumeFile",
    "ResumeGrant",
    "ResumePage",
    "ResumeSection",
    "ResumeSkill",
    "ResumeVersion",
    "Skill",
    "SkillAlias",
    "TextClaim",
    "Suggestion",
    "granted_version_ids",
]
